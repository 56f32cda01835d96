-- The days off and make-up workdays of a year, as the office has written them (CAL-01).

CREATE TABLE work_calendar (
    year INTEGER PRIMARY KEY,
    document_no TEXT NOT NULL CHECK (document_no <> ''),
    person_id INTEGER NOT NULL REFERENCES person (id),
    written_at TEXT NOT NULL,
    revision INTEGER NOT NULL
);
CREATE INDEX work_calendar_person ON work_calendar (person_id);
CREATE TABLE work_calendar_day (
    year INTEGER NOT NULL REFERENCES work_calendar (year),
    day TEXT NOT NULL,
    is_off BOOLEAN NOT NULL,
    PRIMARY KEY (year, day)
);
