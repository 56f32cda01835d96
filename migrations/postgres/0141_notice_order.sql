-- In which order names stand on the notice of an award; what was announced before stands by units.
ALTER TABLE award_cycle ADD COLUMN notice_order TEXT NOT NULL DEFAULT 'region'
    CHECK (notice_order IN ('region', 'strokes', 'rank'));
