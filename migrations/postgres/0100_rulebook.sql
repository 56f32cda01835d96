-- Who has set a rule, by which document and why; and a change that was called off before its day.
ALTER TABLE rulebook ADD COLUMN document TEXT NOT NULL DEFAULT '';
ALTER TABLE rulebook ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE rulebook ADD COLUMN setter_id BIGINT REFERENCES person (id);
ALTER TABLE rulebook ADD COLUMN set_at TIMESTAMPTZ;
ALTER TABLE rulebook ADD COLUMN called_off_at TIMESTAMPTZ;
ALTER TABLE rulebook ADD COLUMN caller_off_id BIGINT REFERENCES person (id);

-- What was set stays as it was set: another value is another change.
CREATE FUNCTION rulebook_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'rulebook_stays' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.rule <> OLD.rule OR NEW.value <> OLD.value OR NEW.valid_from <> OLD.valid_from
        OR OLD.called_off_at IS NOT NULL AND NEW.called_off_at IS DISTINCT FROM OLD.called_off_at
    THEN
        RAISE EXCEPTION 'rulebook_stays' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER rulebook_stays BEFORE UPDATE OR DELETE ON rulebook
    FOR EACH ROW EXECUTE FUNCTION rulebook_stays();
