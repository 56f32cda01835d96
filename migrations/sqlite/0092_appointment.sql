-- A term is of a corps, by a named decision; one that the association wants to end is heard first.
ALTER TABLE appointment ADD COLUMN corps TEXT NOT NULL DEFAULT 'city_lecturers'
    CHECK (corps IN ('city_lecturers', 'county_lecturers', 'tutors'));
ALTER TABLE appointment ADD COLUMN region_id INTEGER REFERENCES region (id);
ALTER TABLE appointment ADD COLUMN decider_id INTEGER REFERENCES person (id);
ALTER TABLE appointment ADD COLUMN document_no TEXT NOT NULL DEFAULT '';
ALTER TABLE appointment ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE appointment ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
CREATE INDEX appointment_decider ON appointment (decider_id);
CREATE INDEX appointment_end ON appointment (ends_on) WHERE state IN ('active', 'suspended');

CREATE TABLE appointment_hearing (
    id INTEGER PRIMARY KEY,
    appointment_id INTEGER NOT NULL REFERENCES appointment (id),
    ground TEXT NOT NULL CHECK (ground IN ('fraud', 'false_content', 'misconduct', 'failed_twice',
        'not_held')),
    reason TEXT NOT NULL,
    opener_id INTEGER NOT NULL REFERENCES person (id),
    opened_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    answer TEXT NOT NULL,
    answered_at TEXT,
    ended_at TEXT
);
CREATE UNIQUE INDEX appointment_hearing_open ON appointment_hearing (appointment_id)
    WHERE ended_at IS NULL;
CREATE INDEX appointment_hearing_of ON appointment_hearing (appointment_id);
CREATE INDEX appointment_hearing_opener ON appointment_hearing (opener_id);
