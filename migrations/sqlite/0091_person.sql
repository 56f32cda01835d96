-- What offices correct by hand counts its revisions, so that nobody writes over what somebody else
-- has just changed; and whom one calls at a unit.
ALTER TABLE person ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE organisation ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE place ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE place ADD COLUMN equipment TEXT NOT NULL DEFAULT '';

CREATE TABLE organisation_contact (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    phone TEXT,
    note TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX organisation_contact_age ON organisation_contact (created_at);
CREATE INDEX organisation_contact_unit ON organisation_contact (organisation_id);
