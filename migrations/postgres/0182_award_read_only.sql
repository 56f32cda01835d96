-- Rules, sheets, ranking, proposal and decisions are read-only once they are settled; what comes later
-- is a row of its own. A person is another one only where two records of one were merged.

-- What was announced is frozen, and a decision stands.
CREATE FUNCTION award_cycle_read_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state <> 'configuring' AND (NEW.title IS DISTINCT FROM OLD.title
        OR NEW.year IS DISTINCT FROM OLD.year
        OR NEW.legal_basis IS DISTINCT FROM OLD.legal_basis
        OR NEW.approval_no IS DISTINCT FROM OLD.approval_no
        OR NEW.contact IS DISTINCT FROM OLD.contact
        OR NEW.notice_order IS DISTINCT FROM OLD.notice_order
        OR NEW.organiser IS DISTINCT FROM OLD.organiser
        OR NEW.final_kind IS DISTINCT FROM OLD.final_kind
        OR NEW.most_sheets IS DISTINCT FROM OLD.most_sheets
        OR NEW.region_id IS DISTINCT FROM OLD.region_id
        OR NEW.title_reason IS DISTINCT FROM OLD.title_reason
        OR (OLD.rules_digest IS NOT NULL AND NEW.rules_digest IS DISTINCT FROM OLD.rules_digest)
        OR (OLD.rules_version IS NOT NULL AND NEW.rules_version IS DISTINCT FROM OLD.rules_version)
        OR (OLD.rules_day IS NOT NULL AND NEW.rules_day IS DISTINCT FROM OLD.rules_day)))
        OR (OLD.state IN ('decided', 'archived') AND (NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at
        OR NEW.notice_from IS DISTINCT FROM OLD.notice_from
        OR NEW.notice_until IS DISTINCT FROM OLD.notice_until
        OR NEW.decided_at IS DISTINCT FROM OLD.decided_at
        OR NEW.document_no IS DISTINCT FROM OLD.document_no
        OR (NEW.confirmed_by IS DISTINCT FROM OLD.confirmed_by AND NOT EXISTS (SELECT 1 FROM merging m WHERE m.thing = 'person'
            AND NEW.confirmed_by IN (m.kept_id, m.gone_id) AND OLD.confirmed_by IN (m.kept_id, m.gone_id)))
        OR (NEW.decided_by IS DISTINCT FROM OLD.decided_by AND NOT EXISTS (SELECT 1 FROM merging m WHERE m.thing = 'person'
            AND NEW.decided_by IN (m.kept_id, m.gone_id) AND OLD.decided_by IN (m.kept_id, m.gone_id))))) THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER award_cycle_read_only BEFORE UPDATE ON award_cycle
FOR EACH ROW EXECUTE FUNCTION award_cycle_read_only();
-- The rules of a category are frozen with the announcement.
CREATE FUNCTION award_category_read_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.cycle_id IS DISTINCT FROM OLD.cycle_id
        OR NEW.category IS DISTINCT FROM OLD.category
        OR NEW.criteria IS DISTINCT FROM OLD.criteria
        OR NEW.quota IS DISTINCT FROM OLD.quota
        OR NEW.added_seats IS DISTINCT FROM OLD.added_seats
        OR NEW.seat_passing IS DISTINCT FROM OLD.seat_passing
        OR NEW.most_nominations IS DISTINCT FROM OLD.most_nominations
        OR NEW.ties_off_line IS DISTINCT FROM OLD.ties_off_line
        OR NEW.most_apart IS DISTINCT FROM OLD.most_apart)
        AND EXISTS (SELECT 1 FROM award_cycle c WHERE c.id = OLD.cycle_id AND c.state <> 'configuring') THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER award_category_read_only BEFORE UPDATE ON award_category
FOR EACH ROW EXECUTE FUNCTION award_category_read_only();
CREATE FUNCTION award_category_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM award_cycle c WHERE c.id = OLD.cycle_id AND c.state <> 'configuring') THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER award_category_stays BEFORE DELETE ON award_category
FOR EACH ROW EXECUTE FUNCTION award_category_stays();
-- A sheet of a closed stage counts as it counted then.
CREATE FUNCTION score_sheet_read_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.nomination_id IS DISTINCT FROM OLD.nomination_id
        OR NEW.seat_no IS DISTINCT FROM OLD.seat_no
        OR NEW.scores IS DISTINCT FROM OLD.scores
        OR NEW.comment IS DISTINCT FROM OLD.comment
        OR NEW.state IS DISTINCT FROM OLD.state
        OR NEW.stage IS DISTINCT FROM OLD.stage
        OR (NEW.person_id IS DISTINCT FROM OLD.person_id AND NOT EXISTS (SELECT 1 FROM merging m WHERE m.thing = 'person'
            AND NEW.person_id IN (m.kept_id, m.gone_id) AND OLD.person_id IN (m.kept_id, m.gone_id))))
        AND EXISTS (SELECT 1 FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id
        WHERE n.id = OLD.nomination_id AND (c.state IN ('scored', 'proposed', 'confirmed', 'on_notice', 'decided', 'archived', 'aborted')
            OR c.state = 'final_evaluation' AND OLD.stage = 'preliminary')) THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER score_sheet_read_only BEFORE UPDATE ON score_sheet
FOR EACH ROW EXECUTE FUNCTION score_sheet_read_only();
CREATE FUNCTION score_sheet_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id
        WHERE n.id = OLD.nomination_id AND (c.state IN ('scored', 'proposed', 'confirmed', 'on_notice', 'decided', 'archived', 'aborted')
            OR c.state = 'final_evaluation' AND OLD.stage = 'preliminary')) THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER score_sheet_stays BEFORE DELETE ON score_sheet
FOR EACH ROW EXECUTE FUNCTION score_sheet_stays();
-- Seats stay as they were when scoring closed.
CREATE FUNCTION judge_read_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.cycle_id IS DISTINCT FROM OLD.cycle_id
        OR NEW.seat_no IS DISTINCT FROM OLD.seat_no
        OR (NEW.person_id IS DISTINCT FROM OLD.person_id AND NOT EXISTS (SELECT 1 FROM merging m WHERE m.thing = 'person'
            AND NEW.person_id IN (m.kept_id, m.gone_id) AND OLD.person_id IN (m.kept_id, m.gone_id))))
        AND EXISTS (SELECT 1 FROM award_cycle c WHERE c.id = OLD.cycle_id AND c.state IN ('scored', 'proposed', 'confirmed', 'on_notice', 'decided', 'archived', 'aborted')) THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER judge_read_only BEFORE UPDATE ON judge
FOR EACH ROW EXECUTE FUNCTION judge_read_only();
CREATE FUNCTION judge_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM award_cycle c WHERE c.id = OLD.cycle_id AND c.state IN ('scored', 'proposed', 'confirmed', 'on_notice', 'decided', 'archived', 'aborted')) THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER judge_stays BEFORE DELETE ON judge
FOR EACH ROW EXECUTE FUNCTION judge_stays();
-- A relation that was declared stays; what becomes known later is added.
CREATE FUNCTION judge_relation_read_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.nomination_id IS DISTINCT FROM OLD.nomination_id OR (OLD.kind <> 'none' AND NEW.kind IS DISTINCT FROM OLD.kind)
        OR (NEW.person_id IS DISTINCT FROM OLD.person_id AND NOT EXISTS (SELECT 1 FROM merging m WHERE m.thing = 'person'
            AND NEW.person_id IN (m.kept_id, m.gone_id) AND OLD.person_id IN (m.kept_id, m.gone_id))))
        AND EXISTS (SELECT 1 FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id
        WHERE n.id = OLD.nomination_id AND (c.state IN ('scored', 'proposed', 'confirmed', 'on_notice', 'decided', 'archived', 'aborted'))) THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER judge_relation_read_only BEFORE UPDATE ON judge_relation
FOR EACH ROW EXECUTE FUNCTION judge_relation_read_only();
CREATE FUNCTION judge_relation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id
        WHERE n.id = OLD.nomination_id AND (c.state IN ('scored', 'proposed', 'confirmed', 'on_notice', 'decided', 'archived', 'aborted'))) THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER judge_relation_stays BEFORE DELETE ON judge_relation
FOR EACH ROW EXECUTE FUNCTION judge_relation_stays();
-- How people have decided a tie.
CREATE FUNCTION tie_decision_read_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.category_id IS DISTINCT FROM OLD.category_id
        OR NEW.decision IS DISTINCT FROM OLD.decision
        OR NEW.decided_at IS DISTINCT FROM OLD.decided_at
        OR (NEW.person_id IS DISTINCT FROM OLD.person_id AND NOT EXISTS (SELECT 1 FROM merging m WHERE m.thing = 'person'
            AND NEW.person_id IN (m.kept_id, m.gone_id) AND OLD.person_id IN (m.kept_id, m.gone_id))) THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tie_decision_read_only BEFORE UPDATE ON tie_decision
FOR EACH ROW EXECUTE FUNCTION tie_decision_read_only();
CREATE FUNCTION tie_decision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER tie_decision_stays BEFORE DELETE ON tie_decision
FOR EACH ROW EXECUTE FUNCTION tie_decision_stays();
-- Proposal and votes stand with the decision.
CREATE FUNCTION award_proposal_read_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id
        WHERE n.id = OLD.nomination_id AND (c.state IN ('decided', 'archived'))) THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER award_proposal_read_only BEFORE UPDATE ON award_proposal
FOR EACH ROW EXECUTE FUNCTION award_proposal_read_only();
CREATE FUNCTION award_proposal_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id
        WHERE n.id = OLD.nomination_id AND (c.state IN ('decided', 'archived'))) THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER award_proposal_stays BEFORE DELETE ON award_proposal
FOR EACH ROW EXECUTE FUNCTION award_proposal_stays();
CREATE FUNCTION final_vote_read_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id
        WHERE n.id = OLD.nomination_id AND (c.state IN ('decided', 'archived'))) THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER final_vote_read_only BEFORE UPDATE ON final_vote
FOR EACH ROW EXECUTE FUNCTION final_vote_read_only();
CREATE FUNCTION final_vote_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id
        WHERE n.id = OLD.nomination_id AND (c.state IN ('decided', 'archived'))) THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER final_vote_stays BEFORE DELETE ON final_vote
FOR EACH ROW EXECUTE FUNCTION final_vote_stays();
CREATE FUNCTION final_ballot_read_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM award_category k JOIN award_cycle c ON c.id = k.cycle_id
        WHERE k.id = OLD.category_id AND c.state IN ('decided', 'archived')) THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER final_ballot_read_only BEFORE UPDATE ON final_ballot
FOR EACH ROW EXECUTE FUNCTION final_ballot_read_only();
CREATE FUNCTION final_ballot_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM award_category k JOIN award_cycle c ON c.id = k.cycle_id
        WHERE k.id = OLD.category_id AND c.state IN ('decided', 'archived')) THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER final_ballot_stays BEFORE DELETE ON final_ballot
FOR EACH ROW EXECUTE FUNCTION final_ballot_stays();
-- Decisions after the first.
CREATE FUNCTION award_supplement_read_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.cycle_id IS DISTINCT FROM OLD.cycle_id
        OR NEW.document_no IS DISTINCT FROM OLD.document_no
        OR NEW.decided_at IS DISTINCT FROM OLD.decided_at
        OR (NEW.decided_by IS DISTINCT FROM OLD.decided_by AND NOT EXISTS (SELECT 1 FROM merging m WHERE m.thing = 'person'
            AND NEW.decided_by IN (m.kept_id, m.gone_id) AND OLD.decided_by IN (m.kept_id, m.gone_id))) THEN
        RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER award_supplement_read_only BEFORE UPDATE ON award_supplement
FOR EACH ROW EXECUTE FUNCTION award_supplement_read_only();
CREATE FUNCTION award_supplement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'award_read_only' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER award_supplement_stays BEFORE DELETE ON award_supplement
FOR EACH ROW EXECUTE FUNCTION award_supplement_stays();
