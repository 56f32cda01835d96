-- Requests of strangers: their forms carry a token of ours, which only this secret makes; and what is
-- above the limits of a day waits until the office has called the host.
CREATE TABLE secret (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    value TEXT NOT NULL
);
INSERT INTO secret (id, value) VALUES (1, lower(hex(randomblob(32))));

CREATE TABLE request_source (
    source TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX request_source_source ON request_source (source, at);
CREATE INDEX request_source_age ON request_source (at);

CREATE TABLE unconfirmed_request (
    id INTEGER PRIMARY KEY,
    link_digest TEXT NOT NULL UNIQUE,
    version_id INTEGER NOT NULL REFERENCES course_version (id),
    host_name TEXT NOT NULL,
    contact TEXT NOT NULL,
    contact_phone TEXT NOT NULL,
    -- What was typed, as a form is sent.
    form TEXT NOT NULL,
    consent_digest TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX unconfirmed_request_age ON unconfirmed_request (created_at, id);
CREATE INDEX unconfirmed_request_version ON unconfirmed_request (version_id);
