-- The texts of slides, so that two versions of a course can be laid beside each other.
CREATE TABLE slide (
    upload_id INTEGER NOT NULL REFERENCES upload (id) ON DELETE CASCADE,
    slide_no INTEGER NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (upload_id, slide_no)
);
