-- How a listing goes on: extended once, notices of its end, why it ended; and what a lecturer says
-- of a change of a listed course.
ALTER TABLE course_version ADD COLUMN extended BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE course_version ADD COLUMN expiry_notice INTEGER;
ALTER TABLE course_version ADD COLUMN listing_reason TEXT NOT NULL DEFAULT '';
-- Ended by its time alone, by nobody.
ALTER TABLE course_version ADD COLUMN lapsed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE course_version ADD COLUMN change_kind TEXT CHECK (change_kind IN ('minor', 'major'));
ALTER TABLE course_version ADD COLUMN changed_slides INTEGER;
ALTER TABLE course_version ADD COLUMN all_slides INTEGER;
ALTER TABLE course_version ADD COLUMN change_note TEXT NOT NULL DEFAULT '';
CREATE INDEX course_version_until ON course_version (listed_until)
    WHERE state IN ('listed', 'suspended');
