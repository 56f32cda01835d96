-- Award cycles: categories with rubric and quota, judges by seats, nominations, declared relations,
-- score sheets, and what people decided.

CREATE TABLE award_cycle (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    year INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('configuring', 'nominating', 'eligibility',
        'preliminary_evaluation', 'scored', 'proposed', 'confirmed', 'on_notice', 'decided', 'aborted')),
    legal_basis TEXT NOT NULL CHECK (legal_basis IN ('internal', 'approved')),
    approval_no TEXT NOT NULL,
    contact TEXT NOT NULL,
    rules_digest TEXT,
    confirmed_by INTEGER REFERENCES person (id),
    confirmed_at TEXT,
    notice_from TEXT,
    notice_until TEXT,
    decided_by INTEGER REFERENCES person (id),
    decided_at TEXT,
    document_no TEXT NOT NULL,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    CHECK (state NOT IN ('confirmed', 'on_notice', 'decided') OR confirmed_by IS NOT NULL),
    CHECK (state <> 'decided' OR decided_by IS NOT NULL)
);
CREATE INDEX award_cycle_state ON award_cycle (state, id);

CREATE TABLE award_category (
    id INTEGER PRIMARY KEY,
    cycle_id INTEGER NOT NULL REFERENCES award_cycle (id),
    category TEXT NOT NULL,
    criteria TEXT NOT NULL,
    quota TEXT NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (cycle_id, category)
);

-- Seats are fixed before anything is scored.
CREATE TABLE judge (
    cycle_id INTEGER NOT NULL REFERENCES award_cycle (id),
    seat_no INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (cycle_id, seat_no),
    UNIQUE (cycle_id, person_id)
);
CREATE INDEX judge_person ON judge (person_id);

CREATE TABLE nomination (
    id INTEGER PRIMARY KEY,
    cycle_id INTEGER NOT NULL REFERENCES award_cycle (id),
    category_id INTEGER NOT NULL REFERENCES award_category (id),
    person_id INTEGER REFERENCES person (id),
    name TEXT NOT NULL,
    sex TEXT,
    born_in TEXT,
    ethnic_group TEXT NOT NULL,
    workplace TEXT NOT NULL,
    workplace_id INTEGER REFERENCES organisation (id),
    post TEXT NOT NULL,
    title TEXT NOT NULL,
    phone TEXT,
    years INTEGER,
    deeds TEXT NOT NULL,
    earlier_awards TEXT NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES organisation (id),
    unit_rank INTEGER,
    note TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('submitted', 'eligible', 'ineligible', 'proposed',
        'not_proposed', 'awarded', 'not_awarded')),
    figures TEXT NOT NULL,
    reason TEXT NOT NULL,
    checked_by INTEGER REFERENCES person (id),
    revision INTEGER NOT NULL,
    UNIQUE (category_id, name, unit_id, workplace)
);
CREATE INDEX nomination_cycle ON nomination (cycle_id, category_id, state);
CREATE INDEX nomination_person ON nomination (person_id);

-- What a judge declared about a nominee: `none`, or a kind of conflict.
CREATE TABLE judge_relation (
    nomination_id INTEGER NOT NULL REFERENCES nomination (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    declared_at TEXT NOT NULL,
    PRIMARY KEY (nomination_id, person_id)
);
CREATE INDEX judge_relation_person ON judge_relation (person_id);

CREATE TABLE score_sheet (
    id INTEGER PRIMARY KEY,
    nomination_id INTEGER NOT NULL REFERENCES nomination (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    seat_no INTEGER NOT NULL,
    scores TEXT NOT NULL,
    remark TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'void')),
    revision INTEGER NOT NULL,
    changed_at TEXT NOT NULL,
    UNIQUE (nomination_id, person_id)
);
CREATE INDEX score_sheet_person ON score_sheet (person_id, state);

CREATE TABLE tie_decision (
    id INTEGER PRIMARY KEY,
    category_id INTEGER NOT NULL REFERENCES award_category (id),
    decision TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    decided_at TEXT NOT NULL
);
CREATE INDEX tie_decision_category ON tie_decision (category_id);

-- A nominee's place in the proposal; a deviation from the ranking says why.
CREATE TABLE award_proposal (
    nomination_id INTEGER PRIMARY KEY REFERENCES nomination (id),
    is_selected BOOLEAN NOT NULL,
    is_deviation BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    CHECK (NOT is_deviation OR LENGTH(reason) >= 20)
);

-- A submitted sheet is locked: its scores never change.
CREATE TRIGGER score_sheet_is_locked BEFORE UPDATE ON score_sheet
WHEN OLD.state <> 'draft' AND (NEW.scores <> OLD.scores OR NEW.remark <> OLD.remark
    OR NEW.state = 'draft')
BEGIN SELECT RAISE(ABORT, 'score_sheet_is_locked'); END;
