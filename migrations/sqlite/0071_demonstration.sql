-- A database that holds a demonstration says so for good, with the password of its accounts: no
-- server takes it for one of real people.
CREATE TABLE demonstration (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    password TEXT NOT NULL
);

-- One in which the demonstration's accounts stand was loaded before there was a mark.
INSERT INTO demonstration (id, password)
SELECT 1, 'Whetstone-1' WHERE (SELECT COUNT(*) FROM account WHERE sign_in_name IN
    ('office', 'county', 'reviewer', 'lecturer', 'lecturer2', 'panelist', 'tutor', 'unit',
     'judge', 'decider', 'admin', 'supervisor')) = 12;
