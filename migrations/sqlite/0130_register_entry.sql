-- Registers of an association: teams, e-stations, experts, the into-school whitelist, safeguarding
-- checks, and seats of nominating units (domain §1.1, §4.4, LAW-23, LAW-66).
CREATE TABLE register_entry (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('team', 'e_station', 'expert', 'whitelist',
        'safeguarding', 'quota')),
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
    CHECK (kind = 'e_station' OR state IN ('listed', 'ended'))
);
CREATE INDEX register_entry_kind ON register_entry (kind, id);
CREATE INDEX register_entry_person ON register_entry (person_id, kind);
CREATE INDEX register_entry_unit ON register_entry (organisation_id, kind);
CREATE INDEX register_entry_course ON register_entry (course_id);
-- A unit has one number for a year and a category.
CREATE UNIQUE INDEX register_entry_quota ON register_entry (organisation_id, detail, starts_on)
    WHERE kind = 'quota' AND state = 'listed';

CREATE TABLE team_member (
    id INTEGER PRIMARY KEY,
    entry_id INTEGER NOT NULL REFERENCES register_entry (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    CHECK (ends_on IS NULL OR starts_on <= ends_on)
);
CREATE INDEX team_member_person ON team_member (person_id);
-- Nobody is a member twice at a time.
CREATE UNIQUE INDEX team_member_once ON team_member (entry_id, person_id) WHERE ends_on IS NULL;

-- The five conditions of an e-station (五有), each as it was last seen.
CREATE TABLE station_condition (
    entry_id INTEGER NOT NULL REFERENCES register_entry (id),
    condition TEXT NOT NULL CHECK (condition IN ('network', 'staff', 'place', 'activities',
        'terminals')),
    is_met BOOLEAN NOT NULL,
    seen_on TEXT NOT NULL,
    seer_id INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (entry_id, condition)
);
