-- Hours of a year, whoever earned them.
CREATE INDEX credit_hour_day ON credit_hour (held_on);
