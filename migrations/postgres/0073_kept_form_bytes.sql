-- A kept form is bytes, and kept as such. Those that wait at this moment are given up: they would be
-- swept within a day.
DROP TABLE kept_form;
CREATE TABLE kept_form (
    digest TEXT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    page TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX kept_form_age ON kept_form (created_at);
CREATE INDEX kept_form_account ON kept_form (account_id, created_at);
