-- What the pages of a province would otherwise read from end to end, or in another order than theirs.

CREATE INDEX booking_of_slot ON booking (slot_id);
CREATE INDEX nomination_removed ON nomination (cycle_id) WHERE state = 'removed';
-- Nearly everybody is merged into nobody: that is no way to find them.
DROP INDEX person_merged;
CREATE INDEX person_merged ON person (merged_into) WHERE merged_into IS NOT NULL;
DROP INDEX organisation_merged;
CREATE INDEX organisation_merged ON organisation (merged_into) WHERE merged_into IS NOT NULL;
DROP INDEX host_unit_merged;
CREATE INDEX host_unit_merged ON host_unit (merged_into) WHERE merged_into IS NOT NULL;
-- Who is appointed on a day: as many as there are, however many were.
CREATE INDEX appointment_of_day ON appointment (ends_on, starts_on, corps, person_id)
    WHERE state = 'active';
-- Regions that have offices, in their order, without the many towns.
CREATE INDEX region_above_towns ON region (parent_id, sort_order, code) WHERE level <> 'town';
