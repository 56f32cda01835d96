-- The units that nominate are few among all organisations, and many pages list them.

CREATE INDEX organisation_unit ON organisation (sort_order, id) WHERE is_nominating_unit;
