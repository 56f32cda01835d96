-- A county with a grant runs awards of its own: the region is whose an award is; none: the city's.
ALTER TABLE award_cycle ADD COLUMN region_id INTEGER REFERENCES region (id);
CREATE INDEX award_cycle_region ON award_cycle (region_id) WHERE region_id IS NOT NULL;

-- An award organiser runs awards for a county, as its office works for it.
DROP TRIGGER role_grant_scope;
DROP TRIGGER role_grant_scope_later;
CREATE TRIGGER role_grant_scope BEFORE INSERT ON role_grant
WHEN (NEW.role = 'unit_officer') <> (NEW.organisation_id IS NOT NULL)
    OR (NEW.role IN ('county_office', 'session_organiser', 'award_organiser')) <> (NEW.region_id IS NOT NULL)
BEGIN
    SELECT RAISE(ABORT, 'role_grant_scope');
END;
CREATE TRIGGER role_grant_scope_later BEFORE UPDATE OF role, region_id, organisation_id ON role_grant
WHEN (NEW.role = 'unit_officer') <> (NEW.organisation_id IS NOT NULL)
    OR (NEW.role IN ('county_office', 'session_organiser', 'award_organiser')) <> (NEW.region_id IS NOT NULL)
BEGIN
    SELECT RAISE(ABORT, 'role_grant_scope');
END;
