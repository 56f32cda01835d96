-- A second stage: those on the shortlist are judged once more, by sheets of its own or by a vote.

ALTER TABLE award_cycle DROP CONSTRAINT award_cycle_state_check;
ALTER TABLE award_cycle ADD CONSTRAINT award_cycle_state_check CHECK (state IN ('configuring',
    'nominating', 'eligibility', 'preliminary_evaluation', 'final_evaluation', 'scored', 'proposed',
    'confirmed', 'on_notice', 'decided', 'aborted'));
ALTER TABLE nomination DROP CONSTRAINT nomination_state_check;
ALTER TABLE nomination ADD CONSTRAINT nomination_state_check CHECK (state IN ('draft', 'submitted',
    'returned', 'withdrawn', 'eligible', 'ineligible', 'shortlisted', 'not_shortlisted', 'proposed',
    'not_proposed', 'removed', 'awarded', 'not_awarded'));

ALTER TABLE award_cycle ADD COLUMN final_kind TEXT NOT NULL DEFAULT 'none'
    CHECK (final_kind IN ('none', 'sheets', 'vote'));

-- A judge has a sheet of a nominee in each stage.
ALTER TABLE score_sheet ADD COLUMN stage TEXT NOT NULL DEFAULT 'preliminary'
    CHECK (stage IN ('preliminary', 'final'));
ALTER TABLE score_sheet DROP CONSTRAINT score_sheet_nomination_id_person_id_key;
ALTER TABLE score_sheet ADD UNIQUE (nomination_id, person_id, stage);

-- What a final by vote gave, and where it is on record.
CREATE TABLE final_ballot (
    category_id BIGINT PRIMARY KEY REFERENCES award_category (id),
    ballots BIGINT NOT NULL CHECK (ballots > 0),
    reference TEXT NOT NULL
);
CREATE TABLE final_vote (
    nomination_id BIGINT PRIMARY KEY REFERENCES nomination (id),
    votes BIGINT NOT NULL CHECK (votes >= 0)
);
