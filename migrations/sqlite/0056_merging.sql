-- Two records of one person become one. Each row that is moved is noted, so that it can be moved back
-- as long as nothing was built on it. Units have room here as well.
ALTER TABLE person ADD COLUMN merged_into INTEGER REFERENCES person (id);
CREATE INDEX person_merged ON person (merged_into);

CREATE TABLE merging (
    id INTEGER PRIMARY KEY,
    thing TEXT NOT NULL CHECK (thing IN ('person', 'organisation')),
    kept_id INTEGER NOT NULL,
    gone_id INTEGER NOT NULL,
    merger_id INTEGER NOT NULL REFERENCES person (id),
    merged_at TEXT NOT NULL,
    undone_at TEXT,
    CHECK (kept_id <> gone_id)
);
CREATE UNIQUE INDEX merging_live ON merging (thing, gone_id) WHERE undone_at IS NULL;
CREATE INDEX merging_kept ON merging (thing, kept_id);

-- A row that went from one to the other, or stays and was closed, with what its closing changed.
CREATE TABLE merging_row (
    merging_id INTEGER NOT NULL REFERENCES merging (id),
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    key_1 INTEGER NOT NULL,
    key_2 INTEGER NOT NULL,
    closed TEXT,
    PRIMARY KEY (merging_id, table_name, column_name, key_1, key_2)
);

-- How much hangs on the kept record right after the merging, and the newest of it.
CREATE TABLE merging_count (
    merging_id INTEGER NOT NULL REFERENCES merging (id),
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    n_rows INTEGER NOT NULL,
    newest INTEGER NOT NULL,
    PRIMARY KEY (merging_id, table_name, column_name)
);

-- What the merging has written over.
CREATE TABLE merging_fact (
    merging_id INTEGER NOT NULL REFERENCES merging (id),
    fact TEXT NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (merging_id, fact)
);

-- The ledger stays final; only whose a row is follows a merging.
DROP TRIGGER credit_hour_is_final_update;
CREATE TRIGGER credit_hour_is_final_update
BEFORE UPDATE OF id, held_on, spans, earned, source, source_id, round, kind, title, organiser,
    reverses_id, created_at ON credit_hour
BEGIN SELECT RAISE(ABORT, 'credit_hour_is_final'); END;
CREATE TRIGGER credit_hour_is_final_person BEFORE UPDATE OF person_id, verifier_id ON credit_hour
WHEN (NEW.person_id <> OLD.person_id AND NOT EXISTS (SELECT 1 FROM merging m
        WHERE m.thing = 'person' AND ((m.kept_id = NEW.person_id AND m.gone_id = OLD.person_id)
            OR (m.kept_id = OLD.person_id AND m.gone_id = NEW.person_id))))
    OR (NEW.verifier_id IS NULL) <> (OLD.verifier_id IS NULL)
    OR (NEW.verifier_id <> OLD.verifier_id AND NOT EXISTS (SELECT 1 FROM merging m
        WHERE m.thing = 'person' AND ((m.kept_id = NEW.verifier_id AND m.gone_id = OLD.verifier_id)
            OR (m.kept_id = OLD.verifier_id AND m.gone_id = NEW.verifier_id))))
BEGIN SELECT RAISE(ABORT, 'credit_hour_is_final'); END;
