-- Corrections of rows that stand on a record which somebody has taken: proposed by one, and confirmed by
-- a second person (LAW-51).
CREATE TABLE paper_correction (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL CHECK (source IN ('training_event', 'hour_claim', 'roster')),
    source_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    title TEXT NOT NULL,
    hours_before INTEGER NOT NULL,
    hours_after INTEGER NOT NULL,
    change TEXT NOT NULL,
    reason TEXT NOT NULL,
    proposer_id INTEGER NOT NULL REFERENCES person (id),
    proposed_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'refused', 'called_off')),
    decider_id INTEGER REFERENCES person (id),
    answer TEXT NOT NULL,
    decided_at TEXT,
    revision INTEGER NOT NULL,
    CHECK ((state = 'proposed') = (decided_at IS NULL)),
    CHECK ((state = 'proposed') = (decider_id IS NULL)),
    CHECK (state <> 'refused' OR answer <> '')
);
CREATE INDEX paper_correction_person ON paper_correction (person_id);
CREATE INDEX paper_correction_proposer ON paper_correction (proposer_id);
CREATE INDEX paper_correction_decider ON paper_correction (decider_id);
-- Of what a row comes from, one correction waits.
CREATE UNIQUE INDEX paper_correction_waits ON paper_correction (source, source_id, person_id)
    WHERE state = 'proposed';

-- The second person is neither the first nor whose row it is.
CREATE TRIGGER paper_correction_second BEFORE UPDATE OF state ON paper_correction
WHEN NEW.state IN ('confirmed', 'refused') AND NEW.decider_id IN (NEW.proposer_id, NEW.person_id)
BEGIN SELECT RAISE(ABORT, 'paper_correction_second'); END;
-- What was decided stays as it was decided, and what was proposed as it was proposed.
CREATE TRIGGER paper_correction_stays BEFORE UPDATE ON paper_correction
WHEN NEW.source <> OLD.source OR NEW.source_id <> OLD.source_id OR NEW.change <> OLD.change
    OR NEW.hours_before <> OLD.hours_before OR NEW.hours_after <> OLD.hours_after
    OR NEW.reason <> OLD.reason OR NEW.proposed_at <> OLD.proposed_at
    OR OLD.state <> 'proposed' AND (NEW.state <> OLD.state OR NEW.answer <> OLD.answer
        OR NEW.decided_at IS NOT OLD.decided_at)
BEGIN SELECT RAISE(ABORT, 'paper_correction_stays'); END;
-- A row on a paper that holds is taken back by a correction that is confirmed at the same moment.
CREATE TRIGGER credit_hour_on_paper BEFORE INSERT ON credit_hour
WHEN NEW.reverses_id IS NOT NULL
    AND EXISTS (SELECT 1 FROM certificate_credit x JOIN certificate c ON c.id = x.certificate_id
        WHERE x.credit_hour_id = NEW.reverses_id AND c.state = 'valid')
    AND NOT EXISTS (SELECT 1 FROM paper_correction p WHERE p.person_id = NEW.person_id
        AND p.source = NEW.source AND p.source_id = NEW.source_id AND p.state = 'confirmed'
        AND p.decided_at = NEW.created_at)
BEGIN SELECT RAISE(ABORT, 'credit_hour_on_paper'); END;
