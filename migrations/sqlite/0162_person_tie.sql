-- What ties two people so that one does not judge the other (`AWD-10`), as an office has it on file:
-- one has guided the other, or both have made a course together.
CREATE TABLE person_tie (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    other_id INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('mentoring', 'joint_course')),
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    recorder_id INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL,
    CHECK (person_id <> other_id),
    CHECK (ends_on IS NULL OR starts_on <= ends_on)
);
CREATE INDEX person_tie_person ON person_tie (person_id);
CREATE INDEX person_tie_other ON person_tie (other_id);
CREATE INDEX person_tie_recorder ON person_tie (recorder_id);
