//! What the files say of people, sessions, and courses that wait.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    audience::SchoolStage,
    id::{FieldId, PersonId, ReviewSessionId},
    panel_proposal::Nearness,
    review_session::{ConflictSince, Peer},
};
use store::{Conn, PersonRow, ReviewSessionRow};

use super::Waiting;
use crate::{
    ActionError,
    review_session::{peers, units_above},
};

/// A course that waits for a slot.
struct WaitingCourse {
    lecturer: PersonId,
    name: String,
    field: Option<FieldId>,
    stages: Vec<SchoolStage>,
}

/// What the files say of people, sessions and waiting courses.
pub(super) struct Files {
    pub(super) peers: BTreeMap<PersonId, Peer>,
    stages: Vec<(ReviewSessionId, SchoolStage)>,
    fields: Vec<(ReviewSessionId, FieldId)>,
    booked: Vec<(ReviewSessionId, PersonId)>,
    courses: Vec<WaitingCourse>,
    /// Who is near each lecturer.
    near: BTreeMap<PersonId, BTreeSet<PersonId>>,
}

impl Files {
    pub(super) async fn read(
        conn: &mut Conn,
        since: ConflictSince,
        people: &[PersonRow],
        sessions: &[ReviewSessionRow],
    ) -> Result<Self, ActionError> {
        let ids: Vec<ReviewSessionId> = sessions.iter().map(|session| session.id).collect();
        let booked = conn.list_booked_lecturers(&ids).await?;
        let versions = conn.list_bookable_versions().await?;
        let version_ids: Vec<_> = versions.iter().map(|version| version.id).collect();
        let stages = conn.list_version_stages(&version_ids).await?;
        let courses: Vec<WaitingCourse> = versions
            .into_iter()
            .map(|version| WaitingCourse {
                stages: stages.iter().filter(|row| row.0 == version.id).map(|row| row.1).collect(),
                lecturer: version.lecturer_id,
                name: version.lecturer_name,
                field: version.field_id,
            })
            .collect();
        let lecturers: BTreeSet<PersonId> = (courses.iter().map(|course| course.lecturer))
            .chain(booked.iter().map(|(_, lecturer)| *lecturer))
            .collect();
        let mut all: Vec<PersonId> = people.iter().map(|person| person.id).collect();
        all.extend(&lecturers);
        all.sort_unstable();
        all.dedup();
        let peers = peers(conn, &all, since).await?;
        let parents = units_above(conn, peers.values()).await?;
        let own = people.iter().filter_map(|person| peers.get(&person.id));
        let nearness = Nearness::new(own, &parents, since.unit);
        let near = lecturers
            .into_iter()
            .filter_map(|lecturer| Some((lecturer, nearness.to(peers.get(&lecturer)?))))
            .collect();
        Ok(Self {
            stages: conn.list_session_stages(&ids).await?,
            fields: conn.list_session_fields(&ids).await?,
            peers,
            booked,
            courses,
            near,
        })
    }

    pub(super) fn stages_of(&self, session: ReviewSessionId) -> Vec<SchoolStage> {
        self.stages.iter().filter(|row| row.0 == session).map(|row| row.1).collect()
    }

    pub(super) fn fields_of(&self, session: ReviewSessionId) -> Vec<FieldId> {
        let mut fields: Vec<_> =
            self.fields.iter().filter(|row| row.0 == session).map(|row| row.1).collect();
        fields.sort_unstable();
        fields
    }

    /// The panelists who may not judge somebody whose course is booked in a session.
    pub(super) fn booked_near(&self, session: ReviewSessionId) -> BTreeSet<PersonId> {
        let booked = self.booked.iter().filter(|row| row.0 == session);
        booked.filter_map(|row| self.near.get(&row.1)).flatten().copied().collect()
    }

    /// The lecturers whose courses wait and fit a session, by name.
    pub(super) fn waiting_for(
        &self,
        session: ReviewSessionId,
        stages: &[SchoolStage],
    ) -> Vec<Waiting> {
        let fields = self.fields_of(session);
        let fits = |course: &&WaitingCourse| {
            course.stages.iter().any(|stage| stages.contains(stage))
                && (fields.is_empty() || course.field.is_some_and(|it| fields.contains(&it)))
        };
        let mut lecturers: Vec<(PersonId, &str)> = self
            .courses
            .iter()
            .filter(fits)
            .map(|course| (course.lecturer, course.name.as_str()))
            .collect();
        lecturers.sort_unstable();
        lecturers.dedup();
        let waiting = |(lecturer, name): (PersonId, &str)| Waiting {
            name: name.to_owned(),
            near: self.near.get(&lecturer).cloned().unwrap_or_default(),
        };
        lecturers.into_iter().map(waiting).collect()
    }
}
