-- A decided award is put into the archive once nothing of it is open, and can be taken out again.

PRAGMA writable_schema = ON;
UPDATE sqlite_schema
    SET sql = replace(sql, '''decided'', ''aborted''', '''decided'', ''archived'', ''aborted''')
    WHERE type = 'table' AND name = 'award_cycle';
PRAGMA writable_schema = RESET;

ALTER TABLE award_cycle ADD COLUMN archived_by INTEGER REFERENCES person (id);
ALTER TABLE award_cycle ADD COLUMN archived_at TEXT;
CREATE INDEX award_cycle_archived_by ON award_cycle (archived_by);

CREATE TRIGGER award_cycle_archives BEFORE UPDATE OF state ON award_cycle
WHEN NEW.state = 'archived' AND (OLD.state <> 'decided' OR NEW.archived_by IS NULL
    OR EXISTS (SELECT 1 FROM objection o WHERE o.cycle_id = OLD.id
        AND o.state IN ('received', 'admitted')))
BEGIN SELECT RAISE(ABORT, 'award_cycle_archives'); END;
CREATE TRIGGER objection_of_archive BEFORE INSERT ON objection
WHEN EXISTS (SELECT 1 FROM award_cycle c WHERE c.id = NEW.cycle_id AND c.state = 'archived')
BEGIN SELECT RAISE(ABORT, 'award_cycle_archived'); END;
CREATE TRIGGER award_substitute_of_archive BEFORE INSERT ON award_substitute
WHEN EXISTS (SELECT 1 FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id
    WHERE n.id = NEW.nomination_id AND c.state = 'archived')
BEGIN SELECT RAISE(ABORT, 'award_cycle_archived'); END;
