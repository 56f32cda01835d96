-- Observations of real lectures (听课, form R2): who comes, what was found, what the lecturer answers.
CREATE TABLE observation (
    id INTEGER PRIMARY KEY,
    delivery_id INTEGER NOT NULL REFERENCES delivery (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'assigned', 'accepted', 'shared', 'ended')),
    observer_id INTEGER REFERENCES person (id),
    -- When the lecture was to be as the observer was told.
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    soundness INTEGER CHECK (soundness BETWEEN 1 AND 5),
    engagement INTEGER CHECK (engagement BETWEEN 1 AND 5),
    usefulness INTEGER CHECK (usefulness BETWEEN 1 AND 5),
    arrived_at TEXT,
    left_at TEXT,
    is_on_time BOOLEAN,
    attendance INTEGER,
    equipment TEXT CHECK (equipment IN ('sound', 'flawed', 'failed')),
    highlights TEXT NOT NULL DEFAULT '',
    suggestions TEXT NOT NULL DEFAULT '',
    submitted_at TEXT,
    answer TEXT NOT NULL DEFAULT '',
    answered_at TEXT,
    -- When the office decided that low ones need no suspension of the course.
    weighed_at TEXT,
    revision INTEGER NOT NULL,
    CHECK (state <> 'open' OR observer_id IS NULL),
    CHECK (state NOT IN ('assigned', 'accepted', 'shared') OR observer_id IS NOT NULL),
    CHECK ((state = 'shared') = (submitted_at IS NOT NULL)),
    CHECK (state <> 'shared' OR (soundness IS NOT NULL AND engagement IS NOT NULL
        AND usefulness IS NOT NULL AND arrived_at IS NOT NULL AND left_at IS NOT NULL
        AND is_on_time IS NOT NULL AND attendance IS NOT NULL AND equipment IS NOT NULL)),
    CHECK (answered_at IS NULL OR state = 'shared')
);
-- One observation per lecture.
CREATE UNIQUE INDEX observation_live ON observation (delivery_id) WHERE state <> 'ended';
CREATE INDEX observation_delivery ON observation (delivery_id);
CREATE INDEX observation_observer ON observation (observer_id, state);
CREATE INDEX observation_state ON observation (state, starts_at);

-- What is handed in is read, and nothing else, and answered once. People may still be merged.
CREATE TRIGGER observation_shared
BEFORE UPDATE OF delivery_id, state, starts_at, ends_at, soundness, engagement, usefulness,
    arrived_at, left_at, is_on_time, attendance, equipment, highlights, suggestions, submitted_at
ON observation WHEN OLD.state = 'shared'
BEGIN SELECT RAISE(ABORT, 'shared_observation'); END;
CREATE TRIGGER observation_answered BEFORE UPDATE OF answer, answered_at ON observation
WHEN OLD.answered_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'shared_observation'); END;
CREATE TRIGGER observation_kept BEFORE DELETE ON observation WHEN OLD.state = 'shared'
BEGIN SELECT RAISE(ABORT, 'shared_observation'); END;
