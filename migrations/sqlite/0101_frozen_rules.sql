-- By which rules goes what was published or announced: the newest change that was known, and the day
-- (`Moment`). What is older than this goes by those of the present day.
ALTER TABLE review_session ADD COLUMN rules_version INTEGER;
ALTER TABLE review_session ADD COLUMN rules_day TEXT;
ALTER TABLE award_cycle ADD COLUMN rules_version INTEGER;
ALTER TABLE award_cycle ADD COLUMN rules_day TEXT;
