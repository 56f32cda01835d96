-- Two records of one unit become one. Of two hosts of one county that are then one unit's, the one
-- that was merged leads to the other.
ALTER TABLE organisation ADD COLUMN merged_into BIGINT REFERENCES organisation (id);
CREATE INDEX organisation_merged ON organisation (merged_into);
ALTER TABLE host_unit ADD COLUMN merged_into BIGINT REFERENCES host_unit (id);
CREATE INDEX host_unit_merged ON host_unit (merged_into);
