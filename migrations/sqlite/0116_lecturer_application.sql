-- An application for the corps of lecturers (申请加入讲师团): what the applicant, the unit, the office
-- and the decision maker have said, and where it stands (domain §3.1, §4.3).
CREATE TABLE lecturer_application (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    region_id INTEGER REFERENCES region (id),
    opener_id INTEGER NOT NULL REFERENCES person (id),
    opened_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'nominated', 'screening', 'trial',
        'proposed', 'appointed', 'rejected', 'withdrawn')),
    -- The last step: a rejection by the trial alone may be opened again, by a repeat.
    last_step TEXT CHECK (last_step IN ('submit', 'endorse', 'refuse', 'take_up', 'pass', 'prove',
        'fail', 'retry', 'appoint', 'withdraw', 'call_off')),
    title TEXT NOT NULL,
    field_id INTEGER REFERENCES field (id),
    born_in TEXT,
    education TEXT CHECK (education IN ('doctor', 'master', 'bachelor', 'other')),
    work_years INTEGER CHECK (work_years BETWEEN 0 AND 60),
    cv TEXT NOT NULL,
    wants_schools BOOLEAN NOT NULL,
    course_id INTEGER REFERENCES course (id),
    opinion TEXT NOT NULL,
    contact TEXT NOT NULL,
    endorser_id INTEGER REFERENCES person (id),
    endorsed_at TEXT,
    -- The office has said the word of a unit that has no officer.
    is_by_office BOOLEAN NOT NULL,
    screener_id INTEGER REFERENCES person (id),
    screened_at TEXT,
    is_skilled BOOLEAN NOT NULL,
    is_healthy BOOLEAN NOT NULL,
    checked_on TEXT,
    decider_id INTEGER REFERENCES person (id),
    decided_at TEXT,
    document_no TEXT NOT NULL,
    appointment_id INTEGER REFERENCES appointment (id),
    reason TEXT NOT NULL,
    due_at TEXT,
    changed_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    CHECK (state = 'draft' OR last_step IS NOT NULL),
    CHECK (state IN ('draft', 'withdrawn', 'rejected') OR course_id IS NOT NULL),
    CHECK (state NOT IN ('nominated', 'screening', 'trial', 'proposed', 'appointed')
        OR endorser_id IS NOT NULL),
    CHECK (state NOT IN ('trial', 'proposed', 'appointed') OR screened_at IS NOT NULL),
    CHECK (state <> 'appointed' OR (decider_id IS NOT NULL AND appointment_id IS NOT NULL
        AND document_no <> ''))
);
-- Nobody has two that wait for something.
CREATE UNIQUE INDEX lecturer_application_live ON lecturer_application (person_id)
    WHERE state NOT IN ('appointed', 'rejected', 'withdrawn');
CREATE INDEX lecturer_application_person ON lecturer_application (person_id);
CREATE INDEX lecturer_application_unit ON lecturer_application (organisation_id, id);
CREATE INDEX lecturer_application_region ON lecturer_application (region_id, id);
CREATE INDEX lecturer_application_state ON lecturer_application (state, due_at);
CREATE INDEX lecturer_application_course ON lecturer_application (course_id);
CREATE INDEX lecturer_application_opener ON lecturer_application (opener_id);
CREATE INDEX lecturer_application_endorser ON lecturer_application (endorser_id);
CREATE INDEX lecturer_application_screener ON lecturer_application (screener_id);
CREATE INDEX lecturer_application_decider ON lecturer_application (decider_id);
CREATE INDEX lecturer_application_appointment ON lecturer_application (appointment_id);
CREATE INDEX lecturer_application_field ON lecturer_application (field_id);
