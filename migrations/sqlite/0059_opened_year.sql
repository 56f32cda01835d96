-- Assessment years that are closed and that the city has opened again; closing one removes its row,
-- and the chain keeps both.
CREATE TABLE opened_year (
    year INTEGER PRIMARY KEY,
    reason TEXT NOT NULL,
    opener_id INTEGER NOT NULL REFERENCES person (id),
    opened_at TEXT NOT NULL
);
