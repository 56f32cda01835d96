-- The sitting of a review session: presence, sheets, vetoes, verdicts, and what a round comes to.

-- A session goes on after its booking has closed, and a booking ends in a lecture or in none.
CREATE TABLE review_session_new (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('planned', 'open', 'closed', 'in_progress', 'scoring',
        'completed', 'archived', 'cancelled')),
    starts_at TEXT NOT NULL,
    slot_minutes INTEGER NOT NULL CHECK (slot_minutes IN (45, 60, 75)),
    n_slots INTEGER NOT NULL,
    break_minutes INTEGER NOT NULL,
    place_id INTEGER REFERENCES place (id),
    video_link TEXT,
    opens_on TEXT,
    opens_at TEXT,
    closes_at TEXT NOT NULL,
    planner_id INTEGER NOT NULL REFERENCES person (id),
    revision INTEGER NOT NULL,
    CHECK ((place_id IS NULL) <> (video_link IS NULL))
);
INSERT INTO review_session_new SELECT id, state, starts_at, slot_minutes, n_slots, break_minutes,
    place_id, video_link, opens_on, opens_at, closes_at, planner_id, revision FROM review_session;
CREATE TABLE review_session_stage_new (
    session_id INTEGER NOT NULL REFERENCES review_session_new (id),
    stage TEXT NOT NULL,
    PRIMARY KEY (session_id, stage)
);
INSERT INTO review_session_stage_new SELECT session_id, stage FROM review_session_stage;
CREATE TABLE review_session_field_new (
    session_id INTEGER NOT NULL REFERENCES review_session_new (id),
    field_id INTEGER NOT NULL REFERENCES field (id),
    PRIMARY KEY (session_id, field_id)
);
INSERT INTO review_session_field_new SELECT session_id, field_id FROM review_session_field;
-- Seats are fixed before anything is scored.
CREATE TABLE panelist_new (
    session_id INTEGER NOT NULL REFERENCES review_session_new (id),
    seat_no INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (session_id, seat_no),
    UNIQUE (session_id, person_id)
);
INSERT INTO panelist_new SELECT session_id, seat_no, person_id FROM panelist;
CREATE TABLE slot_new (
    id INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES review_session_new (id),
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('free', 'held', 'booked', 'withdrawn')),
    revision INTEGER NOT NULL,
    UNIQUE (session_id, starts_at)
);
INSERT INTO slot_new SELECT id, session_id, starts_at, ends_at, state, revision FROM slot;
CREATE TABLE booking_new (
    id INTEGER PRIMARY KEY,
    slot_id INTEGER NOT NULL REFERENCES slot_new (id),
    version_id INTEGER NOT NULL REFERENCES course_version (id),
    lecturer_id INTEGER NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('held', 'confirmed', 'lapsed', 'cancelled',
        'late_cancelled', 'rescheduled', 'attended', 'no_show')),
    held_until TEXT NOT NULL,
    extended BOOLEAN NOT NULL,
    created_at TEXT NOT NULL
);
INSERT INTO booking_new SELECT id, slot_id, version_id, lecturer_id, state, held_until, extended,
    created_at FROM booking;
DROP TABLE booking;
DROP TABLE slot;
DROP TABLE panelist;
DROP TABLE review_session_field;
DROP TABLE review_session_stage;
DROP TABLE review_session;
ALTER TABLE review_session_new RENAME TO review_session;
ALTER TABLE review_session_stage_new RENAME TO review_session_stage;
ALTER TABLE review_session_field_new RENAME TO review_session_field;
ALTER TABLE panelist_new RENAME TO panelist;
ALTER TABLE slot_new RENAME TO slot;
ALTER TABLE booking_new RENAME TO booking;
CREATE INDEX review_session_start ON review_session (state, starts_at);
CREATE INDEX panelist_person ON panelist (person_id);
CREATE INDEX slot_start ON slot (starts_at);
-- REV-02 and REV-03, kept by the database.
CREATE UNIQUE INDEX booking_slot ON booking (slot_id) WHERE state IN ('held', 'confirmed');
CREATE UNIQUE INDEX booking_version ON booking (version_id) WHERE state IN ('held', 'confirmed');
CREATE INDEX booking_lecturer ON booking (lecturer_id, state);
CREATE INDEX booking_hold ON booking (held_until) WHERE state = 'held';

-- What a listed version is called in the catalogue; never given twice.
ALTER TABLE course_version ADD COLUMN catalogue_no TEXT;
CREATE UNIQUE INDEX course_version_number ON course_version (catalogue_no)
    WHERE catalogue_no IS NOT NULL;

-- A booking that became a lecture.
CREATE TABLE trial_lecture (
    booking_id INTEGER PRIMARY KEY REFERENCES booking (id),
    session_id INTEGER NOT NULL REFERENCES review_session (id),
    version_id INTEGER NOT NULL REFERENCES course_version (id),
    state TEXT NOT NULL CHECK (state IN ('running', 'scoring', 'judged', 'proposed', 'confirmed')),
    rubric TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    closed_at TEXT,
    computed TEXT CHECK (computed IN ('approve', 'revise', 'reject', 'advisory')),
    advisory TEXT CHECK (advisory IN ('panel', 'sheets')),
    proposed TEXT CHECK (proposed IN ('approve', 'revise', 'reject')),
    proposer_id INTEGER REFERENCES person (id),
    proposed_at TEXT,
    proposal_reason TEXT NOT NULL DEFAULT '',
    verdict TEXT CHECK (verdict IN ('approve', 'revise', 'reject', 'advisory')),
    decider_id INTEGER REFERENCES person (id),
    decided_at TEXT,
    decision_reason TEXT NOT NULL DEFAULT '',
    revision INTEGER NOT NULL,
    CHECK ((state = 'confirmed') = (verdict IS NOT NULL))
);
CREATE INDEX trial_lecture_session ON trial_lecture (session_id);
CREATE INDEX trial_lecture_version ON trial_lecture (version_id);
CREATE INDEX trial_lecture_state ON trial_lecture (state);

-- Who of the panel is there; a lecture without rows has nobody entered.
CREATE TABLE trial_presence (
    booking_id INTEGER NOT NULL REFERENCES booking (id),
    seat_no INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (booking_id, seat_no)
);
CREATE INDEX trial_presence_person ON trial_presence (person_id);

-- What a panelist declares about the lecturer of a booking: none, or a kind (`AWD-10`).
CREATE TABLE panel_relation (
    booking_id INTEGER NOT NULL REFERENCES booking (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    declared_at TEXT NOT NULL,
    PRIMARY KEY (booking_id, person_id)
);
CREATE INDEX panel_relation_person ON panel_relation (person_id);

CREATE TABLE review_sheet (
    id INTEGER PRIMARY KEY,
    booking_id INTEGER NOT NULL REFERENCES trial_lecture (booking_id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    seat_no INTEGER NOT NULL,
    scores TEXT NOT NULL,
    notes TEXT NOT NULL,
    strength TEXT NOT NULL,
    suggestion TEXT NOT NULL,
    veto TEXT,
    veto_detail TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'void')),
    revision INTEGER NOT NULL,
    changed_at TEXT NOT NULL,
    UNIQUE (booking_id, person_id),
    UNIQUE (booking_id, seat_no)
);
CREATE INDEX review_sheet_person ON review_sheet (person_id, state);

-- What a sheet said before it was unlocked (`REV-08`).
CREATE TABLE review_sheet_past (
    id INTEGER PRIMARY KEY,
    sheet_id INTEGER NOT NULL REFERENCES review_sheet (id),
    scores TEXT NOT NULL,
    notes TEXT NOT NULL,
    strength TEXT NOT NULL,
    suggestion TEXT NOT NULL,
    veto TEXT,
    veto_detail TEXT NOT NULL,
    reason TEXT NOT NULL,
    unlocker_id INTEGER NOT NULL REFERENCES person (id),
    unlocked_at TEXT NOT NULL
);
CREATE INDEX review_sheet_past_sheet ON review_sheet_past (sheet_id);

CREATE TABLE veto_vote (
    booking_id INTEGER NOT NULL REFERENCES trial_lecture (booking_id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    vote TEXT NOT NULL CHECK (vote IN ('no', 'correctable', 'uncorrectable')),
    voted_at TEXT NOT NULL,
    PRIMARY KEY (booking_id, person_id)
);
CREATE INDEX veto_vote_person ON veto_vote (person_id);

CREATE TABLE required_change (
    booking_id INTEGER NOT NULL REFERENCES trial_lecture (booking_id),
    change_no INTEGER NOT NULL,
    text TEXT NOT NULL,
    answer TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (booking_id, change_no)
);

-- A finished round is read, and nothing else. People may still be merged, and changes answered.
CREATE TRIGGER trial_lecture_finished
BEFORE UPDATE OF booking_id, session_id, version_id, state, rubric, started_at, ended_at, closed_at,
    computed, advisory, proposed, proposed_at, proposal_reason, verdict, decided_at,
    decision_reason, revision ON trial_lecture
WHEN OLD.state = 'confirmed'
BEGIN SELECT RAISE(ABORT, 'finished_round'); END;
CREATE TRIGGER trial_lecture_kept BEFORE DELETE ON trial_lecture
WHEN OLD.state <> 'running'
BEGIN SELECT RAISE(ABORT, 'finished_round'); END;
CREATE TRIGGER review_sheet_added BEFORE INSERT ON review_sheet
WHEN (SELECT state FROM trial_lecture WHERE booking_id = NEW.booking_id) = 'confirmed'
BEGIN SELECT RAISE(ABORT, 'finished_round'); END;
CREATE TRIGGER review_sheet_finished
BEFORE UPDATE OF booking_id, seat_no, scores, notes, strength, suggestion, veto, veto_detail, state,
    revision, changed_at ON review_sheet
WHEN (SELECT state FROM trial_lecture WHERE booking_id = OLD.booking_id) = 'confirmed'
BEGIN SELECT RAISE(ABORT, 'finished_round'); END;
CREATE TRIGGER review_sheet_kept BEFORE DELETE ON review_sheet
WHEN OLD.state <> 'draft'
    OR (SELECT state FROM trial_lecture WHERE booking_id = OLD.booking_id) = 'confirmed'
BEGIN SELECT RAISE(ABORT, 'finished_round'); END;
CREATE TRIGGER trial_presence_added BEFORE INSERT ON trial_presence
WHEN (SELECT state FROM trial_lecture WHERE booking_id = NEW.booking_id) = 'confirmed'
BEGIN SELECT RAISE(ABORT, 'finished_round'); END;
CREATE TRIGGER trial_presence_finished BEFORE UPDATE OF booking_id, seat_no ON trial_presence
WHEN (SELECT state FROM trial_lecture WHERE booking_id = OLD.booking_id) = 'confirmed'
BEGIN SELECT RAISE(ABORT, 'finished_round'); END;
CREATE TRIGGER trial_presence_kept BEFORE DELETE ON trial_presence
WHEN (SELECT state FROM trial_lecture WHERE booking_id = OLD.booking_id) = 'confirmed'
BEGIN SELECT RAISE(ABORT, 'finished_round'); END;
CREATE TRIGGER panel_relation_added BEFORE INSERT ON panel_relation
WHEN (SELECT state FROM trial_lecture WHERE booking_id = NEW.booking_id) = 'confirmed'
BEGIN SELECT RAISE(ABORT, 'finished_round'); END;
CREATE TRIGGER panel_relation_finished BEFORE UPDATE OF booking_id, kind ON panel_relation
WHEN (SELECT state FROM trial_lecture WHERE booking_id = OLD.booking_id) = 'confirmed'
BEGIN SELECT RAISE(ABORT, 'finished_round'); END;
CREATE TRIGGER panel_relation_kept BEFORE DELETE ON panel_relation
WHEN (SELECT state FROM trial_lecture WHERE booking_id = OLD.booking_id) = 'confirmed'
BEGIN SELECT RAISE(ABORT, 'finished_round'); END;
CREATE TRIGGER veto_vote_added BEFORE INSERT ON veto_vote
WHEN (SELECT state FROM trial_lecture WHERE booking_id = NEW.booking_id) = 'confirmed'
BEGIN SELECT RAISE(ABORT, 'finished_round'); END;
CREATE TRIGGER veto_vote_finished BEFORE UPDATE OF booking_id, vote ON veto_vote
WHEN (SELECT state FROM trial_lecture WHERE booking_id = OLD.booking_id) = 'confirmed'
BEGIN SELECT RAISE(ABORT, 'finished_round'); END;
CREATE TRIGGER veto_vote_kept BEFORE DELETE ON veto_vote
WHEN (SELECT state FROM trial_lecture WHERE booking_id = OLD.booking_id) = 'confirmed'
BEGIN SELECT RAISE(ABORT, 'finished_round'); END;
CREATE TRIGGER required_change_added BEFORE INSERT ON required_change
WHEN (SELECT state FROM trial_lecture WHERE booking_id = NEW.booking_id) = 'confirmed'
BEGIN SELECT RAISE(ABORT, 'finished_round'); END;
CREATE TRIGGER required_change_finished BEFORE UPDATE OF booking_id, change_no, text
ON required_change
WHEN (SELECT state FROM trial_lecture WHERE booking_id = OLD.booking_id) = 'confirmed'
BEGIN SELECT RAISE(ABORT, 'finished_round'); END;
CREATE TRIGGER required_change_kept BEFORE DELETE ON required_change
WHEN (SELECT state FROM trial_lecture WHERE booking_id = OLD.booking_id) = 'confirmed'
BEGIN SELECT RAISE(ABORT, 'finished_round'); END;
