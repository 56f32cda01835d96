-- Which of the rules of a cycle's announcement are part of what was hashed with it, by their codes; none
-- of one that was announced before.
ALTER TABLE award_cycle ADD COLUMN hashed_rules TEXT NOT NULL DEFAULT '';
CREATE FUNCTION award_cycle_hashed_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.rules_version IS NOT NULL AND NEW.hashed_rules IS DISTINCT FROM OLD.hashed_rules THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER award_cycle_hashed_rules BEFORE UPDATE OF hashed_rules ON award_cycle
FOR EACH ROW EXECUTE FUNCTION award_cycle_hashed_rules();
