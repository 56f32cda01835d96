-- Whoever hands a nomination in, or nominates oneself, says that what it states is true (domain 3.6).

CREATE TABLE nomination_truth (
    nomination_id BIGINT PRIMARY KEY REFERENCES nomination (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    text_digest TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX nomination_truth_person ON nomination_truth (person_id);
