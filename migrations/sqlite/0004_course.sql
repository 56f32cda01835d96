-- Courses, their versions and rounds, and the files that belong to them.

CREATE TABLE upload (
    id INTEGER PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    owner_id INTEGER NOT NULL REFERENCES person (id),
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    file_name TEXT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE TABLE course (
    id INTEGER PRIMARY KEY,
    lecturer_id INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL
);
CREATE INDEX course_lecturer ON course (lecturer_id);

CREATE TABLE course_version (
    id INTEGER PRIMARY KEY,
    course_id INTEGER NOT NULL REFERENCES course (id),
    lecturer_id INTEGER NOT NULL REFERENCES person (id),
    version_no INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'content_check', 'awaiting_slot', 'booked',
        'in_review', 'needs_revision', 'superseded', 'rejected', 'approved', 'listed', 'suspended',
        'retired')),
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    field_id INTEGER REFERENCES field (id),
    minutes INTEGER,
    max_audience INTEGER,
    equipment TEXT NOT NULL,
    mode TEXT NOT NULL,
    outline TEXT NOT NULL,
    sources TEXT NOT NULL,
    slides_id INTEGER REFERENCES upload (id),
    owns_rights BOOLEAN NOT NULL,
    no_advertising BOOLEAN NOT NULL,
    taken_over BOOLEAN NOT NULL,
    listed_until TEXT,
    remark TEXT NOT NULL,
    revision INTEGER NOT NULL,
    changed_at TEXT NOT NULL,
    UNIQUE (course_id, version_no)
);
CREATE INDEX course_version_lecturer ON course_version (lecturer_id, state);
CREATE INDEX course_version_state ON course_version (state, changed_at);
CREATE INDEX course_version_catalogue ON course_version (state, title, id);
CREATE INDEX course_version_field ON course_version (state, field_id, title, id);

CREATE TABLE course_version_stage (
    version_id INTEGER NOT NULL REFERENCES course_version (id),
    stage TEXT NOT NULL,
    PRIMARY KEY (version_id, stage)
);

CREATE TABLE course_version_group (
    version_id INTEGER NOT NULL REFERENCES course_version (id),
    target_group TEXT NOT NULL,
    PRIMARY KEY (version_id, target_group)
);

CREATE TABLE refinement_cycle (
    id INTEGER PRIMARY KEY,
    course_id INTEGER NOT NULL REFERENCES course (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'passed', 'failed', 'abandoned')),
    opened_at TEXT NOT NULL
);
CREATE UNIQUE INDEX refinement_cycle_open ON refinement_cycle (course_id) WHERE state = 'open';

CREATE TABLE refinement_round (
    id INTEGER PRIMARY KEY,
    cycle_id INTEGER NOT NULL REFERENCES refinement_cycle (id),
    round_no INTEGER NOT NULL,
    version_id INTEGER NOT NULL UNIQUE REFERENCES course_version (id),
    UNIQUE (cycle_id, round_no)
);
