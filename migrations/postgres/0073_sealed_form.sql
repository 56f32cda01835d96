-- A kept form is bytes, and kept as such. Servers of the version before go on with `kept_form`, which
-- goes one version later; what is in it then nobody can open, for its keys are in browsers.
CREATE TABLE sealed_form (
    digest TEXT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    page TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sealed_form_age ON sealed_form (created_at);
CREATE INDEX sealed_form_account ON sealed_form (account_id, created_at);
