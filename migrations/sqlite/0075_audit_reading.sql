-- The chain is asked who has done something, and when.

CREATE INDEX audit_person ON audit (person_id, seq);
CREATE INDEX audit_at ON audit (at);
