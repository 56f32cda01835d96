-- What the office has said of headings that no list of words knows: the field that each of them names
-- in a kind of roster, or none, if the column is not to be read.
CREATE TABLE roster_heading (
    kind TEXT NOT NULL,
    heading TEXT NOT NULL,
    field TEXT NOT NULL,
    said_at TEXT NOT NULL,
    PRIMARY KEY (kind, heading)
);
