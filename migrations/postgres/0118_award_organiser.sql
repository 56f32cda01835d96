-- A county with a grant runs awards of its own: the region is whose an award is; none: the city's.
ALTER TABLE award_cycle ADD COLUMN region_id BIGINT REFERENCES region (id);
CREATE INDEX award_cycle_region ON award_cycle (region_id) WHERE region_id IS NOT NULL;

-- An award organiser runs awards for a county, as its office works for it.
CREATE OR REPLACE FUNCTION role_grant_scope() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.role = 'unit_officer') <> (NEW.organisation_id IS NOT NULL)
        OR (NEW.role IN ('county_office', 'session_organiser', 'award_organiser')) <> (NEW.region_id IS NOT NULL)
    THEN
        RAISE EXCEPTION 'role_grant_scope' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END;
$$;
