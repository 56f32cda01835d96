-- The append-only chain. Nothing here is ever changed or deleted, and the database sees to it.

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    person_id INTEGER,
    role TEXT,
    on_behalf_of INTEGER,
    verb TEXT NOT NULL,
    thing TEXT NOT NULL,
    thing_id INTEGER NOT NULL,
    from_state TEXT,
    to_state TEXT,
    rules INTEGER NOT NULL,
    record TEXT,
    detail TEXT,
    hash TEXT NOT NULL
);
CREATE INDEX audit_thing ON audit (thing, thing_id);

-- The newest row. It is locked last in every writing transaction.
CREATE TABLE audit_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '');

-- What may have to be erased by law; the chain holds its salted digest.
CREATE TABLE audit_detail (
    seq INTEGER PRIMARY KEY REFERENCES audit (seq),
    salt TEXT NOT NULL,
    reason TEXT,
    client TEXT
);

CREATE TRIGGER audit_is_final_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit_is_final'); END;
CREATE TRIGGER audit_is_final_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit_is_final'); END;
