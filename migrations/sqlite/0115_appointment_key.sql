-- no-transaction
-- Terms of one person in different corps may begin on one day: the key of a term is its person, its
-- corps and its first day. The constraint before stands in the table, which is therefore made anew;
-- what refers to it goes on to do so by its name. Killed on the way, it is done again from the start.
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
DROP TABLE IF EXISTS appointment_new;
CREATE TABLE appointment_new (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('active', 'suspended', 'expired', 'renewed', 'terminated', 'resigned', 'emeritus')),
    corps TEXT NOT NULL DEFAULT 'city_lecturers'
        CHECK (corps IN ('city_lecturers', 'county_lecturers', 'tutors')),
    region_id INTEGER REFERENCES region (id),
    decider_id INTEGER REFERENCES person (id),
    document_no TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    revision INTEGER NOT NULL DEFAULT 1
);
INSERT INTO appointment_new (id, person_id, starts_on, ends_on, state, corps, region_id, decider_id,
        document_no, reason, revision)
    SELECT id, person_id, starts_on, ends_on, state, corps, region_id, decider_id, document_no, reason,
        revision FROM appointment;
DROP TABLE appointment;
ALTER TABLE appointment_new RENAME TO appointment;
CREATE INDEX appointment_active ON appointment (person_id, state, corps, starts_on, ends_on);
CREATE INDEX appointment_decider ON appointment (decider_id);
CREATE INDEX appointment_end ON appointment (ends_on) WHERE state IN ('active', 'suspended');
CREATE UNIQUE INDEX appointment_key
    ON appointment (person_id, corps, COALESCE(region_id, 0), starts_on);
COMMIT;
PRAGMA foreign_keys = ON;
