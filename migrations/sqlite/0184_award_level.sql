-- Levels of an award, from the highest on, and which of them whoever is proposed has, from 0.
ALTER TABLE award_category ADD COLUMN levels TEXT NOT NULL DEFAULT '[]';
ALTER TABLE award_proposal ADD COLUMN level_no INTEGER CHECK (level_no >= 0);
-- They are frozen with the other rules of a category.
DROP TRIGGER award_category_read_only;
CREATE TRIGGER award_category_read_only BEFORE UPDATE ON award_category
WHEN (NEW.cycle_id IS NOT OLD.cycle_id
    OR NEW.category IS NOT OLD.category
    OR NEW.criteria IS NOT OLD.criteria
    OR NEW.quota IS NOT OLD.quota
    OR NEW.added_seats IS NOT OLD.added_seats
    OR NEW.seat_passing IS NOT OLD.seat_passing
    OR NEW.most_nominations IS NOT OLD.most_nominations
    OR NEW.ties_off_line IS NOT OLD.ties_off_line
    OR NEW.most_apart IS NOT OLD.most_apart
    OR NEW.levels IS NOT OLD.levels)
    AND EXISTS (SELECT 1 FROM award_cycle c WHERE c.id = OLD.cycle_id AND c.state <> 'configuring')
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
