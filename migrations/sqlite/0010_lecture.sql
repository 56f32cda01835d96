-- Hosts, their requests for lectures, dispatches to lecturers, and deliveries.

-- A host's hall is nothing that review sessions are planned in.
ALTER TABLE place ADD COLUMN is_host_hall BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX place_own ON place (name, id) WHERE NOT is_host_hall;

CREATE TABLE host_unit (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    match_key TEXT NOT NULL,
    kind TEXT,
    region_id INTEGER REFERENCES region (id),
    town TEXT NOT NULL,
    town_id INTEGER REFERENCES region (id),
    pupils INTEGER,
    hall INTEGER,
    hall_type TEXT NOT NULL,
    equipment TEXT NOT NULL,
    contact TEXT NOT NULL,
    phone TEXT,
    whitelisted BOOLEAN,
    note TEXT NOT NULL
);
CREATE INDEX host_unit_match ON host_unit (match_key, region_id);
CREATE INDEX host_unit_organisation ON host_unit (organisation_id);
CREATE INDEX host_unit_region ON host_unit (region_id);

CREATE TABLE lecture_request (
    id INTEGER PRIMARY KEY,
    link_digest TEXT NOT NULL UNIQUE,
    version_id INTEGER NOT NULL REFERENCES course_version (id),
    host_unit_id INTEGER REFERENCES host_unit (id),
    host_key TEXT NOT NULL,
    host_name TEXT NOT NULL,
    host_kind TEXT NOT NULL,
    region_id INTEGER REFERENCES region (id),
    address TEXT NOT NULL,
    hall TEXT NOT NULL,
    equipment TEXT NOT NULL,
    stage TEXT NOT NULL,
    audience INTEGER NOT NULL,
    mode TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    contact TEXT NOT NULL,
    contact_phone TEXT NOT NULL,
    whitelist TEXT NOT NULL,
    wish TEXT NOT NULL,
    consent_digest TEXT NOT NULL,
    consent_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('county_review', 'city_review', 'matching', 'dispatched',
        'confirmed', 'delivered', 'reported', 'closed', 'returned', 'rejected', 'cancelled',
        'expired')),
    remark TEXT NOT NULL,
    due_at TEXT,
    last_time_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
);
CREATE INDEX lecture_request_state ON lecture_request (state, created_at, id);
CREATE INDEX lecture_request_region ON lecture_request (region_id, state, created_at, id);
CREATE INDEX lecture_request_host ON lecture_request (host_key, created_at);
CREATE INDEX lecture_request_last ON lecture_request (last_time_at) WHERE state = 'matching';
CREATE INDEX lecture_request_due ON lecture_request (due_at) WHERE state = 'reported';
CREATE INDEX lecture_request_erasure ON lecture_request (changed_at) WHERE contact_phone <> '';

CREATE TABLE lecture_request_time (
    request_id INTEGER NOT NULL REFERENCES lecture_request (id),
    time_no INTEGER NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    PRIMARY KEY (request_id, time_no)
);

CREATE TABLE dispatch (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES lecture_request (id),
    lecturer_id INTEGER NOT NULL REFERENCES person (id),
    version_id INTEGER NOT NULL REFERENCES course_version (id),
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('offered', 'accepted', 'declined', 'lapsed', 'withdrawn')),
    answer_until TEXT NOT NULL,
    answered_at TEXT,
    decline_reason TEXT NOT NULL,
    note TEXT NOT NULL,
    dispatcher_id INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL
);
-- At most one open offer and one accepted dispatch per request, kept by the database.
CREATE UNIQUE INDEX dispatch_live ON dispatch (request_id) WHERE state IN ('offered', 'accepted');
CREATE INDEX dispatch_request ON dispatch (request_id, created_at);
CREATE INDEX dispatch_lecturer ON dispatch (lecturer_id, state, starts_at);
CREATE INDEX dispatch_asked ON dispatch (lecturer_id, created_at);
CREATE INDEX dispatch_due ON dispatch (answer_until) WHERE state = 'offered';

CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES lecture_request (id),
    dispatch_id INTEGER NOT NULL UNIQUE REFERENCES dispatch (id),
    lecturer_id INTEGER NOT NULL REFERENCES person (id),
    version_id INTEGER NOT NULL REFERENCES course_version (id),
    region_id INTEGER REFERENCES region (id),
    place_id INTEGER REFERENCES place (id),
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'held', 'verified', 'cancelled')),
    host_attendance INTEGER,
    host_began_at TEXT,
    host_ended_at TEXT,
    lecturer_attendance INTEGER,
    lecturer_began_at TEXT,
    lecturer_ended_at TEXT,
    attendance INTEGER,
    began_at TEXT,
    ended_at TEXT,
    verified_at TEXT,
    revision INTEGER NOT NULL
);
-- One delivery per request that was not called off.
CREATE UNIQUE INDEX delivery_live ON delivery (request_id) WHERE state <> 'cancelled';
CREATE INDEX delivery_request ON delivery (request_id);
CREATE INDEX delivery_lecturer ON delivery (lecturer_id, starts_at);
CREATE INDEX delivery_region ON delivery (region_id, starts_at);
CREATE INDEX delivery_start ON delivery (starts_at);
CREATE INDEX delivery_disputed ON delivery (state, ends_at);
