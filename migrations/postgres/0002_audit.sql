-- The append-only chain. Nothing here is ever changed or deleted, and the database sees to it.

CREATE TABLE audit (
    seq BIGINT PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    person_id BIGINT,
    role TEXT,
    on_behalf_of BIGINT,
    verb TEXT NOT NULL,
    thing TEXT NOT NULL,
    thing_id BIGINT NOT NULL,
    from_state TEXT,
    to_state TEXT,
    rules BIGINT NOT NULL,
    record TEXT,
    detail TEXT,
    hash TEXT NOT NULL
);
CREATE INDEX audit_thing ON audit (thing, thing_id);

-- The newest row. It is locked last in every writing transaction.
CREATE TABLE audit_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '');

-- What may have to be erased by law; the chain holds its salted digest.
CREATE TABLE audit_detail (
    seq BIGINT PRIMARY KEY REFERENCES audit (seq),
    salt TEXT NOT NULL,
    reason TEXT,
    client TEXT
);

CREATE FUNCTION audit_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit_is_final'; END $$;
CREATE TRIGGER audit_is_final BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION audit_is_final();
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_final();
