//! Awards of the demonstration: this year's cycle is being scored, last year's is on notice.

use domain::{
    award_cycle::AwardCycleState,
    form::Values,
    id::PersonId,
    role::{Actor, Role, Scope},
    roster::{AwardCategory, Kind},
    score_sheet::SCORE_FIELDS,
};
use store::{NewNomination, NewPerson};

use super::{Cast, DEMO_PASSWORD, acting, add_account, grants};
use crate::{ActionError, Actions, Call, CycleStep};

const NOMINATIONS: &[u8] = include_bytes!("../../../data/rosters/nominations.xlsx");
/// Judges of both cycles; the first two can sign in.
const JUDGES: [&str; 6] = ["钟衡之", "沈正言", "顾清源", "陆明德", "许知行", "朱怀谷"];

/// People of the awards.
struct AwardCast {
    office: Actor,
    decider: Actor,
    judges: Vec<Actor>,
}

impl Actions {
    /// Loads the awards.
    pub(super) async fn load_demo_awards(
        &self,
        call: &Call,
        cast: &Cast,
    ) -> Result<(), ActionError> {
        let people = self.cast_awards(call, cast).await?;
        self.tell_last_year(call, &people).await?;
        self.load(call, Kind::Nominations, "nominations.xlsx", NOMINATIONS).await?;
        self.tell_this_year(call, &people).await
    }

    async fn cast_awards(&self, call: &Call, cast: &Cast) -> Result<AwardCast, ActionError> {
        let hash = self.hash_password(DEMO_PASSWORD).await?;
        let mut tx = self.store.begin().await?;
        let mut people = Vec::new();
        let roles = std::iter::repeat_n(Role::Judge, JUDGES.len()).chain([Role::DecisionMaker]);
        for (name, role) in JUDGES.iter().chain(&["邵秉钧"]).zip(roles) {
            let person = tx.add_person(&NewPerson { name, ..NewPerson::default() }).await?;
            let grants = grants(&[(role, Scope::Everything)], call.today());
            for grant in &grants {
                tx.add_grant(person, grant).await?;
            }
            people.push(Actor { person: PersonId(person), name: (*name).to_owned(), grants });
        }
        let signing_in = [(0, "judge"), (1, "judge2"), (JUDGES.len(), "decider")];
        for (at, sign_in_name) in signing_in {
            add_account(&mut tx, call, people[at].person.0, sign_in_name, &hash).await?;
        }
        tx.commit(call.entry("load", "demo", &[]), &self.entropy.token()).await?;
        let decider = people.pop().ok_or(ActionError::NotFound)?;
        Ok(AwardCast { office: cast.office.clone(), decider, judges: people })
    }

    /// A cycle that is announced with one seat in three of the tutors, and its key.
    async fn announce_demo(
        &self,
        call: &Call,
        people: &AwardCast,
        cycle: i64,
        title: &str,
    ) -> Result<(), ActionError> {
        let call = acting(call, &people.office);
        let page = self.cycle(&call, cycle).await?;
        let head = Values::default()
            .with("title", title)
            .with("year", page.cycle.year.to_string())
            .with("legal_basis", "internal")
            .with("objections_to", "市科协科普部 0573-00000000")
            .with("revision", page.cycle.revision.to_string());
        self.change_cycle(&call, cycle, &head).await?;
        for category in &page.categories {
            let lines = category.rules.criteria.iter().map(|it| format!("{} {}", it.code, it.max));
            let rules = Values::default()
                .with("criteria", lines.collect::<Vec<_>>().join("\n"))
                .with("quota_kind", "open")
                .with("seats", if category.category == AwardCategory::Tutor { "6" } else { "2" })
                .with("revision", category.revision.to_string());
            self.change_category(&call, cycle, category.id, &rules).await?;
        }
        let judges = people.judges.iter().fold(Values::default(), |values, judge| {
            values.with("judges", judge.person.to_string())
        });
        self.seat_judges(&call, cycle, &judges).await?;
        for step in [CycleStep::Announce, CycleStep::CloseNominations] {
            self.step_cycle(&call, cycle, step).await?;
        }
        Ok(())
    }

    /// Confirms every nomination and opens the evaluation.
    async fn check_demo(
        &self,
        call: &Call,
        people: &AwardCast,
        cycle: i64,
    ) -> Result<(), ActionError> {
        let call = acting(call, &people.office);
        for one in self.nominations(&call, cycle).await?.rows {
            let short = one.years.is_none_or(|years| years < 1);
            let values = Values::default()
                .with("decision", if short { "ineligible" } else { "eligible" })
                .with(
                    "reason",
                    if short {
                        "从事年限不足"
                    } else {
                        "年限、学时与曾获奖励已核对"
                    },
                )
                .with("revision", one.revision.to_string());
            self.check_nomination(&call, one.id, &values).await?;
        }
        self.step_cycle(&call, cycle, CycleStep::OpenEvaluation).await
    }

    /// Lets judges declare and score all or, for the last of them, a few nominees.
    async fn score_demo(
        &self,
        call: &Call,
        judge: &Actor,
        cycle: i64,
        n_sheets: usize,
    ) -> Result<(), ActionError> {
        let call = acting(call, judge);
        let page = self.judging(&call, cycle).await?;
        let relations = page.nominees.iter().fold(Values::default(), |values, one| {
            values.with(&format!("relation_{}", one.id), "none")
        });
        self.declare_relations(&call, cycle, &relations).await?;
        for (n, one) in page.nominees.iter().take(n_sheets).enumerate() {
            let sheet = self.score_sheet(&call, one.id).await?;
            let mut values = Values::default().with("revision", "0").with("remark", "材料翔实");
            for (at, criterion) in sheet.rubric.criteria().iter().enumerate() {
                // Whole points, some below the highest.
                let most = criterion.max.in_hundredths() / 100;
                let less = i64::try_from((n * 3 + at + page.cycle.title.len()) % 5).unwrap_or(0)
                    + page.seat % 2;
                values.push(SCORE_FIELDS[at], (most - less.min(most)).to_string());
            }
            self.submit_sheet(&call, one.id, &values).await?;
        }
        Ok(())
    }

    async fn tell_this_year(&self, call: &Call, people: &AwardCast) -> Result<(), ActionError> {
        let office = acting(call, &people.office);
        let cycles = self.cycles(&office).await?;
        let cycle = cycles.iter().find(|one| one.state == AwardCycleState::Configuring);
        let Some(cycle) = cycle.map(|cycle| (cycle.id, cycle.year)) else { return Ok(()) };
        let title = format!("{}年度科普工作评优", cycle.1);
        self.announce_demo(call, people, cycle.0, &title).await?;
        self.check_demo(call, people, cycle.0).await?;
        for judge in people.judges.iter().skip(2) {
            self.score_demo(call, judge, cycle.0, 4).await?;
        }
        Ok(())
    }

    async fn tell_last_year(&self, call: &Call, people: &AwardCast) -> Result<(), ActionError> {
        let office = acting(call, &people.office);
        let last = domain::assessment_year::AssessmentYear::of(call.today()).0 - 1;
        let head = Values::default()
            .with("once", self.entropy.token())
            .with("title", format!("{last}年度科普工作评优"))
            .with("year", last.to_string())
            .with("legal_basis", "internal")
            .with("objections_to", "市科协科普部 0573-00000000");
        let cycle = self.open_cycle(&office, &head).await?;
        self.nominate_demo(&office, cycle).await?;
        self.announce_demo(call, people, cycle, &format!("{last}年度科普工作评优")).await?;
        self.check_demo(call, people, cycle).await?;
        for judge in &people.judges {
            self.score_demo(call, judge, cycle, usize::MAX).await?;
        }
        self.step_cycle(&office, cycle, CycleStep::CloseScoring).await?;
        let proposal = self.proposal(&office, cycle).await?;
        let chosen = proposal
            .rankings
            .iter()
            .flat_map(|ranking| &ranking.rows)
            .filter(|row| row.result.outcome == domain::quota::Outcome::Selected);
        let chosen = chosen
            .fold(Values::default(), |values, row| values.with("selected", row.id.to_string()));
        self.propose(&office, cycle, &chosen).await?;
        let decider = acting(call, &people.decider);
        let shown = self.proposal(&decider, cycle).await?.cycle.revision;
        let yes = Values::default().with("decision", "confirm").with("revision", shown.to_string());
        self.confirm_proposal(&decider, cycle, &yes).await?;
        self.step_cycle(&office, cycle, CycleStep::Post).await
    }

    /// A few tutors of last year, invented.
    async fn nominate_demo(&self, call: &Call, cycle: i64) -> Result<(), ActionError> {
        let mut tx = self.store.begin().await?;
        let categories = tx.list_categories(cycle).await?;
        let tutor = categories.iter().find(|one| one.category == AwardCategory::Tutor);
        let category_id = tutor.ok_or(ActionError::NotFound)?.id;
        let units = tx.list_units(None).await?;
        let names =
            ["哈斯朝克图", "欧阳䶮", "张𠅤明", "麦麦提艾力·图尔荪", "李雨桐", "王静姝", "陈思远"];
        for (n, (name, unit)) in names.iter().zip(units.iter().cycle()).enumerate() {
            let workplace = format!("{}示范学校", &unit.short_name);
            let row = NewNomination {
                cycle_id: cycle,
                category_id,
                name,
                workplace: &workplace,
                title: "高级教师",
                years: Some(6),
                deeds: "组织学生科技活动，带出多支获奖队伍。",
                unit_id: unit.id,
                unit_rank: i64::try_from(n).ok(),
                ..NewNomination::default()
            };
            tx.add_nomination(&row).await?;
        }
        Ok(tx.commit(call.entry("load", "demo", &[]), &self.entropy.token()).await?)
    }
}
