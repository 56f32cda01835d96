-- Which of the rules of a cycle's announcement are part of what was hashed with it, by their codes; none
-- of one that was announced before.
ALTER TABLE award_cycle ADD COLUMN hashed_rules TEXT NOT NULL DEFAULT '';
CREATE TRIGGER award_cycle_hashed_rules BEFORE UPDATE OF hashed_rules ON award_cycle
WHEN OLD.rules_version IS NOT NULL AND NEW.hashed_rules IS NOT OLD.hashed_rules
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
