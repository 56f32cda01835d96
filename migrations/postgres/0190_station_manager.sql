-- Whoever looks after an e-station is a station manager, as long as the station has not ended.
INSERT INTO role_grant (person_id, role, starts_on)
SELECT person_id, 'station_manager', MIN(starts_on) FROM register_entry
WHERE kind = 'e_station' AND state <> 'ended' AND person_id IS NOT NULL
GROUP BY person_id;
