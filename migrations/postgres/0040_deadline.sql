-- A request expires when its last time has passed before a lecturer was asked, in review as well.

DROP INDEX lecture_request_last;
CREATE INDEX lecture_request_last ON lecture_request (last_time_at)
    WHERE state IN ('county_review', 'city_review', 'returned', 'matching');
