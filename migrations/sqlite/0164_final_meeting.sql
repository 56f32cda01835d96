-- The meeting of a final: one nominee at a time, in the order in which fewest judges have to leave.
CREATE TABLE final_meeting (
    cycle_id INTEGER PRIMARY KEY REFERENCES award_cycle (id),
    -- Who is spoken of, by place; 0: nobody yet.
    turn INTEGER NOT NULL CHECK (turn >= 0),
    is_closed BOOLEAN NOT NULL,
    revision INTEGER NOT NULL,
    opened_at TEXT NOT NULL
);
CREATE TABLE final_turn (
    cycle_id INTEGER NOT NULL REFERENCES final_meeting (cycle_id),
    place INTEGER NOT NULL CHECK (place > 0),
    nomination_id INTEGER NOT NULL REFERENCES nomination (id),
    called_at TEXT,
    PRIMARY KEY (cycle_id, place),
    UNIQUE (nomination_id)
);
