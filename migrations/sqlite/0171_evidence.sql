-- Papers and contest results of lecturers and tutors, as evidence of their work.
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('paper', 'publication', 'pupil_contest', 'own_contest')),
    title TEXT NOT NULL CHECK (title <> ''),
    happened_on TEXT NOT NULL,
    venue TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('international', 'national', 'province', 'city', 'county',
        'school')),
    prize TEXT NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('author', 'guide')),
    proof_id INTEGER NOT NULL REFERENCES upload (id),
    state TEXT NOT NULL CHECK (state IN ('filed', 'confirmed', 'returned', 'taken_back',
        'withdrawn')),
    filer_id INTEGER NOT NULL REFERENCES person (id),
    filed_at TEXT NOT NULL,
    checker_id INTEGER REFERENCES person (id),
    checked_at TEXT,
    reason TEXT NOT NULL,
    revision INTEGER NOT NULL,
    CHECK (state NOT IN ('confirmed', 'returned', 'taken_back')
        OR (checker_id IS NOT NULL AND checked_at IS NOT NULL)),
    CHECK (state NOT IN ('returned', 'taken_back') OR reason <> '')
);
CREATE INDEX evidence_person ON evidence (person_id, happened_on);
CREATE INDEX evidence_filed ON evidence (id) WHERE state = 'filed';
CREATE INDEX evidence_proof ON evidence (proof_id);
CREATE INDEX evidence_filer ON evidence (filer_id);
CREATE INDEX evidence_checker ON evidence (checker_id);

-- Nobody confirms what is the own, or what the same person has entered.
CREATE TRIGGER evidence_checked BEFORE UPDATE OF state ON evidence
WHEN NEW.state = 'confirmed' AND NEW.checker_id IN (NEW.person_id, NEW.filer_id)
BEGIN SELECT RAISE(ABORT, 'evidence_checked'); END;
