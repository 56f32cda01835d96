-- A term that was entered by mistake is taken back, and may be entered anew from the same day on.
-- Whoever is refused this state refuses it by a check alone, and no row says anything else than before:
-- so the check is written anew where it stands. The index that is made below tells every connection
-- that the schema has changed.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema
    SET sql = replace(sql, '''resigned'', ''emeritus'')', '''resigned'', ''emeritus'', ''withdrawn'')')
    WHERE type = 'table' AND name = 'appointment';
PRAGMA writable_schema = RESET;
DROP INDEX appointment_key;
CREATE UNIQUE INDEX appointment_key
    ON appointment (person_id, corps, COALESCE(region_id, 0), starts_on) WHERE state <> 'withdrawn';
