-- Whether equal means that no seat line cuts stay a tie. What was announced before said nothing of it,
-- and separates them, as it did.
ALTER TABLE award_category ADD COLUMN ties_off_line TEXT NOT NULL DEFAULT 'separate'
    CHECK (ties_off_line IN ('stay', 'separate'));
UPDATE award_category SET ties_off_line = 'stay'
    WHERE cycle_id IN (SELECT id FROM award_cycle WHERE state = 'configuring');
