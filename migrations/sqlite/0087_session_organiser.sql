-- A county with a grant holds review sessions of its own: the region is whose a session is; none: the
-- city's.
ALTER TABLE review_session ADD COLUMN region_id INTEGER REFERENCES region (id);
CREATE INDEX review_session_region ON review_session (region_id) WHERE region_id IS NOT NULL;

-- A session organiser organises for a county, as its office works for it.
DROP TRIGGER role_grant_scope;
DROP TRIGGER role_grant_scope_later;
CREATE TRIGGER role_grant_scope BEFORE INSERT ON role_grant
WHEN (NEW.role = 'unit_officer') <> (NEW.organisation_id IS NOT NULL)
    OR (NEW.role IN ('county_office', 'session_organiser')) <> (NEW.region_id IS NOT NULL)
BEGIN
    SELECT RAISE(ABORT, 'role_grant_scope');
END;
CREATE TRIGGER role_grant_scope_later BEFORE UPDATE OF role, region_id, organisation_id ON role_grant
WHEN (NEW.role = 'unit_officer') <> (NEW.organisation_id IS NOT NULL)
    OR (NEW.role IN ('county_office', 'session_organiser')) <> (NEW.region_id IS NOT NULL)
BEGIN
    SELECT RAISE(ABORT, 'role_grant_scope');
END;
