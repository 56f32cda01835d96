-- Whom the association has process data for it is a register of its own (LAW-13): nobody's unit, with
-- the contract's dates, and with what is processed and what for.
ALTER TABLE register_entry DROP CONSTRAINT register_entry_kind_check;
ALTER TABLE register_entry ADD CONSTRAINT register_entry_kind_check CHECK (kind IN ('team',
    'e_station', 'expert', 'whitelist', 'safeguarding', 'quota', 'processor'));
ALTER TABLE register_entry ADD CONSTRAINT register_entry_processor CHECK (kind <> 'processor'
    OR (name <> '' AND detail IS NOT NULL AND note <> '' AND ends_on IS NOT NULL
        AND person_id IS NULL AND organisation_id IS NULL AND course_id IS NULL
        AND region_id IS NULL));
