-- Where the tree of units begins, kind by kind: so many of them are read as a page shows.

CREATE INDEX organisation_top ON organisation (kind, sort_order, name, id)
    WHERE parent_id IS NULL AND merged_into IS NULL;
