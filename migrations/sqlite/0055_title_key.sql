-- Titles as they are compared with a search: folded, as names are. The program makes the keys of
-- titles that were there before.
ALTER TABLE course_version ADD COLUMN title_key TEXT NOT NULL DEFAULT '';
