-- The only table that says when a person or a place is taken: one row per party.

CREATE TABLE commitment (
    id INTEGER PRIMARY KEY,
    party_id INTEGER NOT NULL REFERENCES party (id),
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'confirmed', 'released')),
    held_until TEXT,
    source TEXT NOT NULL,
    source_id INTEGER NOT NULL,
    slot_id INTEGER,
    place_id INTEGER REFERENCES place (id),
    CHECK (starts_at < ends_at),
    CHECK (state <> 'held' OR held_until IS NOT NULL)
);
CREATE INDEX commitment_live ON commitment (party_id, starts_at) WHERE state IN ('held', 'confirmed');
CREATE INDEX commitment_source ON commitment (source, source_id);
CREATE INDEX commitment_slot ON commitment (slot_id);

-- Neither form knows the time: lapsed holds are released first, in the same transaction.
CREATE TRIGGER commitment_overlap_insert BEFORE INSERT ON commitment
WHEN NEW.state IN ('held', 'confirmed') AND EXISTS (
    SELECT 1 FROM commitment AS other
    WHERE other.party_id = NEW.party_id AND other.state IN ('held', 'confirmed')
      AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at)
BEGIN SELECT RAISE(ABORT, 'commitment_overlap'); END;
CREATE TRIGGER commitment_overlap_update
BEFORE UPDATE OF party_id, starts_at, ends_at, state ON commitment
WHEN NEW.state IN ('held', 'confirmed') AND EXISTS (
    SELECT 1 FROM commitment AS other
    WHERE other.id <> NEW.id
      AND other.party_id = NEW.party_id AND other.state IN ('held', 'confirmed')
      AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at)
BEGIN SELECT RAISE(ABORT, 'commitment_overlap'); END;
