-- Places at a training that the organiser takes back, or that are asked about anew after it was
-- moved; and why a lecture was held on another day than the agreed one.
ALTER TABLE enrolment DROP CONSTRAINT enrolment_state_check;
ALTER TABLE enrolment ADD CONSTRAINT enrolment_state_check
    CHECK (state IN ('applied', 'approved', 'asked', 'rejected', 'withdrawn', 'removed',
        'attended', 'partial', 'absent'));

ALTER TABLE delivery ADD COLUMN day_reason TEXT NOT NULL DEFAULT '';
