-- A county with a grant holds review sessions of its own: the region is whose a session is; none: the
-- city's.
ALTER TABLE review_session ADD COLUMN region_id BIGINT REFERENCES region (id);
CREATE INDEX review_session_region ON review_session (region_id) WHERE region_id IS NOT NULL;

-- A session organiser organises for a county, as its office works for it.
CREATE OR REPLACE FUNCTION role_grant_scope() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.role = 'unit_officer') <> (NEW.organisation_id IS NOT NULL)
        OR (NEW.role IN ('county_office', 'session_organiser')) <> (NEW.region_id IS NOT NULL)
    THEN
        RAISE EXCEPTION 'role_grant_scope' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END;
$$;
