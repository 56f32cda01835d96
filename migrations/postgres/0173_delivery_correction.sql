-- What was verified of a lecture is corrected like hours: by two people where it stands on a statement
-- that somebody has taken (LAW-51).

ALTER TABLE paper_correction DROP CONSTRAINT paper_correction_source_check;
ALTER TABLE paper_correction ADD CONSTRAINT paper_correction_source_check
    CHECK (source IN ('training_event', 'hour_claim', 'roster', 'delivery'));

-- Of a lecture these are minutes.
ALTER TABLE paper_correction RENAME COLUMN hours_before TO amount_before;
ALTER TABLE paper_correction RENAME COLUMN hours_after TO amount_after;

-- What stands on a statement that holds changes by a correction that is confirmed at the same moment.
CREATE FUNCTION delivery_on_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM certificate_delivery x JOIN certificate c ON c.id = x.certificate_id
            WHERE x.delivery_id = OLD.id AND c.state = 'valid')
        AND NOT EXISTS (SELECT 1 FROM paper_correction p WHERE p.source = 'delivery'
            AND p.source_id = OLD.id AND p.state = 'confirmed' AND p.decided_at = NEW.verified_at) THEN
        RAISE EXCEPTION 'delivery_on_paper' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER delivery_on_paper BEFORE UPDATE OF state, attendance, began_at, ended_at ON delivery
FOR EACH ROW WHEN (OLD.state = 'verified' AND (NEW.state <> OLD.state
    OR NEW.attendance IS DISTINCT FROM OLD.attendance OR NEW.began_at IS DISTINCT FROM OLD.began_at
    OR NEW.ended_at IS DISTINCT FROM OLD.ended_at))
EXECUTE FUNCTION delivery_on_paper();
