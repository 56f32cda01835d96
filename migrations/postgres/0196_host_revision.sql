-- A host is corrected on a page as it was shown there.
ALTER TABLE host_unit ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
