-- What becomes known after a verdict was confirmed: a conflict stands beside its round, and the
-- office may have the same version judged once more.
CREATE TABLE late_conflict (
    booking_id INTEGER NOT NULL REFERENCES trial_lecture (booking_id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorder_id INTEGER NOT NULL REFERENCES person (id),
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (booking_id, person_id)
);
CREATE INDEX late_conflict_person ON late_conflict (person_id);
CREATE INDEX late_conflict_recorder ON late_conflict (recorder_id);

-- `version_state` is where the version stood, and where it stands again if the repeat is called off.
CREATE TABLE repeat_sitting (
    id INTEGER PRIMARY KEY,
    booking_id INTEGER NOT NULL REFERENCES trial_lecture (booking_id),
    version_id INTEGER NOT NULL REFERENCES course_version (id),
    version_state TEXT NOT NULL,
    cycle_state TEXT NOT NULL,
    reason TEXT NOT NULL,
    orderer_id INTEGER NOT NULL REFERENCES person (id),
    ordered_at TEXT NOT NULL,
    ended TEXT CHECK (ended IN ('judged', 'called_off')),
    ended_at TEXT,
    CHECK ((ended IS NULL) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX repeat_sitting_open ON repeat_sitting (version_id) WHERE ended IS NULL;
CREATE INDEX repeat_sitting_booking ON repeat_sitting (booking_id);
CREATE INDEX repeat_sitting_orderer ON repeat_sitting (orderer_id);
