-- Audience jurors (大众评审): a link for a group at one trial lecture, and how often each face was given.
-- Of who has answered nothing is kept: no row, no time, no address.
CREATE TABLE audience_juror_link (
    id INTEGER PRIMARY KEY,
    booking_id INTEGER NOT NULL REFERENCES booking (id),
    juror_code TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    n_jurors INTEGER NOT NULL,
    n_cast INTEGER NOT NULL,
    opened_at TEXT NOT NULL,
    closed_at TEXT,
    CHECK (n_cast BETWEEN 0 AND n_jurors)
);
CREATE INDEX audience_juror_link_booking ON audience_juror_link (booking_id);
-- One group answers at a time.
CREATE UNIQUE INDEX audience_juror_link_open ON audience_juror_link (booking_id)
    WHERE closed_at IS NULL;
CREATE TABLE audience_juror (
    link_id INTEGER NOT NULL REFERENCES audience_juror_link (id),
    question TEXT NOT NULL CHECK (question IN ('engaging', 'clear', 'useful')),
    face INTEGER NOT NULL CHECK (face BETWEEN 1 AND 5),
    n_faces INTEGER NOT NULL CHECK (n_faces > 0),
    PRIMARY KEY (link_id, question, face)
);
-- Random tokens of forms, so that one sent twice counts once; gone when the link is closed.
CREATE TABLE audience_juror_once (
    link_id INTEGER NOT NULL REFERENCES audience_juror_link (id),
    token TEXT NOT NULL,
    PRIMARY KEY (link_id, token)
);
