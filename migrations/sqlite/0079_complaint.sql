-- Complaints and suggestions of anybody, and errors that somebody has found in a public course.
CREATE TABLE complaint (
    id INTEGER PRIMARY KEY,
    link_digest TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('complaint', 'suggestion', 'course_error')),
    version_id INTEGER REFERENCES course_version (id),
    person_id INTEGER REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'withdrawn')),
    body TEXT NOT NULL,
    contact TEXT NOT NULL,
    answer TEXT NOT NULL,
    answerer_id INTEGER REFERENCES person (id),
    due_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT,
    revision INTEGER NOT NULL,
    CHECK ((kind = 'course_error') = (version_id IS NOT NULL)),
    CHECK ((state = 'open') = (ended_at IS NULL)),
    CHECK ((state = 'answered') = (answerer_id IS NOT NULL))
);
CREATE INDEX complaint_state ON complaint (state, due_at);
CREATE INDEX complaint_version ON complaint (version_id);
CREATE INDEX complaint_person ON complaint (person_id);
CREATE INDEX complaint_answerer ON complaint (answerer_id);
