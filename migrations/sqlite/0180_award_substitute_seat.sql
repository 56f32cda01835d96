-- A substitute follows only somebody who had a seat: whether a nominee has one is fixed with the
-- proposal, or by having followed somebody else. So a line never has more people than seats.

ALTER TABLE award_proposal ADD COLUMN has_seat BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE award_proposal SET has_seat = is_selected;

CREATE TRIGGER award_substitute_seat BEFORE INSERT ON award_substitute
WHEN NOT EXISTS (SELECT 1 FROM nomination n WHERE n.id = NEW.removed_id AND n.state = 'removed'
    AND (EXISTS (SELECT 1 FROM award_proposal p WHERE p.nomination_id = n.id AND p.has_seat)
        OR EXISTS (SELECT 1 FROM award_substitute s WHERE s.nomination_id = n.id
            AND s.confirmed_by IS NOT NULL)))
BEGIN SELECT RAISE(ABORT, 'award_substitute_seat'); END;
