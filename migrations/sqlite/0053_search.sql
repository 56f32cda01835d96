-- Which way the keys by which people are found were made, and how far they are made anew: keys of an
-- older way are made anew by the program, some people at a time.
CREATE TABLE search_version (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL,
    next_person INTEGER NOT NULL
);
INSERT INTO search_version (id, version, next_person) VALUES (1, 1, 0);
