-- Counts what is written without a line in the chain and yet stands on pages, such as drafts: with
-- the chain's length it tells whether a page that was kept is still right.
CREATE TABLE edition (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    n_unlined INTEGER NOT NULL
);
INSERT INTO edition (id, n_unlined) VALUES (1, 0);
