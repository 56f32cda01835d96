//! Courses of the catalogue, and review sessions with their slots.

use chrono::{Days, TimeDelta};
use domain::audience::{SchoolStage, TargetGroup};
use store::{
    Tx,
    bench::{Cell, add_rows, next_key},
};

use super::{APPROACHES, FIELDS, Load, Rows, SEATS, SLOTS, THEMES, at, review::LECTURES};
use actions::{ActionError, to_utc};

impl Load {
    /// Listed courses, and one that awaits a slot for every fifth lecturer.
    pub(super) async fn courses(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let (mut courses, mut versions) = (Rows::new(), Rows::new());
        let (mut stages, mut groups) = (Rows::new(), Rows::new());
        let summary = "从一次亲眼所见讲起，再用一张图和一个小实验说明道理。".repeat(7);
        let waiting = self.figures.lecturers / 5;
        for id in 1..=self.figures.courses + waiting {
            let is_listed = id <= self.figures.courses;
            let lecturer = if is_listed {
                2 + id % self.figures.lecturers
            } else {
                2 + (id - self.figures.courses - 1) * 5
            };
            let theme = THEMES[usize::try_from(id).unwrap_or_default() % THEMES.len()];
            let approach = APPROACHES[usize::try_from(id / 10).unwrap_or_default() % 8];
            let title = format!("{theme}{approach}{id}");
            courses.push(row![id, lecturer, Cell::At(self.now)]);
            versions.push(row![
                id,
                id,
                lecturer,
                1,
                if is_listed { "listed" } else { "awaiting_slot" },
                title.as_str(),
                summary.as_str(),
                Cell::MaybeInt(Some(id % FIELDS + 1)),
                Cell::MaybeInt(Some(60)),
                Cell::MaybeInt(Some(200)),
                "投影、音响",
                "onsite",
                "一、亲眼所见\n二、道理\n三、动手\n四、提问",
                "教材与公开数据",
                Cell::Bool(true),
                Cell::Bool(true),
                Cell::Bool(false),
                Cell::MaybeOn(is_listed.then(|| self.today + Days::new(300))),
                "",
                1,
                Cell::At(self.now - TimeDelta::hours(id)),
                // Folded, it is what it is.
                title.as_str(),
            ]);
            for stage in SchoolStage::ALL.iter().skip(usize::try_from(id % 3).unwrap_or_default()) {
                stages.push(row![id, stage.as_str()]);
            }
            groups.push(row![id, TargetGroup::Youth.as_str()]);
        }
        add_rows(tx, "course", "id, lecturer_id, created_at", &courses).await?;
        add_rows(
            tx,
            "course_version",
            "id, course_id, lecturer_id, version_no, state, title, summary, field_id, minutes, \
             max_audience, equipment, mode, outline, sources, owns_rights, no_advertising, \
             taken_over, listed_until, remark, revision, changed_at, title_key",
            &versions,
        )
        .await?;
        add_rows(tx, "course_version_stage", "version_id, stage", &stages).await?;
        add_rows(tx, "course_version_group", "version_id, target_group", &groups).await?;
        Ok(())
    }

    /// A year of sessions by video; the last quarter lies ahead and is open for booking.
    pub(super) async fn sessions(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let n = self.figures.sessions;
        let (mut sessions, mut stages) = (Rows::new(), Rows::new());
        let (mut panel, mut slots, mut taken) = (Rows::new(), Rows::new(), Vec::new());
        let panelists = self.panelists();
        for id in 1..=n {
            let is_ahead = id > n - n / 4;
            let days = if is_ahead { 10 + (id - (n - n / 4)) % 40 } else { -5 - id };
            let day = self.today + TimeDelta::days(days);
            // Sessions of one day begin one after the other, so that no panel is needed twice.
            let hour = u32::try_from(id % 2).unwrap_or_default() * 6 + 8;
            let begins = chrono::NaiveTime::from_hms_opt(hour, 30, 0).unwrap_or_default();
            let starts_at = to_utc(day, begins);
            sessions.push(row![
                id,
                match id {
                    _ if is_ahead => "open",
                    1 => "scoring",
                    _ => "completed",
                },
                Cell::At(starts_at),
                60,
                SLOTS,
                0,
                Cell::MaybeText(Some("https://video.example.invalid/review".into())),
                Cell::MaybeAt(Some(self.now - TimeDelta::days(1))),
                Cell::At(starts_at - TimeDelta::days(3)),
                1,
                1,
            ]);
            stages.extend(SchoolStage::ALL.iter().map(|stage| row![id, stage.as_str()]));
            let seats: Vec<i64> =
                (0..SEATS).map(|seat| at(&panelists, id * SEATS + seat)).collect();
            for (seat, person) in (1..).zip(&seats) {
                panel.push(row![id, seat, *person]);
            }
            for slot in 0..SLOTS {
                let from = starts_at + TimeDelta::hours(slot);
                let slot_id = (id - 1) * SLOTS + slot + 1;
                let state = match slot {
                    _ if is_ahead => "free",
                    0..LECTURES => "booked",
                    _ => "withdrawn",
                };
                let until = from + TimeDelta::hours(1);
                slots.push(row![slot_id, id, Cell::At(from), Cell::At(until), state, 1]);
                for person in &seats {
                    taken.push((*person, from, until, id, slot_id));
                }
            }
        }
        add_rows(
            tx,
            "review_session",
            "id, state, starts_at, slot_minutes, n_slots, break_minutes, video_link, opens_at, \
             closes_at, planner_id, revision",
            &sessions,
        )
        .await?;
        add_rows(tx, "review_session_stage", "session_id, stage", &stages).await?;
        add_rows(tx, "panelist", "session_id, seat_no, person_id", &panel).await?;
        add_rows(tx, "slot", "id, session_id, starts_at, ends_at, state, revision", &slots).await?;
        let first = next_key(tx, "commitment").await?;
        // Where two sessions want the same person at the same time, the first one has that person.
        let mut seen = std::collections::HashSet::new();
        taken.retain(|(person, from, ..)| seen.insert((*person, *from)));
        let rows: Rows = (first..)
            .zip(taken)
            .map(|(id, (person, from, until, session, slot))| {
                row![
                    id,
                    person,
                    Cell::At(from),
                    Cell::At(until),
                    "confirmed",
                    "review_session",
                    session,
                    Cell::MaybeInt(Some(slot))
                ]
            })
            .collect();
        let columns = "id, party_id, starts_at, ends_at, state, source, source_id, slot_id";
        Ok(add_rows(tx, "commitment", columns, &rows).await?)
    }
}
