-- Certificates of awards, training records and service statements: numbered without gaps, frozen when
-- they are issued, and verified by anybody (CER-01 to CER-04, LAW-31, LAW-50, LAW-51).

-- Who issues, as every paper says it; one row, once somebody has written it.
CREATE TABLE certificate_issuer (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    in_charge TEXT NOT NULL,
    contact TEXT NOT NULL,
    pattern TEXT NOT NULL,
    revision INTEGER NOT NULL
);

-- The last number of a series: of a kind and category (class) in a year. Its row is held until the
-- transaction that takes numbers has ended, so that none is given twice and none is left out.
CREATE TABLE certificate_series (
    kind TEXT NOT NULL,
    class TEXT NOT NULL,
    year INTEGER NOT NULL,
    last_no INTEGER NOT NULL CHECK (last_no > 0),
    PRIMARY KEY (kind, class, year)
);

CREATE TABLE certificate (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('award', 'training_record', 'service_statement')),
    class TEXT NOT NULL,
    year INTEGER NOT NULL,
    series_no INTEGER NOT NULL CHECK (series_no > 0),
    number TEXT NOT NULL UNIQUE,
    number_key TEXT NOT NULL UNIQUE,
    token TEXT NOT NULL UNIQUE,
    nomination_id INTEGER REFERENCES nomination (id),
    person_id INTEGER REFERENCES person (id),
    name TEXT NOT NULL CHECK (name <> ''),
    title TEXT NOT NULL,
    issuer TEXT NOT NULL,
    in_charge TEXT NOT NULL,
    contact TEXT NOT NULL,
    first_day TEXT,
    last_day TEXT,
    amount INTEGER,
    n_rows INTEGER,
    issued_on TEXT NOT NULL,
    issuer_id INTEGER NOT NULL REFERENCES person (id),
    replaces_id INTEGER UNIQUE REFERENCES certificate (id),
    sha256 TEXT UNIQUE,
    size INTEGER,
    problem TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('valid', 'superseded', 'revoked')),
    ended_on TEXT,
    ender_id INTEGER REFERENCES person (id),
    ground TEXT CHECK (ground IN ('fraud', 'ineligible', 'misconduct', 'procedure')),
    reason TEXT NOT NULL,
    document_no TEXT NOT NULL,
    paper_recovery TEXT NOT NULL CHECK (paper_recovery IN ('not_asked', 'asked', 'back', 'lost')),
    prize_recovery TEXT NOT NULL CHECK (prize_recovery IN ('not_asked', 'asked', 'back', 'lost')),
    revision INTEGER NOT NULL,
    UNIQUE (kind, class, year, series_no),
    CHECK ((kind = 'award') = (nomination_id IS NOT NULL)),
    CHECK (kind = 'award' OR (person_id IS NOT NULL AND first_day IS NOT NULL
        AND last_day IS NOT NULL AND amount IS NOT NULL AND n_rows IS NOT NULL)),
    CHECK ((state = 'valid') = (ended_on IS NULL)),
    CHECK ((state = 'revoked') = (ground IS NOT NULL)),
    CHECK (state <> 'revoked' OR (ender_id IS NOT NULL AND reason <> '' AND document_no <> '')),
    CHECK ((sha256 IS NULL) = (size IS NULL))
);
CREATE INDEX certificate_nomination ON certificate (nomination_id);
CREATE INDEX certificate_person ON certificate (person_id);
CREATE INDEX certificate_unset ON certificate (id) WHERE sha256 IS NULL;
-- Of a nominee one certificate holds.
CREATE UNIQUE INDEX certificate_once ON certificate (nomination_id) WHERE state = 'valid';

-- What stands on a record or statement.
CREATE TABLE certificate_credit (
    certificate_id INTEGER NOT NULL REFERENCES certificate (id),
    credit_hour_id INTEGER NOT NULL REFERENCES credit_hour (id),
    PRIMARY KEY (certificate_id, credit_hour_id)
);
CREATE INDEX certificate_credit_row ON certificate_credit (credit_hour_id);
CREATE TABLE certificate_delivery (
    certificate_id INTEGER NOT NULL REFERENCES certificate (id),
    delivery_id INTEGER NOT NULL REFERENCES delivery (id),
    began_at TEXT NOT NULL,
    ended_at TEXT NOT NULL,
    PRIMARY KEY (certificate_id, delivery_id)
);
CREATE INDEX certificate_delivery_row ON certificate_delivery (delivery_id);

-- What is printed stays as it was issued, and so does what has ended it.
CREATE TRIGGER certificate_stays BEFORE UPDATE ON certificate
WHEN NEW.kind IS NOT OLD.kind OR NEW.class IS NOT OLD.class OR NEW.year IS NOT OLD.year
    OR NEW.series_no IS NOT OLD.series_no OR NEW.number IS NOT OLD.number
    OR NEW.number_key IS NOT OLD.number_key OR NEW.token IS NOT OLD.token
    OR NEW.nomination_id IS NOT OLD.nomination_id OR NEW.name IS NOT OLD.name
    OR NEW.title IS NOT OLD.title OR NEW.issuer IS NOT OLD.issuer
    OR NEW.in_charge IS NOT OLD.in_charge OR NEW.contact IS NOT OLD.contact
    OR NEW.first_day IS NOT OLD.first_day OR NEW.last_day IS NOT OLD.last_day
    OR NEW.amount IS NOT OLD.amount OR NEW.n_rows IS NOT OLD.n_rows
    OR NEW.issued_on IS NOT OLD.issued_on OR NEW.replaces_id IS NOT OLD.replaces_id
    OR OLD.sha256 IS NOT NULL AND NEW.sha256 IS NOT OLD.sha256
    OR OLD.state <> 'valid' AND (NEW.state <> OLD.state OR NEW.ended_on IS NOT OLD.ended_on
        OR NEW.ground IS NOT OLD.ground OR NEW.reason <> OLD.reason
        OR NEW.document_no <> OLD.document_no)
BEGIN SELECT RAISE(ABORT, 'certificate_stays'); END;
CREATE TRIGGER certificate_never_less BEFORE DELETE ON certificate
BEGIN SELECT RAISE(ABORT, 'certificate_stays'); END;
CREATE TRIGGER certificate_series_grows BEFORE UPDATE ON certificate_series
WHEN NEW.last_no <= OLD.last_no
BEGIN SELECT RAISE(ABORT, 'certificate_stays'); END;
CREATE TRIGGER certificate_series_never_less BEFORE DELETE ON certificate_series
BEGIN SELECT RAISE(ABORT, 'certificate_stays'); END;
CREATE TRIGGER certificate_credit_stays BEFORE UPDATE ON certificate_credit
BEGIN SELECT RAISE(ABORT, 'certificate_stays'); END;
CREATE TRIGGER certificate_credit_never_less BEFORE DELETE ON certificate_credit
BEGIN SELECT RAISE(ABORT, 'certificate_stays'); END;
CREATE TRIGGER certificate_delivery_stays BEFORE UPDATE ON certificate_delivery
BEGIN SELECT RAISE(ABORT, 'certificate_stays'); END;
CREATE TRIGGER certificate_delivery_never_less BEFORE DELETE ON certificate_delivery
BEGIN SELECT RAISE(ABORT, 'certificate_stays'); END;
