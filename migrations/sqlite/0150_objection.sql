-- Objections to an award on notice, and what follows from them: a nominee taken off the list, a
-- substitute with a notice of its own, a supplementary decision, a cycle that is given up.

-- A nominee may be taken off the list. Whoever is refused this state refuses it by a check alone, and
-- no row says anything else than before: so the check is written anew where it stands. The table
-- that is made below tells every connection that the schema has changed.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema
    SET sql = replace(sql, '''not_proposed'', ''awarded''', '''not_proposed'', ''removed'', ''awarded''')
    WHERE type = 'table' AND name = 'nomination';
PRAGMA writable_schema = RESET;

ALTER TABLE award_cycle ADD COLUMN abort_reason TEXT NOT NULL DEFAULT '';

-- Whether the seat of somebody who is taken off the list passes to the next in rank (`AWD-05`).
ALTER TABLE award_category ADD COLUMN seat_passing TEXT NOT NULL DEFAULT 'vacant'
    CHECK (seat_passing IN ('vacant', 'next_in_rank'));

CREATE TABLE objection (
    id INTEGER PRIMARY KEY,
    cycle_id INTEGER NOT NULL REFERENCES award_cycle (id),
    nomination_id INTEGER REFERENCES nomination (id),
    about TEXT NOT NULL CHECK (about IN ('nominee', 'omission', 'procedure')),
    is_letter BOOLEAN NOT NULL,
    link_digest TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('received', 'admitted', 'not_admitted', 'upheld',
        'partly_upheld', 'dismissed', 'withdrawn')),
    body TEXT NOT NULL,
    handler_id INTEGER REFERENCES person (id),
    received_on TEXT NOT NULL,
    due_at TEXT,
    is_extended BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    effect TEXT CHECK (effect IN ('nothing', 'removal', 'confirmation', 'proposal')),
    answer TEXT NOT NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT,
    revision INTEGER NOT NULL,
    CHECK ((about = 'nominee') = (nomination_id IS NOT NULL)),
    CHECK ((state IN ('received', 'admitted')) = (ended_at IS NULL)),
    CHECK (state NOT IN ('admitted', 'upheld', 'partly_upheld', 'dismissed') OR handler_id IS NOT NULL),
    CHECK (state NOT IN ('upheld', 'partly_upheld', 'dismissed') OR effect IS NOT NULL)
);
CREATE INDEX objection_cycle ON objection (cycle_id, state);
CREATE INDEX objection_nomination ON objection (nomination_id);
CREATE INDEX objection_handler ON objection (handler_id);

-- Who objects, apart from what is objected: read by the handler and the supervisor alone (`AWD-02`).
CREATE TABLE objector (
    objection_id INTEGER PRIMARY KEY REFERENCES objection (id),
    kind TEXT NOT NULL CHECK (kind IN ('person', 'organisation')),
    name TEXT NOT NULL,
    contact TEXT NOT NULL,
    scan_sha256 TEXT,
    scan_size INTEGER NOT NULL,
    scan_name TEXT NOT NULL,
    scan_type TEXT NOT NULL
);

-- Who follows somebody that was taken off the list: proposed by the office, confirmed by name, and
-- on a notice of its own.
CREATE TABLE award_substitute (
    nomination_id INTEGER PRIMARY KEY REFERENCES nomination (id),
    removed_id INTEGER NOT NULL UNIQUE REFERENCES nomination (id),
    reason TEXT NOT NULL,
    proposed_by INTEGER NOT NULL REFERENCES person (id),
    proposed_at TEXT NOT NULL,
    confirmed_by INTEGER REFERENCES person (id),
    notice_from TEXT,
    notice_until TEXT,
    CHECK ((confirmed_by IS NULL) = (notice_until IS NULL))
);
CREATE INDEX award_substitute_proposed_by ON award_substitute (proposed_by);
CREATE INDEX award_substitute_confirmed_by ON award_substitute (confirmed_by);

-- Decisions after the first, about those whose objection or notice had not ended.
CREATE TABLE award_supplement (
    id INTEGER PRIMARY KEY,
    cycle_id INTEGER NOT NULL REFERENCES award_cycle (id),
    document_no TEXT NOT NULL,
    decided_by INTEGER NOT NULL REFERENCES person (id),
    decided_at TEXT NOT NULL
);
CREATE INDEX award_supplement_cycle ON award_supplement (cycle_id);
CREATE INDEX award_supplement_decided_by ON award_supplement (decided_by);
ALTER TABLE nomination ADD COLUMN supplement_id INTEGER REFERENCES award_supplement (id);
CREATE INDEX nomination_supplement ON nomination (supplement_id);
