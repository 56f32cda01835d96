-- The lengths of slots are rules of the association (REV-01): here only what no rule allows is refused.
ALTER TABLE review_session ADD COLUMN slot_length INTEGER NOT NULL DEFAULT 60
    CHECK (slot_length BETWEEN 20 AND 180);
UPDATE review_session SET slot_length = slot_minutes;
ALTER TABLE review_session DROP COLUMN slot_minutes;
ALTER TABLE review_session RENAME COLUMN slot_length TO slot_minutes;
