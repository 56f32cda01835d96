-- Whom the association has process data for it is a register of its own (LAW-13): nobody's unit, with
-- the contract's dates, and with what is processed and what for.
CREATE TABLE register_entry_new (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('team', 'e_station', 'expert', 'whitelist',
        'safeguarding', 'quota', 'processor')),
    name TEXT NOT NULL,
    detail TEXT,
    person_id INTEGER REFERENCES person (id),
    organisation_id INTEGER REFERENCES organisation (id),
    course_id INTEGER REFERENCES course (id),
    region_id INTEGER REFERENCES region (id),
    field_id INTEGER REFERENCES field (id),
    address TEXT NOT NULL,
    title TEXT NOT NULL,
    document_no TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    n_seats INTEGER,
    note TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('applied', 'checked', 'listed', 'suspended', 'ended')),
    reason TEXT NOT NULL,
    recorder_id INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    CHECK (ends_on IS NULL OR starts_on <= ends_on),
    -- Of a check nothing is kept but who asked for it, when, and until when it holds.
    CHECK (kind <> 'safeguarding' OR (person_id IS NOT NULL AND ends_on IS NOT NULL
        AND name = '' AND title = '' AND address = '' AND document_no = '' AND note = '')),
    CHECK (kind <> 'quota' OR (organisation_id IS NOT NULL AND detail IS NOT NULL
        AND n_seats IS NOT NULL AND ends_on IS NOT NULL)),
    CHECK (kind <> 'whitelist' OR (region_id IS NOT NULL AND document_no <> ''
        AND (person_id IS NOT NULL OR course_id IS NOT NULL OR organisation_id IS NOT NULL))),
    CHECK (kind <> 'processor' OR (name <> '' AND detail IS NOT NULL AND note <> ''
        AND ends_on IS NOT NULL AND person_id IS NULL AND organisation_id IS NULL
        AND course_id IS NULL AND region_id IS NULL)),
    CHECK (kind = 'e_station' OR state IN ('listed', 'ended'))
);
INSERT INTO register_entry_new (id, kind, name, detail, person_id, organisation_id, course_id, region_id, field_id, address,
    title, document_no, starts_on, ends_on, n_seats, note, state, reason, recorder_id, created_at,
    revision)
SELECT id, kind, name, detail, person_id, organisation_id, course_id, region_id, field_id, address,
    title, document_no, starts_on, ends_on, n_seats, note, state, reason, recorder_id, created_at,
    revision
FROM register_entry;
CREATE TABLE team_member_new (
    id INTEGER PRIMARY KEY,
    entry_id INTEGER NOT NULL REFERENCES register_entry_new (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    CHECK (ends_on IS NULL OR starts_on <= ends_on)
);
INSERT INTO team_member_new (id, entry_id, person_id, starts_on, ends_on)
SELECT id, entry_id, person_id, starts_on, ends_on FROM team_member;
CREATE TABLE station_condition_new (
    entry_id INTEGER NOT NULL REFERENCES register_entry_new (id),
    condition TEXT NOT NULL CHECK (condition IN ('network', 'staff', 'place', 'activities',
        'terminals')),
    is_met BOOLEAN NOT NULL,
    seen_on TEXT NOT NULL,
    seer_id INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (entry_id, condition)
);
INSERT INTO station_condition_new (entry_id, condition, is_met, seen_on, seer_id)
SELECT entry_id, condition, is_met, seen_on, seer_id FROM station_condition;
DROP TABLE station_condition;
DROP TABLE team_member;
DROP TABLE register_entry;
ALTER TABLE register_entry_new RENAME TO register_entry;
ALTER TABLE team_member_new RENAME TO team_member;
ALTER TABLE station_condition_new RENAME TO station_condition;
CREATE INDEX register_entry_kind ON register_entry (kind, id);
CREATE INDEX register_entry_person ON register_entry (person_id, kind);
CREATE INDEX register_entry_unit ON register_entry (organisation_id, kind);
CREATE INDEX register_entry_course ON register_entry (course_id);
CREATE UNIQUE INDEX register_entry_quota ON register_entry (organisation_id, detail, starts_on)
    WHERE kind = 'quota' AND state = 'listed';
CREATE INDEX team_member_person ON team_member (person_id);
CREATE UNIQUE INDEX team_member_once ON team_member (entry_id, person_id) WHERE ends_on IS NULL;
