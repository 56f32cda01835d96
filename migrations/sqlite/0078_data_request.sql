-- What people ask about their own data, and what they have agreed to.
CREATE TABLE data_request (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('correction', 'deletion', 'question')),
    state TEXT NOT NULL CHECK (state IN ('open', 'withdrawn', 'granted', 'refused')),
    body TEXT NOT NULL,
    answer TEXT NOT NULL,
    answerer_id INTEGER REFERENCES person (id),
    due_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT,
    revision INTEGER NOT NULL,
    CHECK ((state = 'open') = (ended_at IS NULL)),
    CHECK ((state IN ('granted', 'refused')) = (answerer_id IS NOT NULL))
);
CREATE INDEX data_request_person ON data_request (person_id, created_at);
CREATE INDEX data_request_state ON data_request (state, due_at);
CREATE INDEX data_request_answerer ON data_request (answerer_id);

CREATE TABLE consent (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('processing', 'publication')),
    answer TEXT NOT NULL CHECK (answer IN ('given', 'refused', 'withdrawn')),
    text_digest TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('activation', 'my_information')),
    at TEXT NOT NULL,
    -- When another answer took its place.
    ended_at TEXT
);
CREATE UNIQUE INDEX consent_now ON consent (person_id, purpose) WHERE ended_at IS NULL;
CREATE INDEX consent_ended ON consent (ended_at);
