-- Messages that also come by mail, if the reader wants it (decision 0065).

-- What a message tells of, and its topic, as the table of who hears of what says; empty in those of a
-- server of the version before.
ALTER TABLE message ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN topic TEXT NOT NULL DEFAULT '';
CREATE INDEX message_kind_unread ON message (kind, created_at) WHERE read_at IS NULL;

-- Where somebody wants them: topics stand between commas, with one before the first and after the
-- last. Without a confirmation nothing is sent there but the question for it.
CREATE TABLE mail_address (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    address TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('zh', 'en')),
    topics TEXT NOT NULL,
    link_digest TEXT UNIQUE,
    asked_at TEXT NOT NULL,
    confirmed_at TEXT,
    -- Since when mails have not arrived there.
    failed_at TEXT
);

-- What is to be mailed: a message, or the question whether an address is somebody's, with the end of
-- its link until it is sent.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    message_id INTEGER REFERENCES message (id) ON DELETE CASCADE,
    secret TEXT,
    created_at TEXT NOT NULL,
    run_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    lease TEXT,
    leased_until TEXT,
    sent_at TEXT,
    given_up_at TEXT,
    -- What the other side said last.
    problem TEXT NOT NULL DEFAULT '',
    CHECK (message_id IS NOT NULL OR secret IS NOT NULL OR sent_at IS NOT NULL OR given_up_at IS NOT NULL)
);
CREATE INDEX outbox_due ON outbox (run_at, id) WHERE sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX outbox_given_up ON outbox (given_up_at) WHERE given_up_at IS NOT NULL;
CREATE INDEX outbox_person ON outbox (person_id);
CREATE INDEX outbox_message ON outbox (message_id);

-- Whatever has sent a message: the mail is of the same transaction.
CREATE TRIGGER message_outbox AFTER INSERT ON message
BEGIN
    INSERT INTO outbox (person_id, message_id, created_at, run_at)
    SELECT NEW.person_id, NEW.id, NEW.created_at, NEW.created_at FROM mail_address a
    WHERE a.person_id = NEW.person_id AND a.confirmed_at IS NOT NULL
        AND a.topics LIKE '%,' || NEW.topic || ',%';
END;
