-- A second stage: those on the shortlist are judged once more, by sheets of its own or by a vote.

PRAGMA writable_schema = ON;
UPDATE sqlite_schema
    SET sql = replace(sql, '''preliminary_evaluation'', ''scored''',
        '''preliminary_evaluation'', ''final_evaluation'', ''scored''')
    WHERE type = 'table' AND name = 'award_cycle';
UPDATE sqlite_schema
    SET sql = replace(sql, '''ineligible'', ''proposed''',
        '''ineligible'', ''shortlisted'', ''not_shortlisted'', ''proposed''')
    WHERE type = 'table' AND name = 'nomination';
PRAGMA writable_schema = RESET;

ALTER TABLE award_cycle ADD COLUMN final_kind TEXT NOT NULL DEFAULT 'none'
    CHECK (final_kind IN ('none', 'sheets', 'vote'));

-- A judge has a sheet of a nominee in each stage. Nothing refers to a sheet, so its table is made anew.
CREATE TABLE staged_sheet (
    id INTEGER PRIMARY KEY,
    nomination_id INTEGER NOT NULL REFERENCES nomination (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    seat_no INTEGER NOT NULL,
    scores TEXT NOT NULL,
    comment TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'void')),
    revision INTEGER NOT NULL,
    changed_at TEXT NOT NULL,
    stage TEXT NOT NULL DEFAULT 'preliminary' CHECK (stage IN ('preliminary', 'final')),
    UNIQUE (nomination_id, person_id, stage)
);
INSERT INTO staged_sheet (id, nomination_id, person_id, seat_no, scores, comment, state, revision,
    changed_at)
    SELECT id, nomination_id, person_id, seat_no, scores, comment, state, revision, changed_at
    FROM score_sheet;
DROP TABLE score_sheet;
ALTER TABLE staged_sheet RENAME TO score_sheet;
CREATE INDEX score_sheet_person ON score_sheet (person_id, state);
CREATE TRIGGER score_sheet_is_locked BEFORE UPDATE ON score_sheet
WHEN OLD.state <> 'draft' AND (NEW.scores <> OLD.scores OR NEW.comment <> OLD.comment
    OR NEW.state = 'draft')
BEGIN SELECT RAISE(ABORT, 'score_sheet_is_locked'); END;

-- What a final by vote gave, and where it is on record.
CREATE TABLE final_ballot (
    category_id INTEGER PRIMARY KEY REFERENCES award_category (id),
    ballots INTEGER NOT NULL CHECK (ballots > 0),
    reference TEXT NOT NULL
);
CREATE TABLE final_vote (
    nomination_id INTEGER PRIMARY KEY REFERENCES nomination (id),
    votes INTEGER NOT NULL CHECK (votes >= 0)
);
