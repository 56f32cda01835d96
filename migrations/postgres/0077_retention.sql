-- What is held of people has a day on which it goes: since when a contact has stood here, for what
-- has no date of its own, and how much was swept on which day.
ALTER TABLE person ADD COLUMN contact_at TIMESTAMPTZ;
ALTER TABLE host_unit ADD COLUMN contact_at TIMESTAMPTZ;

CREATE TABLE sweep_count (
    day DATE NOT NULL,
    class TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (day, class)
);

CREATE INDEX message_age ON message (created_at);
CREATE INDEX form_once_age ON form_once (created_at);
CREATE INDEX import_plan_age ON import_plan (created_at);
CREATE INDEX import_plan_upload ON import_plan (upload_id);
CREATE INDEX course_version_slides ON course_version (slides_id);
CREATE INDEX hour_claim_proof_file ON hour_claim (proof_id);
