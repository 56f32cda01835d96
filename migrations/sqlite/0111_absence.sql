-- When people do not want to be asked. Without a row nothing is said, which is not "never".
CREATE TABLE availability (
    person_id INTEGER NOT NULL PRIMARY KEY REFERENCES person (id),
    is_never BOOLEAN NOT NULL,
    not_before TEXT,
    -- Parts of weekdays, and the days on which these suit all the same, as JSON.
    weekly TEXT NOT NULL,
    exceptions TEXT NOT NULL,
    -- The person, or who has written for the person.
    recorder_id INTEGER NOT NULL REFERENCES person (id),
    changed_at TEXT NOT NULL,
    revision INTEGER NOT NULL
);
CREATE INDEX availability_recorder ON availability (recorder_id);

-- Days on which somebody is away. What is free of them is taken by commitments of their own.
CREATE TABLE absence (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    recorder_id INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL,
    ended_at TEXT,
    revision INTEGER NOT NULL,
    CHECK (first_on <= last_on)
);
CREATE INDEX absence_person ON absence (person_id, last_on) WHERE ended_at IS NULL;
CREATE INDEX absence_of ON absence (person_id);
CREATE INDEX absence_recorder ON absence (recorder_id);
