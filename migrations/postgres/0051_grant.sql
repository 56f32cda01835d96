-- A role is had once: of doubled grants the first one stays, and the others never held.
UPDATE role_grant SET ends_on = starts_on WHERE ends_on IS NULL AND id NOT IN (
    SELECT MIN(id) FROM role_grant WHERE ends_on IS NULL
    GROUP BY person_id, role, COALESCE(region_id, 0), COALESCE(organisation_id, 0));
CREATE UNIQUE INDEX role_grant_live ON role_grant
    (person_id, role, COALESCE(region_id, 0), COALESCE(organisation_id, 0))
    WHERE ends_on IS NULL;

-- Who watches over the others is none of them (`LAW-72`). Pairs that are there already stay, for
-- people to end one of them.
CREATE FUNCTION role_grant_excluded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Of two grants of one person at once, the second one waits and sees the first.
    PERFORM 1 FROM person WHERE id = NEW.person_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM role_grant g WHERE g.person_id = NEW.person_id
        AND (g.ends_on IS NULL OR g.ends_on > NEW.starts_on)
        AND (NEW.ends_on IS NULL OR NEW.ends_on > g.starts_on)
        AND (g.role IN ('audit_administrator', 'supervisor'))
            <> (NEW.role IN ('audit_administrator', 'supervisor')))
    THEN
        RAISE EXCEPTION 'role_grant_excluded' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER role_grant_excluded BEFORE INSERT ON role_grant
    FOR EACH ROW EXECUTE FUNCTION role_grant_excluded();
