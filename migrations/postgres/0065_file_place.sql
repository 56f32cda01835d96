-- The mark of the folder or bucket where the uploads of this database are: a server that is started
-- with another one is refused.
CREATE TABLE file_place (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    mark TEXT NOT NULL
);
