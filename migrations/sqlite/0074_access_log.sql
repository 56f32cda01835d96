-- Who has signed in and out, and what was handed out; beside the chain, for it is pruned after its
-- time. Nothing in it is ever changed, and the database sees to it.

CREATE TABLE access_log (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN
        ('sign_in', 'sign_out', 'export', 'download', 'backup', 'restore', 'copy')),
    result TEXT NOT NULL CHECK (result IN
        ('done', 'wrong_password', 'wrong_factor', 'wrong_code', 'locked', 'incomplete')),
    account_id INTEGER,
    role TEXT,
    thing TEXT NOT NULL,
    thing_id INTEGER NOT NULL,
    n_rows INTEGER,
    client TEXT NOT NULL,
    route TEXT NOT NULL
);
CREATE INDEX access_log_at ON access_log (at);
CREATE INDEX access_log_account ON access_log (account_id, id);

CREATE TRIGGER access_log_is_final BEFORE UPDATE ON access_log
BEGIN SELECT RAISE(ABORT, 'access_log_is_final'); END;
