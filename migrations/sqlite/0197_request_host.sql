-- Requests by the host on file: what an e-station's unit has hosted (R-11).
CREATE INDEX lecture_request_host_unit ON lecture_request (host_unit_id);
