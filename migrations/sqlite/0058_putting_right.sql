-- Places at a training that the organiser takes back, or that are asked about anew after it was
-- moved; and why a lecture was held on another day than the agreed one.
CREATE TABLE enrolment_new (
    id INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL REFERENCES training_event (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('applied', 'approved', 'asked', 'rejected', 'withdrawn',
        'removed', 'attended', 'partial', 'absent')),
    created_at TEXT NOT NULL,
    UNIQUE (event_id, person_id)
);
INSERT INTO enrolment_new SELECT id, event_id, person_id, state, created_at FROM enrolment;
CREATE TABLE attendance_new (
    enrolment_id INTEGER NOT NULL REFERENCES enrolment_new (id),
    half_day_id INTEGER NOT NULL REFERENCES training_half_day (id),
    PRIMARY KEY (enrolment_id, half_day_id)
);
INSERT INTO attendance_new SELECT enrolment_id, half_day_id FROM attendance;
DROP TABLE attendance;
DROP TABLE enrolment;
ALTER TABLE enrolment_new RENAME TO enrolment;
ALTER TABLE attendance_new RENAME TO attendance;
CREATE INDEX enrolment_person ON enrolment (person_id, state);
CREATE INDEX attendance_half_day ON attendance (half_day_id);

ALTER TABLE delivery ADD COLUMN day_reason TEXT NOT NULL DEFAULT '';
