-- A decided award is put into the archive once nothing of it is open, and can be taken out again.

ALTER TABLE award_cycle DROP CONSTRAINT award_cycle_state_check;
ALTER TABLE award_cycle ADD CONSTRAINT award_cycle_state_check CHECK (state IN ('configuring',
    'nominating', 'eligibility', 'preliminary_evaluation', 'final_evaluation', 'scored', 'proposed',
    'confirmed', 'on_notice', 'decided', 'archived', 'aborted'));

ALTER TABLE award_cycle ADD COLUMN archived_by BIGINT REFERENCES person (id);
ALTER TABLE award_cycle ADD COLUMN archived_at TIMESTAMPTZ;
CREATE INDEX award_cycle_archived_by ON award_cycle (archived_by);

CREATE FUNCTION award_cycle_archives() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'decided' OR NEW.archived_by IS NULL
        OR EXISTS (SELECT 1 FROM objection o WHERE o.cycle_id = OLD.id
            AND o.state IN ('received', 'admitted')) THEN
        RAISE EXCEPTION 'award_cycle_archives' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER award_cycle_archives BEFORE UPDATE OF state ON award_cycle FOR EACH ROW
WHEN (NEW.state = 'archived') EXECUTE FUNCTION award_cycle_archives();
CREATE FUNCTION objection_of_archive() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM award_cycle c WHERE c.id = NEW.cycle_id AND c.state = 'archived') THEN
        RAISE EXCEPTION 'award_cycle_archived' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objection_of_archive BEFORE INSERT ON objection
FOR EACH ROW EXECUTE FUNCTION objection_of_archive();
CREATE FUNCTION award_substitute_of_archive() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id
        WHERE n.id = NEW.nomination_id AND c.state = 'archived') THEN
        RAISE EXCEPTION 'award_cycle_archived' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER award_substitute_of_archive BEFORE INSERT ON award_substitute
FOR EACH ROW EXECUTE FUNCTION award_substitute_of_archive();
