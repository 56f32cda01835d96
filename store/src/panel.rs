//! The panels of sessions: seats, answers, and what the rules need to know of people.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{FieldId, OrganisationId, PartyId, PersonId, ReviewSessionId},
    organisation::OrganisationKind,
    panel::PanelAnswer,
};

use crate::{Conn, StoreError, Tx, row::decoded, statement::sql};

/// A member of a panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PanelRow {
    /// The session.
    pub session_id: ReviewSessionId,
    /// Seat, from 1; seat 1 takes the chair.
    pub seat_no: i64,
    /// The person.
    pub person_id: PersonId,
    /// The party that is taken.
    pub party_id: PartyId,
    /// Name.
    pub name: String,
    /// What was answered to the invitation.
    pub answer: Option<PanelAnswer>,
    /// Why not.
    pub answer_reason: String,
}

decoded! {
    PanelRow: session_id, seat_no, person_id, party_id, name, answer, answer_reason
}

/// What the panel rules need to know of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerRow {
    /// The person.
    pub person_id: PersonId,
    /// A discipline; further ones have rows of their own.
    pub field_id: Option<FieldId>,
    /// In a row of its own: somebody whom the person may never judge, as far as it was declared or
    /// became known before.
    pub tied_to: Option<PersonId>,
}

decoded! { PeerRow: person_id, field_id, tied_to }

/// A stay at an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StayRow {
    /// The person.
    pub person_id: PersonId,
    /// Where.
    pub organisation_id: OrganisationId,
    /// Kind of the organisation.
    pub kind: OrganisationKind,
    /// The first day after it.
    pub ends_on: Option<NaiveDate>,
}

decoded! { StayRow: person_id, organisation_id, kind, ends_on }

const PANELS: &str = "SELECT m.session_id, m.seat_no, m.person_id, p.party_id, p.name, \
    m.answer, m.answer_reason FROM panelist m JOIN person p ON p.id = m.person_id WHERE m.session_id IN ";
/// With kin as it was declared once, what was declared since `$1` of teachers and since `$2` of joint
/// work, and what became known after a verdict.
const PEERS: &str =
    "SELECT id AS person_id, field_id, CAST(NULL AS BIGINT) AS tied_to FROM person WHERE id IN ";
const FURTHER: &str = " UNION ALL SELECT person_id, field_id, CAST(NULL AS BIGINT) FROM person_field WHERE person_id IN ";
const TIES: &str = " UNION ALL SELECT r.person_id, CAST(NULL AS BIGINT), \
    (SELECT b.lecturer_id FROM booking b WHERE b.id = r.booking_id) FROM panel_relation r \
    WHERE (r.kind = 'close_relative' OR (r.kind = 'teacher_student' AND r.declared_at >= $1) \
        OR (r.kind = 'joint_work' AND r.declared_at >= $2)) AND r.person_id IN ";
const LATE_TIES: &str = " UNION ALL SELECT c.person_id, CAST(NULL AS BIGINT), \
    (SELECT b.lecturer_id FROM booking b WHERE b.id = c.booking_id) FROM late_conflict c \
    WHERE c.person_id IN ";
// What an office has on file goes on, or ended no longer ago than the same years.
const ON_FILE: &str = " UNION ALL SELECT t.person_id, CAST(NULL AS BIGINT), t.other_id FROM person_tie t \
    WHERE (t.ends_on IS NULL OR (t.kind = 'mentoring' AND t.ends_on >= $3) \
        OR (t.kind = 'joint_course' AND t.ends_on >= $4)) AND t.person_id IN ";
const STAYS: &str = "SELECT a.person_id, a.organisation_id, o.kind, a.ends_on FROM affiliation a \
    JOIN organisation o ON o.id = a.organisation_id WHERE a.person_id IN ";
const SET_ANSWER: &str = "UPDATE panelist SET answer = $3, answer_reason = $4 \
    WHERE session_id = $1 AND person_id = $2";
const REPLACE: &str = "UPDATE panelist SET person_id = $3, answer = NULL, answer_reason = '' \
    WHERE session_id = $1 AND seat_no = $2";
const ASK_ANEW: &str = "UPDATE panelist SET answer = NULL \
    WHERE session_id = $1 AND answer = 'accepted'";
const SET_ANSWER_UNTIL: &str = "UPDATE review_session SET answer_until = $2 WHERE id = $1";

impl Conn {
    /// The panels of sessions, in the order of seats.
    pub async fn list_panels(
        &mut self,
        ids: &[ReviewSessionId],
    ) -> Result<Vec<PanelRow>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(PANELS).list(ids).push(" ORDER BY m.session_id, m.seat_no")).await
    }

    /// Disciplines of people, and rows of those whom one of them may never judge: by kinship, by
    /// teaching and joint work that went on since these days or were declared since they began, and by
    /// what became known later.
    pub async fn list_peers(
        &mut self,
        people: &[PersonId],
        [(taught, teaching), (worked, work)]: [(NaiveDate, DateTime<Utc>); 2],
    ) -> Result<Vec<PeerRow>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let peers = sql(PEERS).bind(teaching).bind(work).bind(taught).bind(worked).list(people);
        let peers = peers.push(FURTHER).list(people).push(TIES).list(people);
        let peers = peers.push(LATE_TIES).list(people);
        self.all(peers.push(ON_FILE).list(people)).await
    }

    /// Present and past workplaces of people.
    pub async fn list_stays(&mut self, people: &[PersonId]) -> Result<Vec<StayRow>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(STAYS).list(people)).await
    }
}

impl Tx {
    /// What a panelist answers to the invitation.
    pub async fn set_panel_answer(
        &mut self,
        (session, person): (ReviewSessionId, PersonId),
        answer: PanelAnswer,
        reason: &str,
    ) -> Result<(), StoreError> {
        self.run(sql(SET_ANSWER).bind(session).bind(person).bind(answer).bind(reason)).await
    }

    /// Gives a seat to somebody else, who has not answered; [`StoreError::Conflict`] if that person
    /// has a seat there.
    pub async fn set_panelist(
        &mut self,
        (session, seat_no): (ReviewSessionId, i64),
        person: PersonId,
    ) -> Result<(), StoreError> {
        self.run(sql(REPLACE).bind(session).bind(seat_no).bind(person)).await
    }

    /// Asks a panel until an instant; who had accepted is asked anew, who cannot come is not.
    pub async fn set_panel_asked(
        &mut self,
        session: ReviewSessionId,
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(ASK_ANEW).bind(session)).await?;
        self.set_answer_until(session, until).await
    }

    /// Until when answers are awaited, of a panel or of lecturers whose slots were moved.
    pub async fn set_answer_until(
        &mut self,
        session: ReviewSessionId,
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(SET_ANSWER_UNTIL).bind(session).bind(until)).await
    }
}
