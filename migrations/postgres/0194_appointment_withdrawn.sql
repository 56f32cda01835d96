-- A term that was entered by mistake is taken back, and may be entered anew from the same day on.
ALTER TABLE appointment DROP CONSTRAINT appointment_state_check;
ALTER TABLE appointment ADD CONSTRAINT appointment_state_check
    CHECK (state IN ('active', 'suspended', 'expired', 'renewed', 'terminated', 'resigned', 'emeritus',
        'withdrawn'));
DROP INDEX appointment_key;
CREATE UNIQUE INDEX appointment_key
    ON appointment (person_id, corps, COALESCE(region_id, 0), starts_on) WHERE state <> 'withdrawn';
