-- A ranking reads the nominations of its category alone.
CREATE INDEX nomination_category ON nomination (category_id);

-- Who may check a claim is told from the index, without a look at the claims themselves.
DROP INDEX hour_claim_step;
CREATE INDEX hour_claim_step ON hour_claim
    (state, step, region_id, submitted_at, person_id, unit_id, confirmer_id, verifier_id);

-- The catalogue's number is counted from this one and the appointments.
CREATE INDEX appointment_active ON appointment (person_id, state, starts_on, ends_on);
