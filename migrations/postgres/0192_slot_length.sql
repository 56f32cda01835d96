-- The lengths of slots are rules of the association (REV-01): here only what no rule allows is refused.
ALTER TABLE review_session DROP CONSTRAINT review_session_slot_minutes_check;
ALTER TABLE review_session ADD CONSTRAINT review_session_slot_minutes_check
    CHECK (slot_minutes BETWEEN 20 AND 180);
