//! One award cycle whose scoring is closed: nine judges, and a sheet of each for every nominee.

use domain::{
    assessment_year::AssessmentYear,
    award_cycle::CategoryRules,
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

const CYCLE: i64 = 1;
const JUDGES: i64 = 9;
/// Of seventeen nominees, five are tutors: five hundred in a province.
const OF_ALL: i64 = 17;
const TUTORS: i64 = 5;

impl Load {
    /// Everything of the awards.
    pub(super) async fn awards(&self, tx: &mut Tx) -> Result<(), ActionError> {
        self.cycle(tx).await?;
        self.judges(tx).await?;
        self.nominations(tx).await
    }

    async fn cycle(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let AssessmentYear(year) = AssessmentYear::of(self.today);
        let title = format!("{year}年度科普工作评优");
        let cycle = row![
            CYCLE,
            title.as_str(),
            i64::from(year),
            "scored",
            "internal",
            "",
            "市科协科普部",
            "",
            1,
            Cell::At(self.now),
        ];
        let columns = "id, title, year, state, legal_basis, approval_no, contact, document_no, \
            revision, created_at";
        add_rows(tx, "award_cycle", columns, &[cycle]).await?;
        let mut categories = Rows::new();
        for (id, category) in (1..).zip(AwardCategory::ALL) {
            let CategoryRules { criteria, .. } = CategoryRules::default_of(*category);
            let quota = write(&Quota::Open { seats: 50 })?;
            let criteria = write(&criteria)?;
            let row = row![id, CYCLE, category.as_str(), criteria.as_str(), quota.as_str(), 1];
            categories.push(row);
        }
        let columns = "id, cycle_id, category, criteria, quota, revision";
        Ok(add_rows(tx, "award_category", columns, &categories).await?)
    }

    /// The judges are the last nine people: none of them is a lecturer, or on the roster of one.
    fn judge(&self, seat: i64) -> i64 {
        2 + self.figures.lecturers + self.figures.others - seat
    }

    async fn judges(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let first = next_key(tx, "role_grant").await?;
        let (mut judges, mut grants) = (Rows::new(), Rows::new());
        for seat in 1..=JUDGES {
            judges.push(row![CYCLE, seat, self.judge(seat)]);
            let role = Role::Judge.as_str();
            grants.push(row![first + seat, self.judge(seat), role, Cell::On(self.today)]);
        }
        add_rows(tx, "judge", "cycle_id, seat_no, person_id", &judges).await?;
        Ok(add_rows(tx, "role_grant", "id, person_id, role, starts_on", &grants).await?)
    }

    /// Nominees of all categories, with a submitted sheet of every judge.
    async fn nominations(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let (mut rows, mut relations, mut sheets) = (Rows::new(), Rows::new(), Rows::new());
        let others = i64::try_from(AwardCategory::ALL.len()).unwrap_or(1) - 1;
        let tutors = AwardCategory::ALL.iter().position(|it| *it == AwardCategory::Tutor);
        let tutors = i64::try_from(tutors.unwrap_or_default()).unwrap_or_default();
        for id in 1..=self.figures.nominations {
            let is_tutor = id % OF_ALL < TUTORS;
            let category =
                if is_tutor { tutors } else { (tutors + 1 + id % others) % (others + 1) };
            let name = name_of(id);
            // The office is of the second organisation, and judges what others nominated.
            let unit = 3 + id % 8;
            rows.push(row![
                id,
                CYCLE,
                1 + category,
                name.as_str(),
                "",
                format!("示范学校{id}").as_str(),
                "教师",
                "高级教师",
                5,
                "组织学生科技活动，带出多支获奖队伍。",
                "",
                unit,
                "",
                "eligible",
                "",
                "",
                1,
            ]);
            let all = AwardCategory::ALL;
            let of = usize::try_from(category).ok().and_then(|at| all.get(at));
            let criteria = CategoryRules::default_of(*of.unwrap_or(&all[0])).criteria;
            for seat in 1..=JUDGES {
                relations.push(row![id, self.judge(seat), "none", Cell::At(self.now)]);
                sheets.push(row![
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
        }
        let columns = "id, cycle_id, category_id, name, ethnic_group, workplace, post, title, \
            years, deeds, earlier_awards, unit_id, note, state, figures, reason, revision";
        add_rows(tx, "nomination", columns, &rows).await?;
        let columns = "nomination_id, person_id, kind, declared_at";
        add_rows(tx, "judge_relation", columns, &relations).await?;
        let columns = "id, nomination_id, person_id, seat_no, scores, comment, state, revision, \
            changed_at";
        Ok(add_rows(tx, "score_sheet", columns, &sheets).await?)
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
