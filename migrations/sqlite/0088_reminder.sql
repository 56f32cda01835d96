-- What somebody was reminded of, once for each deadline: `since` is the instant from which it counts.
CREATE TABLE reminder (
    kind TEXT NOT NULL,
    thing_id INTEGER NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (kind, thing_id, since)
);
