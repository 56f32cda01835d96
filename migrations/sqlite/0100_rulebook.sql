-- Who has set a rule, by which document and why; and a change that was called off before its day.
ALTER TABLE rulebook ADD COLUMN document TEXT NOT NULL DEFAULT '';
ALTER TABLE rulebook ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE rulebook ADD COLUMN setter_id INTEGER REFERENCES person (id);
ALTER TABLE rulebook ADD COLUMN set_at TEXT;
ALTER TABLE rulebook ADD COLUMN called_off_at TEXT;
ALTER TABLE rulebook ADD COLUMN caller_off_id INTEGER REFERENCES person (id);

-- What was set stays as it was set: another value is another change.
CREATE TRIGGER rulebook_stays BEFORE UPDATE ON rulebook
WHEN NEW.rule <> OLD.rule OR NEW.value <> OLD.value OR NEW.valid_from <> OLD.valid_from
    OR OLD.called_off_at IS NOT NULL AND NEW.called_off_at IS NOT OLD.called_off_at
BEGIN
    SELECT RAISE(ABORT, 'rulebook_stays');
END;
CREATE TRIGGER rulebook_never_less BEFORE DELETE ON rulebook
BEGIN
    SELECT RAISE(ABORT, 'rulebook_stays');
END;
