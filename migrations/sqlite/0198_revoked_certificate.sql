-- Revoked certificates, of which the desk asks whether paper and prize are back: few among many.
CREATE INDEX certificate_revoked ON certificate (nomination_id) WHERE state = 'revoked';
