-- Reference lectures: a decided trial lecture whose sheets new panelists compare their own with. Each
-- scores it once; nothing of it is changed later.
CREATE TABLE reference_lecture (
    id INTEGER PRIMARY KEY,
    booking_id INTEGER NOT NULL UNIQUE REFERENCES trial_lecture (booking_id),
    video_link TEXT NOT NULL,
    opener_id INTEGER NOT NULL REFERENCES person (id),
    opened_at TEXT NOT NULL,
    closed_at TEXT
);
CREATE INDEX reference_lecture_opener ON reference_lecture (opener_id);
CREATE TABLE reference_sheet (
    reference_id INTEGER NOT NULL REFERENCES reference_lecture (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    scores TEXT NOT NULL,
    submitted_at TEXT NOT NULL,
    PRIMARY KEY (reference_id, person_id)
);
CREATE INDEX reference_sheet_person ON reference_sheet (person_id);
CREATE TRIGGER reference_sheet_once BEFORE UPDATE OF scores, submitted_at ON reference_sheet
BEGIN SELECT RAISE(ABORT, 'reference_sheet'); END;
