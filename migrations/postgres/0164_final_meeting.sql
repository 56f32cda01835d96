-- The meeting of a final: one nominee at a time, in the order in which fewest judges have to leave.
CREATE TABLE final_meeting (
    cycle_id BIGINT PRIMARY KEY REFERENCES award_cycle (id),
    -- Who is spoken of, by place; 0: nobody yet.
    turn BIGINT NOT NULL CHECK (turn >= 0),
    is_closed BOOLEAN NOT NULL,
    revision BIGINT NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL
);
CREATE TABLE final_turn (
    cycle_id BIGINT NOT NULL REFERENCES final_meeting (cycle_id),
    place BIGINT NOT NULL CHECK (place > 0),
    nomination_id BIGINT NOT NULL REFERENCES nomination (id),
    called_at TIMESTAMPTZ,
    PRIMARY KEY (cycle_id, place),
    UNIQUE (nomination_id)
);
