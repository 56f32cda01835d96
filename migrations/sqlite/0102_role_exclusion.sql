-- Which roles nobody has together. A row without another role excludes every role that has no such
-- row itself: who watches over the others is none of them (`LAW-72`).
CREATE TABLE role_exclusion (
    id INTEGER PRIMARY KEY,
    one TEXT NOT NULL,
    other TEXT,
    starts_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    adder_id INTEGER REFERENCES person (id),
    ended_at TEXT,
    ender_id INTEGER REFERENCES person (id),
    CHECK (one <> other),
    CHECK (other IS NOT NULL OR ended_at IS NULL)
);
CREATE UNIQUE INDEX role_exclusion_live ON role_exclusion (one, COALESCE(other, ''))
    WHERE ended_at IS NULL;
INSERT INTO role_exclusion (one, other, starts_on, reason) VALUES
    ('audit_administrator', NULL, '2026-11-01', 'LAW-72'),
    ('supervisor', NULL, '2026-11-01', 'LAW-72');

DROP TRIGGER role_grant_excluded;
DROP TRIGGER role_grant_excluded_later;
CREATE TRIGGER role_grant_excluded BEFORE INSERT ON role_grant
WHEN EXISTS (
    SELECT 1 FROM role_grant g JOIN role_exclusion x ON x.ended_at IS NULL AND (
            (x.one = g.role AND x.other = NEW.role) OR (x.one = NEW.role AND x.other = g.role)
            OR (x.other IS NULL AND x.one = g.role AND NEW.role NOT IN (
                SELECT w.one FROM role_exclusion w WHERE w.other IS NULL AND w.ended_at IS NULL))
            OR (x.other IS NULL AND x.one = NEW.role AND g.role NOT IN (
                SELECT w.one FROM role_exclusion w WHERE w.other IS NULL AND w.ended_at IS NULL)))
    WHERE g.person_id = NEW.person_id
    AND (g.ends_on IS NULL OR g.ends_on > NEW.starts_on)
    AND (NEW.ends_on IS NULL OR NEW.ends_on > g.starts_on))
BEGIN
    SELECT RAISE(ABORT, 'role_grant_excluded');
END;
CREATE TRIGGER role_grant_excluded_later BEFORE UPDATE OF role, ends_on ON role_grant
WHEN (NEW.role <> OLD.role
        OR (OLD.ends_on IS NOT NULL AND (NEW.ends_on IS NULL OR NEW.ends_on > OLD.ends_on)))
    AND EXISTS (
    SELECT 1 FROM role_grant g JOIN role_exclusion x ON x.ended_at IS NULL AND (
            (x.one = g.role AND x.other = NEW.role) OR (x.one = NEW.role AND x.other = g.role)
            OR (x.other IS NULL AND x.one = g.role AND NEW.role NOT IN (
                SELECT w.one FROM role_exclusion w WHERE w.other IS NULL AND w.ended_at IS NULL))
            OR (x.other IS NULL AND x.one = NEW.role AND g.role NOT IN (
                SELECT w.one FROM role_exclusion w WHERE w.other IS NULL AND w.ended_at IS NULL)))
    WHERE g.person_id = NEW.person_id AND g.id <> NEW.id
    AND (g.ends_on IS NULL OR (g.ends_on > NEW.starts_on AND g.ends_on > g.starts_on))
    AND (NEW.ends_on IS NULL OR NEW.ends_on > g.starts_on))
BEGIN
    SELECT RAISE(ABORT, 'role_grant_excluded');
END;

-- Nobody has both when a pair begins.
CREATE TRIGGER role_exclusion_broken BEFORE INSERT ON role_exclusion
WHEN EXISTS (
    SELECT 1 FROM role_grant g JOIN role_grant h ON h.person_id = g.person_id
    WHERE g.role = NEW.one AND h.role = NEW.other
    AND (g.ends_on IS NULL OR (g.ends_on > NEW.starts_on AND g.ends_on > h.starts_on))
    AND (h.ends_on IS NULL OR (h.ends_on > NEW.starts_on AND h.ends_on > g.starts_on)))
BEGIN
    SELECT RAISE(ABORT, 'role_exclusion_broken');
END;
-- A pair ends and does not change.
CREATE TRIGGER role_exclusion_stays BEFORE UPDATE ON role_exclusion
WHEN NEW.one <> OLD.one OR NEW.other IS NOT OLD.other OR OLD.ended_at IS NOT NULL
    AND NEW.ended_at IS NOT OLD.ended_at
BEGIN
    SELECT RAISE(ABORT, 'role_exclusion_stays');
END;
