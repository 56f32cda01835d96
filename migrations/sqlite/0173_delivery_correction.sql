-- What was verified of a lecture is corrected like hours: by two people where it stands on a statement
-- that somebody has taken (LAW-51).

PRAGMA writable_schema = ON;
UPDATE sqlite_schema
    SET sql = replace(sql, '''hour_claim'', ''roster''', '''hour_claim'', ''roster'', ''delivery''')
    WHERE type = 'table' AND name = 'paper_correction';
PRAGMA writable_schema = RESET;

-- Of a lecture these are minutes.
ALTER TABLE paper_correction RENAME COLUMN hours_before TO amount_before;
ALTER TABLE paper_correction RENAME COLUMN hours_after TO amount_after;

-- What stands on a statement that holds changes by a correction that is confirmed at the same moment.
CREATE TRIGGER delivery_on_paper BEFORE UPDATE OF state, attendance, began_at, ended_at ON delivery
WHEN OLD.state = 'verified' AND (NEW.state <> OLD.state OR NEW.attendance IS NOT OLD.attendance
        OR NEW.began_at IS NOT OLD.began_at OR NEW.ended_at IS NOT OLD.ended_at)
    AND EXISTS (SELECT 1 FROM certificate_delivery x JOIN certificate c ON c.id = x.certificate_id
        WHERE x.delivery_id = OLD.id AND c.state = 'valid')
    AND NOT EXISTS (SELECT 1 FROM paper_correction p WHERE p.source = 'delivery'
        AND p.source_id = OLD.id AND p.state = 'confirmed' AND p.decided_at = NEW.verified_at)
BEGIN SELECT RAISE(ABORT, 'delivery_on_paper'); END;
