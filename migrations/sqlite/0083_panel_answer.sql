-- The panel answers an invitation; what is asked anew after a move, of the panel and of lecturers.
ALTER TABLE panelist ADD COLUMN answer TEXT CHECK (answer IN ('accepted', 'declined'));
ALTER TABLE panelist ADD COLUMN answer_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE review_session ADD COLUMN answer_until TEXT;
ALTER TABLE booking ADD COLUMN moved_from TEXT;
