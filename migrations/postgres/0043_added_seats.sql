-- Seats are added at a tie only where the document of the cycle allows it (domain §3.6.3); where some
-- were added before, it did.
ALTER TABLE award_category ADD COLUMN added_seats TEXT NOT NULL DEFAULT 'forbidden'
    CHECK (added_seats IN ('forbidden', 'allowed'));
UPDATE award_category SET added_seats = 'allowed'
    WHERE id IN (SELECT category_id FROM tie_decision WHERE decision LIKE '%added_seat%');
