-- Science tutors, trainings with their attendance, claims of hours, and the ledger of what was
-- earned. What a day comes to is no column: the daily cap is applied when a day is summed.

CREATE TABLE tutor (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    subject TEXT NOT NULL,
    stages TEXT NOT NULL,
    title TEXT NOT NULL,
    level TEXT CHECK (level IN ('junior', 'intermediate', 'senior')),
    years INTEGER,
    joined_on TEXT,
    note TEXT NOT NULL
);

-- What an imported register says about a person at a training; a person has an event once.
CREATE TABLE participation (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    event_key TEXT NOT NULL,
    title TEXT NOT NULL,
    organiser TEXT NOT NULL,
    kind TEXT CHECK (kind IN ('professional_training', 'work_exchange', 'study_visit',
        'station_manager_training')),
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    time_text TEXT NOT NULL,
    hours INTEGER NOT NULL CHECK (hours >= 0),
    note TEXT NOT NULL,
    created_at TEXT NOT NULL,
    CHECK (first_day <= last_day),
    UNIQUE (person_id, event_key, first_day)
);

CREATE TABLE training_event (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'attendance_confirmed', 'cancelled')),
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('professional_training', 'work_exchange', 'study_visit',
        'station_manager_training')),
    organiser TEXT NOT NULL,
    place TEXT NOT NULL,
    content TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    enrol_until TEXT NOT NULL,
    region_id INTEGER REFERENCES region (id),
    organisation_id INTEGER REFERENCES organisation (id),
    planner_id INTEGER NOT NULL REFERENCES person (id),
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    CHECK (starts_on <= ends_on),
    CHECK (enrol_until <= starts_on),
    CHECK (region_id IS NULL OR organisation_id IS NULL)
);
CREATE INDEX training_event_state ON training_event (state, ends_on);
CREATE INDEX training_event_end ON training_event (ends_on);

CREATE TABLE training_half_day (
    id INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL REFERENCES training_event (id),
    held_on TEXT NOT NULL,
    half_day TEXT NOT NULL CHECK (half_day IN ('morning', 'afternoon', 'evening')),
    UNIQUE (event_id, held_on, half_day)
);

CREATE TABLE enrolment (
    id INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL REFERENCES training_event (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('applied', 'approved', 'rejected', 'withdrawn', 'attended',
        'partial', 'absent')),
    created_at TEXT NOT NULL,
    UNIQUE (event_id, person_id)
);
CREATE INDEX enrolment_person ON enrolment (person_id, state);

CREATE TABLE attendance (
    enrolment_id INTEGER NOT NULL REFERENCES enrolment (id),
    half_day_id INTEGER NOT NULL REFERENCES training_half_day (id),
    PRIMARY KEY (enrolment_id, half_day_id)
);
CREATE INDEX attendance_half_day ON attendance (half_day_id);

CREATE TABLE hour_claim (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'unit_confirmed', 'verified',
        'returned', 'rejected', 'disputed', 'locked')),
    step TEXT CHECK (step IN ('county', 'city')),
    unit_id INTEGER REFERENCES organisation (id),
    region_id INTEGER REFERENCES region (id),
    title TEXT NOT NULL,
    organiser TEXT NOT NULL,
    kind TEXT CHECK (kind IN ('professional_training', 'work_exchange', 'study_visit',
        'station_manager_training')),
    first_day TEXT,
    last_day TEXT,
    half_days TEXT NOT NULL,
    claimed INTEGER CHECK (claimed > 0),
    report TEXT NOT NULL,
    proof_id INTEGER REFERENCES upload (id),
    proof_sha256 TEXT,
    accepted INTEGER CHECK (accepted > 0 AND accepted <= claimed),
    remark TEXT NOT NULL,
    dispute TEXT NOT NULL,
    submitted_at TEXT,
    confirmer_id INTEGER REFERENCES person (id),
    confirmed_at TEXT,
    verifier_id INTEGER REFERENCES person (id),
    verified_at TEXT,
    decider_id INTEGER REFERENCES person (id),
    revision INTEGER NOT NULL,
    changed_at TEXT NOT NULL,
    CHECK (first_day <= last_day),
    CHECK (state = 'draft' OR (submitted_at IS NOT NULL AND step IS NOT NULL
        AND unit_id IS NOT NULL AND kind IS NOT NULL AND first_day IS NOT NULL
        AND last_day IS NOT NULL AND claimed IS NOT NULL AND proof_id IS NOT NULL)),
    CHECK (state <> 'verified' OR (accepted IS NOT NULL AND confirmer_id IS NOT NULL
        AND verifier_id IS NOT NULL)),
    -- TRN-08: nobody confirms or verifies the own claim, nor does one person both.
    CHECK (confirmer_id <> person_id),
    CHECK (verifier_id <> person_id),
    CHECK (decider_id <> person_id),
    CHECK (verifier_id <> confirmer_id),
    CHECK (decider_id <> verifier_id),
    CHECK (decider_id <> confirmer_id)
);
CREATE INDEX hour_claim_person ON hour_claim (person_id, changed_at);
CREATE INDEX hour_claim_queue ON hour_claim (state, region_id, submitted_at);
CREATE INDEX hour_claim_oldest ON hour_claim (state, submitted_at);
CREATE INDEX hour_claim_step ON hour_claim (state, step, submitted_at);
CREATE INDEX hour_claim_unit ON hour_claim (unit_id, state, submitted_at);
CREATE INDEX hour_claim_file ON hour_claim (proof_sha256);
-- TRN-07: the same file proves one claim of a person.
CREATE UNIQUE INDEX hour_claim_proof ON hour_claim (person_id, proof_sha256)
    WHERE proof_sha256 IS NOT NULL;

-- Append-only: a mistake is taken back by a reversing row, and each row once.
CREATE TABLE credit_hour (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    held_on TEXT NOT NULL,
    spans TEXT NOT NULL,
    earned INTEGER NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('roster', 'training_event', 'hour_claim')),
    source_id INTEGER NOT NULL,
    round INTEGER NOT NULL,
    kind TEXT CHECK (kind IN ('professional_training', 'work_exchange', 'study_visit',
        'station_manager_training')),
    title TEXT NOT NULL,
    organiser TEXT NOT NULL,
    verifier_id INTEGER REFERENCES person (id),
    reverses_id INTEGER UNIQUE REFERENCES credit_hour (id),
    created_at TEXT NOT NULL,
    CHECK (verifier_id <> person_id),
    CHECK ((reverses_id IS NULL AND earned >= 0) OR (reverses_id IS NOT NULL AND earned <= 0))
);
CREATE INDEX credit_hour_person ON credit_hour (person_id, held_on);
CREATE UNIQUE INDEX credit_hour_once ON credit_hour (source, source_id, person_id, held_on, round)
    WHERE reverses_id IS NULL;

CREATE TRIGGER credit_hour_is_final_update BEFORE UPDATE ON credit_hour
BEGIN SELECT RAISE(ABORT, 'credit_hour_is_final'); END;
CREATE TRIGGER credit_hour_is_final_delete BEFORE DELETE ON credit_hour
BEGIN SELECT RAISE(ABORT, 'credit_hour_is_final'); END;

-- TRN-08: who verifies or decides does not belong to the claimant's unit.
CREATE TRIGGER hour_claim_own_unit_insert BEFORE INSERT ON hour_claim
WHEN EXISTS (SELECT 1 FROM affiliation WHERE organisation_id = NEW.unit_id AND ends_on IS NULL
    AND person_id IN (NEW.verifier_id, NEW.decider_id))
BEGIN SELECT RAISE(ABORT, 'hour_claim_own_unit'); END;
CREATE TRIGGER hour_claim_own_unit_update
BEFORE UPDATE OF verifier_id, decider_id ON hour_claim
WHEN EXISTS (SELECT 1 FROM affiliation WHERE organisation_id = NEW.unit_id AND ends_on IS NULL
    AND person_id IN (NEW.verifier_id, NEW.decider_id))
BEGIN SELECT RAISE(ABORT, 'hour_claim_own_unit'); END;
