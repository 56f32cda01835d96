-- What many pages list is found by an index, however much else there is.

CREATE INDEX organisation_unit ON organisation (sort_order, id) WHERE is_nominating_unit;
CREATE INDEX course_version_stage_of ON course_version_stage (stage, version_id);
CREATE INDEX course_version_listed ON course_version (state, listed_until, lecturer_id, field_id);
