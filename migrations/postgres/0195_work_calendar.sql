-- The days off and make-up workdays of a year, as the office has written them (CAL-01).

CREATE TABLE work_calendar (
    year BIGINT PRIMARY KEY,
    document_no TEXT NOT NULL CHECK (document_no <> ''),
    person_id BIGINT NOT NULL REFERENCES person (id),
    written_at TIMESTAMPTZ NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX work_calendar_person ON work_calendar (person_id);
CREATE TABLE work_calendar_day (
    year BIGINT NOT NULL REFERENCES work_calendar (year),
    day DATE NOT NULL,
    is_off BOOLEAN NOT NULL,
    PRIMARY KEY (year, day)
);
