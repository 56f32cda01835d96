-- A place that is no longer offered for what is planned anew; what is planned there stays.
ALTER TABLE place ADD COLUMN is_closed BOOLEAN NOT NULL DEFAULT FALSE;
