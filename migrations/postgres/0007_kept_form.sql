-- Forms that were sent after the session had ended: sealed with a key that only the browser has,
-- and shown again to the same account alone.

CREATE TABLE kept_form (
    digest TEXT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    page TEXT NOT NULL,
    sealed TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX kept_form_age ON kept_form (created_at);
