-- By which rules goes what was published or announced: the newest change that was known, and the day
-- (`Moment`). What is older than this goes by those of the present day.
ALTER TABLE review_session ADD COLUMN rules_version BIGINT;
ALTER TABLE review_session ADD COLUMN rules_day DATE;
ALTER TABLE award_cycle ADD COLUMN rules_version BIGINT;
ALTER TABLE award_cycle ADD COLUMN rules_day DATE;
