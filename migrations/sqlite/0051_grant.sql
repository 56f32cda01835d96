-- A role is had once: of doubled grants the first one stays, and the others never held.
UPDATE role_grant SET ends_on = starts_on WHERE ends_on IS NULL AND id NOT IN (
    SELECT MIN(id) FROM role_grant WHERE ends_on IS NULL
    GROUP BY person_id, role, COALESCE(region_id, 0), COALESCE(organisation_id, 0));
CREATE UNIQUE INDEX role_grant_live ON role_grant
    (person_id, role, COALESCE(region_id, 0), COALESCE(organisation_id, 0))
    WHERE ends_on IS NULL;

-- Who watches over the others is none of them (`LAW-72`). Pairs that are there already stay, for
-- people to end one of them.
CREATE TRIGGER role_grant_excluded BEFORE INSERT ON role_grant
WHEN EXISTS (
    SELECT 1 FROM role_grant g WHERE g.person_id = NEW.person_id
    AND (g.ends_on IS NULL OR g.ends_on > NEW.starts_on)
    AND (NEW.ends_on IS NULL OR NEW.ends_on > g.starts_on)
    AND (g.role IN ('audit_administrator', 'supervisor'))
        <> (NEW.role IN ('audit_administrator', 'supervisor')))
BEGIN
    SELECT RAISE(ABORT, 'role_grant_excluded');
END;
