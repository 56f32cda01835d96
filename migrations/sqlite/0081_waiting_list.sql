-- The waiting list of a session; what of a longer course is given; who booked for the lecturer.
ALTER TABLE booking ADD COLUMN part TEXT NOT NULL DEFAULT '';
ALTER TABLE booking ADD COLUMN booker_id INTEGER REFERENCES person (id);
CREATE INDEX booking_booker ON booking (booker_id);
-- The short form of a trial lecture, in minutes.
ALTER TABLE review_session ADD COLUMN short_minutes INTEGER;

CREATE TABLE waiting_entry (
    id INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES review_session (id),
    version_id INTEGER NOT NULL REFERENCES course_version (id),
    lecturer_id INTEGER NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'offered', 'accepted', 'lapsed', 'withdrawn',
        'ended')),
    slot_id INTEGER REFERENCES slot (id),
    offered_until TEXT,
    created_at TEXT NOT NULL,
    CHECK (state <> 'offered' OR (slot_id IS NOT NULL AND offered_until IS NOT NULL))
);
-- A version waits once for a session, and a slot is offered to one.
CREATE UNIQUE INDEX waiting_entry_version ON waiting_entry (session_id, version_id)
    WHERE state IN ('waiting', 'offered');
CREATE UNIQUE INDEX waiting_entry_slot ON waiting_entry (slot_id) WHERE state = 'offered';
CREATE INDEX waiting_entry_lecturer ON waiting_entry (lecturer_id, state);
CREATE INDEX waiting_entry_due ON waiting_entry (offered_until) WHERE state = 'offered';

-- Slots that did not suit, so that they are not offered again.
CREATE TABLE waiting_decline (
    entry_id INTEGER NOT NULL REFERENCES waiting_entry (id),
    slot_id INTEGER NOT NULL REFERENCES slot (id),
    PRIMARY KEY (entry_id, slot_id)
);

-- What was given of a longer course belongs to its round.
CREATE TRIGGER booking_finished BEFORE UPDATE OF slot_id, version_id, state, part ON booking
WHEN (SELECT state FROM trial_lecture WHERE booking_id = OLD.id) = 'confirmed'
BEGIN SELECT RAISE(ABORT, 'finished_round'); END;
