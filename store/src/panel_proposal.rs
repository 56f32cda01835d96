//! What a proposal of panels follows from, and the panels that become of it.

use chrono::{DateTime, Utc};
use domain::{
    audience::SchoolStage,
    id::{CourseVersionId, OrganisationId, PartyId, PersonId, PlaceId, RegionId, ReviewSessionId},
};

use crate::{Conn, StoreError, Tx, row::decoded, statement::sql};

/// What takes a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenRow {
    /// Whom.
    pub party_id: PartyId,
    /// First instant.
    pub starts_at: DateTime<Utc>,
    /// First instant after it.
    pub ends_at: DateTime<Utc>,
    /// Where; none for a video call.
    pub place_id: Option<PlaceId>,
    /// Region of the place, for travel times.
    pub region_id: Option<RegionId>,
}

decoded! { TakenRow: party_id, starts_at, ends_at, place_id, region_id }

const LOADS: &str = "SELECT m.person_id, COUNT(*) FROM panelist m \
    JOIN review_session s ON s.id = m.session_id \
    WHERE s.starts_at >= $1 AND s.state <> 'cancelled' GROUP BY m.person_id ORDER BY m.person_id";
const SEATS: &str = "SELECT m.person_id, m.session_id FROM review_session s \
    JOIN panelist m ON m.session_id = s.id WHERE s.state = 'planned' AND s.starts_at >= $1 \
    ORDER BY m.session_id, m.seat_no";
const TAKEN: &str = "SELECT c.party_id, c.starts_at, c.ends_at, c.place_id, p.region_id \
    FROM commitment c LEFT JOIN place p ON p.id = c.place_id \
    WHERE c.state IN ('held', 'confirmed') AND c.starts_at < $2 AND c.ends_at > $1 \
    AND c.party_id IN ";
const BOOKED: &str = "SELECT l.session_id, b.lecturer_id FROM slot l \
    JOIN booking b ON b.slot_id = l.id \
    WHERE b.state IN ('held', 'confirmed', 'attended') AND l.session_id IN ";
const STAGES: &str = "SELECT version_id, stage FROM course_version_stage WHERE version_id IN ";
const PARENTS: &str =
    "SELECT id, parent_id FROM organisation WHERE parent_id IS NOT NULL AND id IN ";
const TOUCH: &str = "UPDATE review_session SET revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state = 'planned'";
const CLEAR: &str = "DELETE FROM panelist WHERE session_id = $1";
const ADD: &str = "INSERT INTO panelist (session_id, seat_no, person_id) VALUES ($1, $2, $3)";

impl Conn {
    /// How many sessions from an instant on each person sits in that are not called off.
    pub async fn list_panel_loads(
        &mut self,
        from: DateTime<Utc>,
    ) -> Result<Vec<(PersonId, i64)>, StoreError> {
        self.all(sql(LOADS).bind(from)).await
    }

    /// Who sits in the planned sessions from an instant on, which take nobody's calendar yet.
    pub async fn list_planned_seats(
        &mut self,
        from: DateTime<Utc>,
    ) -> Result<Vec<(PersonId, ReviewSessionId)>, StoreError> {
        self.all(sql(SEATS).bind(from)).await
    }

    /// What takes parties between two instants.
    pub async fn list_taken(
        &mut self,
        parties: &[PartyId],
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<TakenRow>, StoreError> {
        if parties.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(TAKEN).bind(from).bind(until).list(parties)).await
    }

    /// Lecturers with a booking in sessions.
    pub async fn list_booked_lecturers(
        &mut self,
        sessions: &[ReviewSessionId],
    ) -> Result<Vec<(ReviewSessionId, PersonId)>, StoreError> {
        if sessions.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(BOOKED).list(sessions)).await
    }

    /// The stages that versions are for.
    pub async fn list_version_stages(
        &mut self,
        versions: &[CourseVersionId],
    ) -> Result<Vec<(CourseVersionId, SchoolStage)>, StoreError> {
        if versions.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(STAGES).list(versions)).await
    }

    /// Organisations with the one above, where there is one.
    pub async fn list_parents(
        &mut self,
        organisations: &[OrganisationId],
    ) -> Result<Vec<(OrganisationId, OrganisationId)>, StoreError> {
        if organisations.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(PARENTS).list(organisations)).await
    }
}

impl Tx {
    /// Sets the panel of a planned session in the order of seats, if it still has this revision;
    /// `false`: somebody was faster.
    pub async fn set_panel(
        &mut self,
        session: ReviewSessionId,
        revision: i64,
        panel: &[PersonId],
    ) -> Result<bool, StoreError> {
        if !self.is_changed(sql(TOUCH).bind(session).bind(revision)).await? {
            return Ok(false);
        }
        self.run(sql(CLEAR).bind(session)).await?;
        for (seat, person) in (1_i64..).zip(panel) {
            self.run(sql(ADD).bind(session).bind(seat).bind(*person)).await?;
        }
        Ok(true)
    }
}
