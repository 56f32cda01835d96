-- How long each stage of an award takes and when it ends; what moved an end later; who is named as
-- organiser; and by whose leave a title has a word that only an approved programme may use.

CREATE TABLE award_stage (
    cycle_id INTEGER NOT NULL REFERENCES award_cycle (id),
    stage TEXT NOT NULL CHECK (stage IN ('nomination', 'eligibility', 'evaluation', 'proposal')),
    sort_order INTEGER NOT NULL,
    n_days INTEGER NOT NULL,
    -- From the announcement on: the end as it was announced, and as it is now.
    announced_until TEXT,
    ends_on TEXT,
    PRIMARY KEY (cycle_id, stage),
    CHECK ((announced_until IS NULL) = (ends_on IS NULL)),
    CHECK (ends_on IS NULL OR ends_on >= announced_until)
);

CREATE TABLE award_addendum (
    id INTEGER PRIMARY KEY,
    cycle_id INTEGER NOT NULL REFERENCES award_cycle (id),
    stage TEXT NOT NULL CHECK (stage IN ('nomination', 'eligibility', 'evaluation', 'proposal')),
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    CHECK (to_day > from_day)
);
CREATE INDEX award_addendum_cycle ON award_addendum (cycle_id);

ALTER TABLE award_cycle ADD COLUMN organiser TEXT NOT NULL DEFAULT '';
ALTER TABLE award_cycle ADD COLUMN title_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE award_cycle ADD COLUMN title_allowed_by INTEGER REFERENCES person (id);
CREATE INDEX award_cycle_title_allowed_by ON award_cycle (title_allowed_by);
