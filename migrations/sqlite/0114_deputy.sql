-- Who stands in for a colleague of an office, and for how long (decision 0075). The roles are grants
-- like others, with their deputy beside them.
CREATE TABLE deputy (
    id INTEGER PRIMARY KEY,
    principal_id INTEGER NOT NULL REFERENCES person (id),
    deputy_id INTEGER NOT NULL REFERENCES person (id),
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT,
    ender_id INTEGER REFERENCES person (id),
    CHECK (principal_id <> deputy_id),
    CHECK (first_day <= last_day)
);
CREATE INDEX deputy_principal ON deputy (principal_id);
CREATE INDEX deputy_deputy ON deputy (deputy_id);

ALTER TABLE role_grant ADD COLUMN deputy_id INTEGER REFERENCES deputy (id);
CREATE INDEX role_grant_deputy ON role_grant (deputy_id) WHERE deputy_id IS NOT NULL;
