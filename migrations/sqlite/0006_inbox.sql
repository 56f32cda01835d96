-- Messages, forms that were sent once, and the previews of imports.

CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    body TEXT NOT NULL,
    created_at TEXT NOT NULL,
    read_at TEXT
);
CREATE INDEX message_person ON message (person_id, created_at);
CREATE INDEX message_unread ON message (person_id) WHERE read_at IS NULL;

-- A form that creates something carries a token; its second sending finds what the first one made.
CREATE TABLE form_once (
    token TEXT PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    thing_id INTEGER NOT NULL,
    created_at TEXT NOT NULL
);

CREATE TABLE import_plan (
    hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    upload_id INTEGER REFERENCES upload (id),
    as_of TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at TEXT NOT NULL,
    committed_at TEXT
);
