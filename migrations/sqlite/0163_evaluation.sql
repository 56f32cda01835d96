-- An evaluation that can be put right: sheets opened again, declarations undone; who reads whom where
-- nobody can read all, and by which number a substitute was drawn.

-- So many nominees a judge reads in the first stage; 0: all.
ALTER TABLE award_cycle ADD COLUMN most_sheets INTEGER NOT NULL DEFAULT 0 CHECK (most_sheets >= 0);
-- Sheets of a nominee that lie further apart than this, in hundredths, are shown to the chair; 0: none.
ALTER TABLE award_category ADD COLUMN most_apart INTEGER NOT NULL DEFAULT 0 CHECK (most_apart >= 0);

-- What a sheet said before it was opened again.
CREATE TABLE score_sheet_past (
    id INTEGER PRIMARY KEY,
    sheet_id INTEGER NOT NULL REFERENCES score_sheet (id),
    revision INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('submitted', 'void')),
    scores TEXT NOT NULL,
    comment TEXT NOT NULL,
    reason TEXT NOT NULL,
    opener_id INTEGER NOT NULL REFERENCES person (id),
    opened_at TEXT NOT NULL,
    UNIQUE (sheet_id, revision)
);
CREATE TRIGGER score_sheet_past_stays BEFORE UPDATE ON score_sheet_past
WHEN NEW.scores <> OLD.scores OR NEW.comment <> OLD.comment OR NEW.reason <> OLD.reason
BEGIN SELECT RAISE(ABORT, 'score_sheet_past_stays'); END;

-- A locked sheet is opened only where what it said is kept.
DROP TRIGGER score_sheet_is_locked;
CREATE TRIGGER score_sheet_is_locked BEFORE UPDATE ON score_sheet
WHEN OLD.state <> 'draft' AND (NEW.scores <> OLD.scores OR NEW.comment <> OLD.comment
    OR (NEW.state = 'draft' AND NOT EXISTS (SELECT 1 FROM score_sheet_past p
        WHERE p.sheet_id = OLD.id AND p.revision = OLD.revision)))
BEGIN SELECT RAISE(ABORT, 'score_sheet_is_locked'); END;

-- A declaration that was a mistake, and was undone.
CREATE TABLE judge_relation_past (
    id INTEGER PRIMARY KEY,
    nomination_id INTEGER NOT NULL REFERENCES nomination (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    declared_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    undoer_id INTEGER NOT NULL REFERENCES person (id),
    undone_at TEXT NOT NULL
);
CREATE INDEX judge_relation_past_nomination ON judge_relation_past (nomination_id);

-- Who reads whom, and by which seed that was worked out.
CREATE TABLE reader (
    nomination_id INTEGER NOT NULL REFERENCES nomination (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (nomination_id, person_id)
);
CREATE INDEX reader_person ON reader (person_id);
CREATE TABLE reader_plan (
    id INTEGER PRIMARY KEY,
    cycle_id INTEGER NOT NULL REFERENCES award_cycle (id),
    seed INTEGER NOT NULL,
    reason TEXT NOT NULL,
    planner_id INTEGER NOT NULL REFERENCES person (id),
    planned_at TEXT NOT NULL
);
CREATE INDEX reader_plan_cycle ON reader_plan (cycle_id);

-- A substitute judge who was drawn: from whom, and by which number.
CREATE TABLE substitute_draw (
    id INTEGER PRIMARY KEY,
    cycle_id INTEGER NOT NULL REFERENCES award_cycle (id),
    seat_no INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    seed TEXT NOT NULL,
    pool TEXT NOT NULL,
    reason TEXT NOT NULL,
    drawer_id INTEGER NOT NULL REFERENCES person (id),
    drawn_at TEXT NOT NULL,
    UNIQUE (cycle_id, seat_no)
);
