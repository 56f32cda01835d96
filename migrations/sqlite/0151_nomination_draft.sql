-- Nominations that units write on pages: drafts, files, what nominees have said, and what is on file
-- of them.

-- A draft is nobody's but its unit's; what was handed in may come back, and be withdrawn. The check is
-- written anew where it stands, as in the migration before.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema
    SET sql = replace(sql, 'state IN (''submitted'', ''eligible''',
        'state IN (''draft'', ''submitted'', ''returned'', ''withdrawn'', ''eligible''')
    WHERE type = 'table' AND name = 'nomination';
PRAGMA writable_schema = RESET;

ALTER TABLE nomination ADD COLUMN filer_id INTEGER REFERENCES person (id);
ALTER TABLE nomination ADD COLUMN opinion TEXT NOT NULL DEFAULT '';
ALTER TABLE nomination ADD COLUMN county_opinion TEXT NOT NULL DEFAULT '';
ALTER TABLE nomination ADD COLUMN remark TEXT NOT NULL DEFAULT '';
ALTER TABLE nomination ADD COLUMN correct_until TEXT;
ALTER TABLE nomination ADD COLUMN facts TEXT;
CREATE INDEX nomination_filer ON nomination (filer_id);
CREATE INDEX nomination_unit ON nomination (unit_id, cycle_id);

-- How many a unit may hand in for a category; 0: as many as it likes.
ALTER TABLE award_category ADD COLUMN most_nominations INTEGER NOT NULL DEFAULT 0;

CREATE TABLE nomination_attachment (
    id INTEGER PRIMARY KEY,
    nomination_id INTEGER NOT NULL REFERENCES nomination (id),
    upload_id INTEGER NOT NULL REFERENCES upload (id),
    UNIQUE (nomination_id, upload_id)
);
CREATE INDEX nomination_attachment_upload ON nomination_attachment (upload_id);

-- What a nominee has said of the two things that are asked (`LAW-03`); the newest answer alone, the
-- chain has the others.
CREATE TABLE nomination_consent (
    nomination_id INTEGER PRIMARY KEY REFERENCES nomination (id),
    processing BOOLEAN NOT NULL,
    publication BOOLEAN NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('link', 'paper')),
    name TEXT NOT NULL,
    signed_on TEXT,
    scan_id INTEGER REFERENCES upload (id),
    text_digest TEXT NOT NULL,
    at TEXT NOT NULL,
    CHECK ((channel = 'paper') = (scan_id IS NOT NULL)),
    CHECK ((channel = 'paper') = (signed_on IS NOT NULL))
);
CREATE INDEX nomination_consent_scan ON nomination_consent (scan_id);

-- The link with which a nominee answers without an account.
CREATE TABLE nomination_link (
    nomination_id INTEGER PRIMARY KEY REFERENCES nomination (id),
    link_digest TEXT NOT NULL UNIQUE,
    made_at TEXT NOT NULL
);
