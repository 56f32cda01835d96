-- A role that one keeper has proposed and a second one has to confirm.
CREATE TABLE role_proposal (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    ends_on TEXT,
    proposer_id INTEGER NOT NULL REFERENCES person (id),
    proposed_at TEXT NOT NULL,
    UNIQUE (person_id, role)
);

-- Role and scope belong together: a unit for its officers, a region for a county's office, and
-- everything for all others.
CREATE TRIGGER role_grant_scope BEFORE INSERT ON role_grant
WHEN (NEW.role = 'unit_officer') <> (NEW.organisation_id IS NOT NULL)
    OR (NEW.role = 'county_office') <> (NEW.region_id IS NOT NULL)
BEGIN
    SELECT RAISE(ABORT, 'role_grant_scope');
END;
CREATE TRIGGER role_grant_scope_later BEFORE UPDATE OF role, region_id, organisation_id ON role_grant
WHEN (NEW.role = 'unit_officer') <> (NEW.organisation_id IS NOT NULL)
    OR (NEW.role = 'county_office') <> (NEW.region_id IS NOT NULL)
BEGIN
    SELECT RAISE(ABORT, 'role_grant_scope');
END;

-- A role that goes on for longer is excluded as one that begins (`LAW-72`).
CREATE TRIGGER role_grant_excluded_later BEFORE UPDATE OF role, ends_on ON role_grant
WHEN (NEW.role <> OLD.role
        OR (OLD.ends_on IS NOT NULL AND (NEW.ends_on IS NULL OR NEW.ends_on > OLD.ends_on)))
    AND EXISTS (
    SELECT 1 FROM role_grant g WHERE g.person_id = NEW.person_id AND g.id <> NEW.id
    AND (g.ends_on IS NULL OR (g.ends_on > NEW.starts_on AND g.ends_on > g.starts_on))
    AND (NEW.ends_on IS NULL OR NEW.ends_on > g.starts_on)
    AND (g.role IN ('audit_administrator', 'supervisor'))
        <> (NEW.role IN ('audit_administrator', 'supervisor')))
BEGIN
    SELECT RAISE(ABORT, 'role_grant_excluded');
END;

-- Whoever has a code from before a role was given would have the role with it.
CREATE TRIGGER role_grant_voids_code AFTER INSERT ON role_grant
BEGIN
    UPDATE account SET activation_digest = NULL, activation_until = NULL,
        activation_issuer_id = NULL
        WHERE person_id = NEW.person_id AND activation_digest IS NOT NULL;
END;
