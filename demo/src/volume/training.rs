//! Tutors, trainings with those who went there, and claims of hours.

use chrono::{Days, NaiveDate, TimeDelta};
use domain::role::Role;
use store::{
    Tx,
    bench::{Cell, add_rows, next_key},
};

use actions::ActionError;

use super::{Load, Rows};

/// The days over which trainings and claims are spread.
const SPREAD: i64 = 300;

impl Load {
    /// The first person after the lecturers is a tutor, the second the first county's office.
    fn tutor(&self, n: i64) -> i64 {
        2 + self.figures.lecturers + n % self.figures.tutors * 2
    }

    fn day(&self, n: i64) -> NaiveDate {
        self.today - Days::new(u64::try_from(n % SPREAD).unwrap_or_default() + 1)
    }

    /// Everything of training.
    pub(super) async fn training(&self, tx: &mut Tx) -> Result<(), ActionError> {
        self.tutors(tx).await?;
        self.trainings(tx).await?;
        self.participations(tx).await?;
        self.claims(tx).await
    }

    async fn tutors(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let first = next_key(tx, "role_grant").await?;
        let from = self.today - Days::new(SPREAD.unsigned_abs());
        let (mut tutors, mut grants) = (Rows::new(), Rows::new());
        for n in 0..self.figures.tutors {
            let person = self.tutor(n);
            tutors.push(row![person, "科学", "primary_upper", "一级教师", ""]);
            let (role, none) = (Role::Tutor.as_str(), Cell::MaybeInt(None));
            grants.push(row![first + n, person, role, none, Cell::On(from)]);
        }
        let office = 3 + self.figures.lecturers;
        let county = Cell::MaybeInt(Some(self.county(0)));
        let role = Role::CountyOffice.as_str();
        grants.push(row![first + self.figures.tutors, office, role, county, Cell::On(from)]);
        add_rows(tx, "tutor", "person_id, subject, stages, title, note", &tutors).await?;
        add_rows(tx, "role_grant", "id, person_id, role, region_id, starts_on", &grants).await?;
        Ok(())
    }

    async fn trainings(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let mut rows = Rows::new();
        for id in 1..=self.figures.trainings {
            let is_ahead = id % 10 == 0;
            let days = Days::new(u64::try_from(id % 60).unwrap_or_default() + 10);
            let day = if is_ahead { self.today + days } else { self.day(id) };
            let until = day - Days::new(5);
            let state = if is_ahead { "published" } else { "attendance_confirmed" };
            rows.push(row![
                id,
                state,
                format!("科技辅导员研修班{id}").as_str(),
                "professional_training",
                "市科协",
                "科学会堂",
                "",
                Cell::On(day),
                Cell::On(day),
                Cell::On(until),
                Cell::MaybeInt(Some(self.county(id))),
                1,
                1,
                Cell::At(self.now),
            ]);
        }
        let columns = "id, state, title, kind, organiser, place, content, starts_on, ends_on, \
            enrol_until, region_id, planner_id, revision, created_at";
        Ok(add_rows(tx, "training_event", columns, &rows).await?)
    }

    /// Who went to which training, with half a day in the ledger.
    async fn participations(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let (mut places, mut credits) = (Rows::new(), Rows::new());
        let mut seen = std::collections::HashSet::new();
        for n in 0..self.figures.participations {
            let id = n + 1;
            let event = 1 + n / 50 % self.figures.trainings;
            let person = self.tutor(n);
            if event % 10 == 0 || !seen.insert((event, person)) {
                continue;
            }
            places.push(row![id, event, person, "attended", Cell::At(self.now)]);
            credits.push(row![
                id,
                person,
                Cell::On(self.day(event)),
                "510-690",
                300,
                "training_event",
                event,
                1,
                "professional_training",
                format!("科技辅导员研修班{event}").as_str(),
                "市科协",
                1,
                Cell::At(self.now),
            ]);
        }
        add_rows(tx, "enrolment", "id, event_id, person_id, state, created_at", &places).await?;
        let columns = "id, person_id, held_on, spans, earned, source, source_id, round, kind, \
            title, organiser, verifier_id, created_at";
        Ok(add_rows(tx, "credit_hour", columns, &credits).await?)
    }

    /// Claims, each with a proof of its own; one in five waits for the unit or an association.
    async fn claims(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let (mut proofs, mut claims) = (Rows::new(), Rows::new());
        let first_proof = next_key(tx, "upload").await?;
        // The office's own unit: it verifies nothing of that.
        let own_unit = 1 + 1 % self.figures.hosts;
        for n in 0..self.figures.claims {
            let (proof, person) = (first_proof + n, self.tutor(n));
            let unit = 1 + person % self.figures.hosts;
            let state = match n % 10 {
                0 => "submitted",
                1 => "unit_confirmed",
                _ if unit == own_unit => "unit_confirmed",
                _ => "verified",
            };
            let (is_confirmed, is_verified) = (state != "submitted", state == "verified");
            let digest = format!("{n:064}");
            let (day, at) = (self.day(n), self.now - TimeDelta::minutes(n));
            proofs.push(row![
                proof,
                format!("proof-{n}").as_str(),
                person,
                digest.as_str(),
                1,
                "application/pdf",
                "证明.pdf",
                Cell::At(at),
            ]);
            // Tutors have every second number; who confirms has one of the others.
            let confirmer = is_confirmed.then(|| 5 + self.figures.lecturers + 2 * (n % 50));
            claims.push(row![
                n + 1,
                person,
                state,
                if n % 20 == 1 { "city" } else { "county" },
                unit,
                Cell::MaybeInt(Some(self.county(person))),
                format!("外出培训{n}").as_str(),
                "示范科学馆",
                "professional_training",
                Cell::On(day),
                Cell::On(day),
                "morning",
                300,
                "",
                proof,
                digest.as_str(),
                Cell::MaybeInt(is_verified.then_some(300)),
                "",
                "",
                Cell::At(at),
                Cell::MaybeInt(confirmer),
                Cell::MaybeInt(is_verified.then_some(1)),
                3,
                Cell::At(at),
            ]);
        }
        let columns = "id, token, owner_id, sha256, size, media_type, file_name, created_at";
        add_rows(tx, "upload", columns, &proofs).await?;
        let columns = "id, person_id, state, step, unit_id, region_id, title, organiser, kind, \
            first_day, last_day, half_days, claimed, report, proof_id, proof_sha256, accepted, \
            remark, dispute, submitted_at, confirmer_id, verifier_id, revision, changed_at";
        Ok(add_rows(tx, "hour_claim", columns, &claims).await?)
    }
}
