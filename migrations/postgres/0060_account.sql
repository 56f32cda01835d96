-- A code is good for as long as its issuer may issue it: who that was, is kept now. Of a code from
-- before nobody knows, and it is void.
UPDATE account SET activation_digest = NULL, activation_until = NULL
    WHERE activation_digest IS NOT NULL;
ALTER TABLE account ADD COLUMN activation_issuer_id BIGINT REFERENCES person (id);
-- Since when the password is the same; none for one that is older than this column.
ALTER TABLE account ADD COLUMN password_since TIMESTAMPTZ;
ALTER TABLE account ADD COLUMN closed_at TIMESTAMPTZ;
-- What was signed in with, such as `Firefox · Windows`.
ALTER TABLE account_session ADD COLUMN device TEXT NOT NULL DEFAULT '';

-- Browsers that have signed in to an account: what strangers guess does not lock it for them.
CREATE TABLE known_browser (
    digest TEXT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id),
    seen_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (digest, account_id)
);
CREATE INDEX known_browser_account ON known_browser (account_id);
CREATE INDEX known_browser_age ON known_browser (seen_at);
