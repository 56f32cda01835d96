-- Review sessions with their panels and slots, and the bookings of slots.

CREATE TABLE review_session (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('planned', 'open', 'closed', 'cancelled')),
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
CREATE INDEX review_session_start ON review_session (state, starts_at);

CREATE TABLE review_session_stage (
    session_id INTEGER NOT NULL REFERENCES review_session (id),
    stage TEXT NOT NULL,
    PRIMARY KEY (session_id, stage)
);

CREATE TABLE review_session_field (
    session_id INTEGER NOT NULL REFERENCES review_session (id),
    field_id INTEGER NOT NULL REFERENCES field (id),
    PRIMARY KEY (session_id, field_id)
);

-- Seats are fixed before anything is scored; seat 1 takes the chair.
CREATE TABLE panelist (
    session_id INTEGER NOT NULL REFERENCES review_session (id),
    seat_no INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (session_id, seat_no),
    UNIQUE (session_id, person_id)
);
CREATE INDEX panelist_person ON panelist (person_id);

CREATE TABLE slot (
    id INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES review_session (id),
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('free', 'held', 'booked', 'withdrawn')),
    revision INTEGER NOT NULL,
    UNIQUE (session_id, starts_at)
);
CREATE INDEX slot_start ON slot (starts_at);

CREATE TABLE booking (
    id INTEGER PRIMARY KEY,
    slot_id INTEGER NOT NULL REFERENCES slot (id),
    version_id INTEGER NOT NULL REFERENCES course_version (id),
    lecturer_id INTEGER NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('held', 'confirmed', 'lapsed', 'cancelled',
        'late_cancelled', 'attended', 'no_show')),
    held_until TEXT NOT NULL,
    extended BOOLEAN NOT NULL,
    created_at TEXT NOT NULL
);
-- REV-02 and REV-03, kept by the database.
CREATE UNIQUE INDEX booking_slot ON booking (slot_id) WHERE state IN ('held', 'confirmed');
CREATE UNIQUE INDEX booking_version ON booking (version_id) WHERE state IN ('held', 'confirmed');
CREATE INDEX booking_lecturer ON booking (lecturer_id, state);
CREATE INDEX booking_hold ON booking (held_until) WHERE state = 'held';
