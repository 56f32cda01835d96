-- Terms of one person in different corps may begin on one day: the key of a term is its person, its
-- corps and its first day.
ALTER TABLE appointment DROP CONSTRAINT appointment_person_id_starts_on_key;
CREATE UNIQUE INDEX appointment_key
    ON appointment (person_id, corps, COALESCE(region_id, 0), starts_on);
DROP INDEX appointment_active;
CREATE INDEX appointment_active ON appointment (person_id, state, corps, starts_on, ends_on);
