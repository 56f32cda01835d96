-- Calendars that leave the house: what calendars elsewhere have to know of a commitment, and the
-- address that a person has given them.

-- The first commitment of the same event; none: this one is. What is moved is released and taken anew.
ALTER TABLE commitment ADD COLUMN event_id INTEGER;
-- How often the event has changed.
ALTER TABLE commitment ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
-- When this row was last changed; none within the transaction that changes it.
ALTER TABLE commitment ADD COLUMN changed_at TEXT;
UPDATE commitment SET changed_at = '2026-01-01T00:00:00+00:00';
CREATE INDEX commitment_event ON commitment (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX commitment_party_end ON commitment (party_id, ends_at);
CREATE INDEX commitment_unstamped ON commitment (id) WHERE changed_at IS NULL;

CREATE TABLE calendar_feed (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    link_digest TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL CHECK (language IN ('zh', 'en')),
    created_at TEXT NOT NULL,
    revoked_at TEXT
);
CREATE UNIQUE INDEX calendar_feed_live ON calendar_feed (person_id) WHERE revoked_at IS NULL;
CREATE INDEX calendar_feed_person ON calendar_feed (person_id);
