-- Rules, sheets, ranking, proposal and decisions are read-only once they are settled; what comes later
-- is a row of its own. A person is another one only where two records of one were merged.

-- What was announced is frozen, and a decision stands.
CREATE TRIGGER award_cycle_read_only BEFORE UPDATE ON award_cycle
WHEN (OLD.state <> 'configuring' AND (NEW.title IS NOT OLD.title
    OR NEW.year IS NOT OLD.year
    OR NEW.legal_basis IS NOT OLD.legal_basis
    OR NEW.approval_no IS NOT OLD.approval_no
    OR NEW.contact IS NOT OLD.contact
    OR NEW.notice_order IS NOT OLD.notice_order
    OR NEW.organiser IS NOT OLD.organiser
    OR NEW.final_kind IS NOT OLD.final_kind
    OR NEW.most_sheets IS NOT OLD.most_sheets
    OR NEW.region_id IS NOT OLD.region_id
    OR NEW.title_reason IS NOT OLD.title_reason
    OR (OLD.rules_digest IS NOT NULL AND NEW.rules_digest IS NOT OLD.rules_digest)
    OR (OLD.rules_version IS NOT NULL AND NEW.rules_version IS NOT OLD.rules_version)
    OR (OLD.rules_day IS NOT NULL AND NEW.rules_day IS NOT OLD.rules_day)))
    OR (OLD.state IN ('decided', 'archived') AND (NEW.confirmed_at IS NOT OLD.confirmed_at
    OR NEW.notice_from IS NOT OLD.notice_from
    OR NEW.notice_until IS NOT OLD.notice_until
    OR NEW.decided_at IS NOT OLD.decided_at
    OR NEW.document_no IS NOT OLD.document_no
    OR (NEW.confirmed_by IS NOT OLD.confirmed_by AND NOT EXISTS (SELECT 1 FROM merging m WHERE m.thing = 'person'
        AND NEW.confirmed_by IN (m.kept_id, m.gone_id) AND OLD.confirmed_by IN (m.kept_id, m.gone_id)))
    OR (NEW.decided_by IS NOT OLD.decided_by AND NOT EXISTS (SELECT 1 FROM merging m WHERE m.thing = 'person'
        AND NEW.decided_by IN (m.kept_id, m.gone_id) AND OLD.decided_by IN (m.kept_id, m.gone_id)))))
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
-- The rules of a category are frozen with the announcement.
CREATE TRIGGER award_category_read_only BEFORE UPDATE ON award_category
WHEN (NEW.cycle_id IS NOT OLD.cycle_id
    OR NEW.category IS NOT OLD.category
    OR NEW.criteria IS NOT OLD.criteria
    OR NEW.quota IS NOT OLD.quota
    OR NEW.added_seats IS NOT OLD.added_seats
    OR NEW.seat_passing IS NOT OLD.seat_passing
    OR NEW.most_nominations IS NOT OLD.most_nominations
    OR NEW.ties_off_line IS NOT OLD.ties_off_line
    OR NEW.most_apart IS NOT OLD.most_apart)
    AND EXISTS (SELECT 1 FROM award_cycle c WHERE c.id = OLD.cycle_id AND c.state <> 'configuring')
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
CREATE TRIGGER award_category_stays BEFORE DELETE ON award_category
WHEN EXISTS (SELECT 1 FROM award_cycle c WHERE c.id = OLD.cycle_id AND c.state <> 'configuring')
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
-- A sheet of a closed stage counts as it counted then.
CREATE TRIGGER score_sheet_read_only BEFORE UPDATE ON score_sheet
WHEN (NEW.nomination_id IS NOT OLD.nomination_id
    OR NEW.seat_no IS NOT OLD.seat_no
    OR NEW.scores IS NOT OLD.scores
    OR NEW.comment IS NOT OLD.comment
    OR NEW.state IS NOT OLD.state
    OR NEW.stage IS NOT OLD.stage
    OR (NEW.person_id IS NOT OLD.person_id AND NOT EXISTS (SELECT 1 FROM merging m WHERE m.thing = 'person'
        AND NEW.person_id IN (m.kept_id, m.gone_id) AND OLD.person_id IN (m.kept_id, m.gone_id))))
    AND EXISTS (SELECT 1 FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id
    WHERE n.id = OLD.nomination_id AND (c.state IN ('scored', 'proposed', 'confirmed', 'on_notice', 'decided', 'archived', 'aborted')
        OR c.state = 'final_evaluation' AND OLD.stage = 'preliminary'))
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
CREATE TRIGGER score_sheet_stays BEFORE DELETE ON score_sheet
WHEN EXISTS (SELECT 1 FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id
    WHERE n.id = OLD.nomination_id AND (c.state IN ('scored', 'proposed', 'confirmed', 'on_notice', 'decided', 'archived', 'aborted')
        OR c.state = 'final_evaluation' AND OLD.stage = 'preliminary'))
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
-- Seats stay as they were when scoring closed.
CREATE TRIGGER judge_read_only BEFORE UPDATE ON judge
WHEN (NEW.cycle_id IS NOT OLD.cycle_id
    OR NEW.seat_no IS NOT OLD.seat_no
    OR (NEW.person_id IS NOT OLD.person_id AND NOT EXISTS (SELECT 1 FROM merging m WHERE m.thing = 'person'
        AND NEW.person_id IN (m.kept_id, m.gone_id) AND OLD.person_id IN (m.kept_id, m.gone_id))))
    AND EXISTS (SELECT 1 FROM award_cycle c WHERE c.id = OLD.cycle_id AND c.state IN ('scored', 'proposed', 'confirmed', 'on_notice', 'decided', 'archived', 'aborted'))
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
CREATE TRIGGER judge_stays BEFORE DELETE ON judge
WHEN EXISTS (SELECT 1 FROM award_cycle c WHERE c.id = OLD.cycle_id AND c.state IN ('scored', 'proposed', 'confirmed', 'on_notice', 'decided', 'archived', 'aborted'))
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
-- A relation that was declared stays; what becomes known later is added.
CREATE TRIGGER judge_relation_read_only BEFORE UPDATE ON judge_relation
WHEN (NEW.nomination_id IS NOT OLD.nomination_id OR (OLD.kind <> 'none' AND NEW.kind IS NOT OLD.kind)
    OR (NEW.person_id IS NOT OLD.person_id AND NOT EXISTS (SELECT 1 FROM merging m WHERE m.thing = 'person'
        AND NEW.person_id IN (m.kept_id, m.gone_id) AND OLD.person_id IN (m.kept_id, m.gone_id))))
    AND EXISTS (SELECT 1 FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id
    WHERE n.id = OLD.nomination_id AND (c.state IN ('scored', 'proposed', 'confirmed', 'on_notice', 'decided', 'archived', 'aborted')))
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
CREATE TRIGGER judge_relation_stays BEFORE DELETE ON judge_relation
WHEN EXISTS (SELECT 1 FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id
    WHERE n.id = OLD.nomination_id AND (c.state IN ('scored', 'proposed', 'confirmed', 'on_notice', 'decided', 'archived', 'aborted')))
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
-- How people have decided a tie.
CREATE TRIGGER tie_decision_read_only BEFORE UPDATE ON tie_decision
WHEN NEW.category_id IS NOT OLD.category_id
    OR NEW.decision IS NOT OLD.decision
    OR NEW.decided_at IS NOT OLD.decided_at
    OR (NEW.person_id IS NOT OLD.person_id AND NOT EXISTS (SELECT 1 FROM merging m WHERE m.thing = 'person'
        AND NEW.person_id IN (m.kept_id, m.gone_id) AND OLD.person_id IN (m.kept_id, m.gone_id)))
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
CREATE TRIGGER tie_decision_stays BEFORE DELETE ON tie_decision
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
-- Proposal and votes stand with the decision.
CREATE TRIGGER award_proposal_read_only BEFORE UPDATE ON award_proposal
WHEN EXISTS (SELECT 1 FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id
    WHERE n.id = OLD.nomination_id AND (c.state IN ('decided', 'archived')))
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
CREATE TRIGGER award_proposal_stays BEFORE DELETE ON award_proposal
WHEN EXISTS (SELECT 1 FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id
    WHERE n.id = OLD.nomination_id AND (c.state IN ('decided', 'archived')))
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
CREATE TRIGGER final_vote_read_only BEFORE UPDATE ON final_vote
WHEN EXISTS (SELECT 1 FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id
    WHERE n.id = OLD.nomination_id AND (c.state IN ('decided', 'archived')))
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
CREATE TRIGGER final_vote_stays BEFORE DELETE ON final_vote
WHEN EXISTS (SELECT 1 FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id
    WHERE n.id = OLD.nomination_id AND (c.state IN ('decided', 'archived')))
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
CREATE TRIGGER final_ballot_read_only BEFORE UPDATE ON final_ballot
WHEN EXISTS (SELECT 1 FROM award_category k JOIN award_cycle c ON c.id = k.cycle_id
    WHERE k.id = OLD.category_id AND c.state IN ('decided', 'archived'))
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
CREATE TRIGGER final_ballot_stays BEFORE DELETE ON final_ballot
WHEN EXISTS (SELECT 1 FROM award_category k JOIN award_cycle c ON c.id = k.cycle_id
    WHERE k.id = OLD.category_id AND c.state IN ('decided', 'archived'))
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
-- Decisions after the first.
CREATE TRIGGER award_supplement_read_only BEFORE UPDATE ON award_supplement
WHEN NEW.cycle_id IS NOT OLD.cycle_id
    OR NEW.document_no IS NOT OLD.document_no
    OR NEW.decided_at IS NOT OLD.decided_at
    OR (NEW.decided_by IS NOT OLD.decided_by AND NOT EXISTS (SELECT 1 FROM merging m WHERE m.thing = 'person'
        AND NEW.decided_by IN (m.kept_id, m.gone_id) AND OLD.decided_by IN (m.kept_id, m.gone_id)))
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
CREATE TRIGGER award_supplement_stays BEFORE DELETE ON award_supplement
BEGIN SELECT RAISE(ABORT, 'award_read_only'); END;
