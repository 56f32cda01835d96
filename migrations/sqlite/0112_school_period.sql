-- The school calendar: terms, holidays and weeks of exams by region (CAL-05).
CREATE TABLE school_period (
    id INTEGER PRIMARY KEY,
    region_id INTEGER NOT NULL REFERENCES region (id),
    kind TEXT NOT NULL CHECK (kind IN ('term', 'holiday', 'exams')),
    title TEXT NOT NULL,
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    revision INTEGER NOT NULL,
    CHECK (first_on <= last_on),
    UNIQUE (region_id, kind, first_on)
);
