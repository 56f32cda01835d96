-- The assessment of a lecturer's year (年度考核, LEC-01 to LEC-05): report, county's word, what is
-- counted, the grade that is proposed and the one that is decided.
CREATE TABLE annual_assessment (
    id INTEGER PRIMARY KEY,
    appointment_id INTEGER NOT NULL REFERENCES appointment (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    year INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'self_reported', 'county_reviewed', 'scored',
        'grade_proposed', 'heard', 'final', 'called_off')),
    opener_id INTEGER NOT NULL REFERENCES person (id),
    opened_at TEXT NOT NULL,
    report TEXT NOT NULL DEFAULT '',
    reported_at TEXT,
    county_word TEXT NOT NULL DEFAULT '',
    county_author_id INTEGER REFERENCES person (id),
    county_at TEXT,
    -- Months for which the lecturer was ill and the term rested.
    ill_months INTEGER NOT NULL DEFAULT 0 CHECK (ill_months BETWEEN 0 AND 12),
    veto TEXT CHECK (veto IN ('false_content', 'fee_taken', 'safeguarding')),
    veto_reason TEXT NOT NULL DEFAULT '',
    -- What was counted, the lectures asked for and all points in hundredths, once it is scored.
    counted TEXT NOT NULL DEFAULT '',
    minimum INTEGER,
    total INTEGER CHECK (total BETWEEN 0 AND 10000),
    scored_at TEXT,
    grade TEXT CHECK (grade IN ('excellent', 'qualified', 'basic', 'failed')),
    comment_until TEXT,
    comment TEXT NOT NULL DEFAULT '',
    commented_at TEXT,
    decider_id INTEGER REFERENCES person (id),
    document_no TEXT NOT NULL DEFAULT '',
    decided_at TEXT,
    -- Why it was sent back or called off the last time.
    reason TEXT NOT NULL DEFAULT '',
    revision INTEGER NOT NULL DEFAULT 1,
    UNIQUE (appointment_id, year),
    CHECK (state NOT IN ('scored', 'grade_proposed', 'heard', 'final')
        OR (counted <> '' AND minimum IS NOT NULL AND total IS NOT NULL)),
    CHECK (state NOT IN ('grade_proposed', 'heard', 'final')
        OR (grade IS NOT NULL AND comment_until IS NOT NULL)),
    CHECK ((state = 'final') = (decided_at IS NOT NULL)),
    CHECK (state <> 'final' OR (decider_id IS NOT NULL AND document_no <> ''))
);
CREATE INDEX annual_assessment_year ON annual_assessment (year, state);
CREATE INDEX annual_assessment_person ON annual_assessment (person_id, year);
CREATE INDEX annual_assessment_opener ON annual_assessment (opener_id);
CREATE INDEX annual_assessment_county_author ON annual_assessment (county_author_id);
CREATE INDEX annual_assessment_decider ON annual_assessment (decider_id);

-- Lectures that were not given through this program: they count once the office has seen the proof.
CREATE TABLE outside_lecture (
    id INTEGER PRIMARY KEY,
    assessment_id INTEGER NOT NULL REFERENCES annual_assessment (id),
    state TEXT NOT NULL CHECK (state IN ('claimed', 'verified', 'refused', 'withdrawn')),
    title TEXT NOT NULL,
    held_on TEXT NOT NULL,
    host TEXT NOT NULL,
    listeners INTEGER NOT NULL CHECK (listeners > 0),
    is_rural BOOLEAN NOT NULL,
    proof_id INTEGER NOT NULL REFERENCES upload (id),
    added_at TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    decider_id INTEGER REFERENCES person (id),
    decided_at TEXT,
    CHECK ((decider_id IS NULL) = (decided_at IS NULL)),
    CHECK (state NOT IN ('verified', 'refused') OR decider_id IS NOT NULL)
);
CREATE INDEX outside_lecture_assessment ON outside_lecture (assessment_id);
CREATE INDEX outside_lecture_proof ON outside_lecture (proof_id);
CREATE INDEX outside_lecture_decider ON outside_lecture (decider_id);

-- What is decided stays; people may still be merged.
CREATE TRIGGER annual_assessment_final
BEFORE UPDATE OF appointment_id, year, state, opened_at, report, reported_at, county_word, county_at,
    ill_months, veto, veto_reason, counted, minimum, total, scored_at, grade, comment_until,
    comment, commented_at, document_no, decided_at, reason, revision ON annual_assessment
WHEN OLD.state = 'final'
BEGIN SELECT RAISE(ABORT, 'final_assessment'); END;
CREATE TRIGGER annual_assessment_kept BEFORE DELETE ON annual_assessment
BEGIN SELECT RAISE(ABORT, 'final_assessment'); END;
CREATE TRIGGER outside_lecture_added BEFORE INSERT ON outside_lecture
WHEN (SELECT state FROM annual_assessment WHERE id = NEW.assessment_id)
    NOT IN ('open', 'self_reported', 'county_reviewed')
BEGIN SELECT RAISE(ABORT, 'final_assessment'); END;
CREATE TRIGGER outside_lecture_counted
BEFORE UPDATE OF assessment_id, state, title, held_on, host, listeners, is_rural, proof_id, reason,
    decided_at ON outside_lecture
WHEN (SELECT state FROM annual_assessment WHERE id = OLD.assessment_id)
    NOT IN ('open', 'self_reported', 'county_reviewed')
BEGIN SELECT RAISE(ABORT, 'final_assessment'); END;
CREATE TRIGGER outside_lecture_kept BEFORE DELETE ON outside_lecture
BEGIN SELECT RAISE(ABORT, 'final_assessment'); END;
