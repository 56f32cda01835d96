-- What was typed into a form that was sent once: the same again is no correction.
ALTER TABLE form_once ADD COLUMN digest TEXT NOT NULL DEFAULT '';

-- The same file of the same person is kept once.
CREATE INDEX upload_same ON upload (owner_id, sha256);
