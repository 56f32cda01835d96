-- How somebody took part decides the line of the conversion table (`TRN-03`).
ALTER TABLE hour_claim ADD COLUMN participation TEXT NOT NULL DEFAULT 'half_days'
    CHECK (participation IN ('half_days', 'lesson', 'online', 'taught'));
ALTER TABLE hour_claim ADD COLUMN minutes BIGINT CHECK (minutes > 0);
ALTER TABLE hour_claim ADD COLUMN topic TEXT NOT NULL DEFAULT '';
