-- Levels of an award, from the highest on, and which of them whoever is proposed has, from 0.
ALTER TABLE award_category ADD COLUMN levels TEXT NOT NULL DEFAULT '[]';
ALTER TABLE award_proposal ADD COLUMN level_no BIGINT CHECK (level_no >= 0);
-- They are frozen with the other rules of a category.
CREATE OR REPLACE FUNCTION award_category_read_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.cycle_id IS DISTINCT FROM OLD.cycle_id
        OR NEW.category IS DISTINCT FROM OLD.category
        OR NEW.criteria IS DISTINCT FROM OLD.criteria
        OR NEW.quota IS DISTINCT FROM OLD.quota
        OR NEW.added_seats IS DISTINCT FROM OLD.added_seats
        OR NEW.seat_passing IS DISTINCT FROM OLD.seat_passing
        OR NEW.most_nominations IS DISTINCT FROM OLD.most_nominations
        OR NEW.ties_off_line IS DISTINCT FROM OLD.ties_off_line
        OR NEW.most_apart IS DISTINCT FROM OLD.most_apart
        OR NEW.levels IS DISTINCT FROM OLD.levels)
        AND EXISTS (SELECT 1 FROM award_cycle c WHERE c.id = OLD.cycle_id AND c.state <> 'configuring') THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
