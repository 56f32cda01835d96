-- A second factor: what an app of the owner and this program both know, and the last half minute of
-- which a code was taken.
ALTER TABLE account ADD COLUMN factor_secret TEXT;
ALTER TABLE account ADD COLUMN factor_step BIGINT;

-- Codes for who has lost the app, each good once.
CREATE TABLE recovery_code (
    digest TEXT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id)
);
CREATE INDEX recovery_code_account ON recovery_code (account_id);

-- Roles whose holders need a second factor.
CREATE TABLE factor_demand (
    role TEXT PRIMARY KEY
);
