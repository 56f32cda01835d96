//! Awards that nine judges have read, each judge every nominee: one that is ranked, one of the year
//! before that is decided, and small ones on whose notice a decision can follow.

use chrono::Days;
use domain::{
    assessment_year::AssessmentYear,
    award_cycle::{AwardCycleState, CategoryRules},
    nomination::NominationState,
    quota::Quota,
    role::Role,
    roster::AwardCategory,
    score_sheet::{Criterion, Points},
};
use store::{
    Tx,
    bench::{Cell, add_rows, next_key},
};

use actions::ActionError;

use super::{Load, Rows, name_of};

const JUDGES: i64 = 9;
/// Of seventeen nominees, five are tutors: five hundred in a province.
const OF_ALL: i64 = 17;
const TUTORS: i64 = 5;
/// Seats of each category.
const SEATS: u32 = 50;
/// So many small awards are on notice for the last time, with so many nominees each.
const SMALL: i64 = 30;
const OF_SMALL: i64 = 10;

/// The rows of all awards, as they are stored.
#[derive(Default)]
struct Awards {
    cycles: Rows,
    categories: Rows,
    judges: Rows,
    nominations: Rows,
    consents: Rows,
    relations: Rows,
    sheets: Rows,
}

/// Where a nominee stands.
struct Place {
    cycle: i64,
    category_id: i64,
    category: AwardCategory,
    state: NominationState,
}

impl Load {
    /// Everything of the awards.
    pub(super) async fn awards(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let mut awards = Awards::default();
        self.large(&mut awards, AwardCycleState::Scored)?;
        self.large(&mut awards, AwardCycleState::Decided)?;
        for _ in 0..SMALL {
            self.small(&mut awards)?;
        }
        awards.add(tx).await?;
        self.grants(tx).await
    }

    /// An award of all categories, for nominees of the volume.
    fn large(&self, awards: &mut Awards, state: AwardCycleState) -> Result<(), ActionError> {
        let cycle = self.cycle(awards, state);
        let all = AwardCategory::ALL;
        let first = i64::try_from(awards.categories.len()).unwrap_or_default() + 1;
        for category in all {
            awards.category(cycle, *category)?;
        }
        let others = i64::try_from(all.len()).unwrap_or(1) - 1;
        let tutors = all.iter().position(|it| *it == AwardCategory::Tutor);
        let tutors = i64::try_from(tutors.unwrap_or_default()).unwrap_or_default();
        let mut left = vec![SEATS; all.len()];
        for n in 1..=self.figures.nominations {
            let is_tutor = n % OF_ALL < TUTORS;
            let at = if is_tutor { tutors } else { (tutors + 1 + n % others) % (others + 1) };
            let category_id = first + at;
            let at = usize::try_from(at).unwrap_or_default();
            let state = match (state, &mut left[at]) {
                (AwardCycleState::Scored, _) => NominationState::Eligible,
                (_, 0) => NominationState::NotAwarded,
                (_, seats) => {
                    *seats -= 1;
                    NominationState::Awarded
                }
            };
            let place = Place { cycle, category_id, category: all[at], state };
            self.nominee(awards, &place)?;
        }
        Ok(())
    }

    /// An award of one category, all of whose nominees are proposed.
    fn small(&self, awards: &mut Awards) -> Result<(), ActionError> {
        let cycle = self.cycle(awards, AwardCycleState::OnNotice);
        let category = AwardCategory::Tutor;
        let category_id = awards.category(cycle, category)?;
        let state = NominationState::Proposed;
        for _ in 0..OF_SMALL {
            self.nominee(awards, &Place { cycle, category_id, category, state })?;
        }
        Ok(())
    }

    /// A cycle with its judges; gives its key.
    fn cycle(&self, awards: &mut Awards, state: AwardCycleState) -> i64 {
        let id = i64::try_from(awards.cycles.len()).unwrap_or_default() + 1;
        let AssessmentYear(year) = AssessmentYear::of(self.today);
        let year = year - i32::from(state == AwardCycleState::Decided);
        let is_decided = state == AwardCycleState::Decided;
        // A notice that was over yesterday.
        let notice =
            state.is_public().then(|| (self.today - Days::new(8), self.today - Days::new(1)));
        awards.cycles.push(row![
            id,
            format!("{year}年度科普工作评优（{id}）").as_str(),
            i64::from(year),
            state.as_str(),
            "internal",
            "",
            "市科协科普部",
            if is_decided { "嘉科协〔2025〕9号" } else { "" },
            1,
            Cell::At(self.now),
            "0".repeat(64).as_str(),
            notice.map_or(Cell::MaybeOn(None), |(first, _)| Cell::MaybeOn(Some(first))),
            notice.map_or(Cell::MaybeOn(None), |(_, last)| Cell::MaybeOn(Some(last))),
            Cell::MaybeInt(notice.map(|_| self.decider())),
            Cell::MaybeInt(is_decided.then(|| self.decider())),
            Cell::MaybeAt(is_decided.then_some(self.now)),
        ]);
        for seat in 1..=JUDGES {
            awards.judges.push(row![id, seat, self.judge(seat)]);
        }
        id
    }

    /// A nominee with a submitted sheet of every judge.
    fn nominee(&self, awards: &mut Awards, place: &Place) -> Result<(), ActionError> {
        let id = i64::try_from(awards.nominations.len()).unwrap_or_default() + 1;
        // The office is of the second organisation, and judges what others nominated.
        let unit = 3 + id % 8;
        awards.nominations.push(row![
            id,
            place.cycle,
            place.category_id,
            name_of(id).as_str(),
            "",
            format!("示范学校{id}").as_str(),
            "教师",
            "高级教师",
            5,
            "组织学生科技活动，带出多支获奖队伍。",
            "",
            unit,
            "",
            place.state.as_str(),
            "",
            "",
            1,
        ]);
        let (digest, at) = ("0".repeat(64), Cell::At(self.now));
        awards.consents.push(row![
            id,
            Cell::Bool(true),
            Cell::Bool(true),
            "link",
            "",
            digest.as_str(),
            at
        ]);
        let criteria = CategoryRules::default_of(place.category).criteria;
        for seat in 1..=JUDGES {
            awards.relations.push(row![id, self.judge(seat), "none", Cell::At(self.now)]);
            awards.sheets.push(row![
                (id - 1) * JUDGES + seat,
                id,
                self.judge(seat),
                seat,
                write(&scores(&criteria, id, seat))?.as_str(),
                "",
                "submitted",
                2,
                Cell::At(self.now),
            ]);
        }
        Ok(())
    }

    /// The judges are the last nine people: none of them is a lecturer, or on the roster of one.
    fn judge(&self, seat: i64) -> i64 {
        2 + self.figures.lecturers + self.figures.others - seat
    }

    /// Who decides about awards: the one before the judges.
    pub(super) fn decider(&self) -> i64 {
        self.judge(JUDGES + 1)
    }

    async fn grants(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let first = next_key(tx, "role_grant").await?;
        let grant = |n: i64, person: i64, role: Role| {
            row![first + n, person, role.as_str(), Cell::On(self.today)]
        };
        let judges = (1..=JUDGES).map(|seat| grant(seat, self.judge(seat), Role::Judge));
        let mut grants: Rows = judges.collect();
        grants.push(grant(0, self.decider(), Role::DecisionMaker));
        Ok(add_rows(tx, "role_grant", "id, person_id, role, starts_on", &grants).await?)
    }
}

impl Awards {
    /// A category of a cycle; gives its key.
    fn category(&mut self, cycle: i64, category: AwardCategory) -> Result<i64, ActionError> {
        let id = i64::try_from(self.categories.len()).unwrap_or_default() + 1;
        let criteria = write(&CategoryRules::default_of(category).criteria)?;
        let quota = write(&Quota::Open { seats: SEATS })?;
        self.categories.push(row![
            id,
            cycle,
            category.as_str(),
            criteria.as_str(),
            quota.as_str(),
            1
        ]);
        Ok(id)
    }

    async fn add(self, tx: &mut Tx) -> Result<(), ActionError> {
        let columns = "id, title, year, state, legal_basis, approval_no, contact, document_no, \
            revision, created_at, rules_digest, notice_from, notice_until, confirmed_by, \
            decided_by, decided_at";
        add_rows(tx, "award_cycle", columns, &self.cycles).await?;
        let columns = "id, cycle_id, category, criteria, quota, revision";
        add_rows(tx, "award_category", columns, &self.categories).await?;
        add_rows(tx, "judge", "cycle_id, seat_no, person_id", &self.judges).await?;
        let columns = "id, cycle_id, category_id, name, ethnic_group, workplace, post, title, \
            years, deeds, earlier_awards, unit_id, note, state, figures, reason, revision";
        add_rows(tx, "nomination", columns, &self.nominations).await?;
        let columns = "nomination_id, processing, publication, channel, name, text_digest, at";
        add_rows(tx, "nomination_consent", columns, &self.consents).await?;
        let columns = "nomination_id, person_id, kind, declared_at";
        add_rows(tx, "judge_relation", columns, &self.relations).await?;
        let columns = "id, nomination_id, person_id, seat_no, scores, comment, state, revision, \
            changed_at";
        Ok(add_rows(tx, "score_sheet", columns, &self.sheets).await?)
    }
}

/// Between six and ten tenths of each criterion, in half points.
fn scores(criteria: &[Criterion], nominee: i64, seat: i64) -> Vec<Option<Points>> {
    let score = |(at, criterion): (i64, &Criterion)| {
        let most = criterion.max.in_hundredths() / 50;
        let less = (nominee * 7 + seat * 3 + at * 5) % (most * 4 / 10 + 1);
        Some(Points::hundredths((most - less) * 50))
    };
    (0..).zip(criteria).map(score).collect()
}

/// A JSON text to be stored.
pub(super) fn write<T: serde::Serialize>(value: &T) -> Result<String, ActionError> {
    serde_json::to_string(value).map_err(|error| ActionError::Internal(error.to_string()))
}
