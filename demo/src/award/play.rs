//! What office, judges and decision maker do in every cycle of the demonstration.

use domain::{
    award_cycle::{FinalKind, SeatPassing},
    form::{Field, Revision, Values},
    id::{AwardCategoryId, AwardCycleId, NominationId},
    nomination::{EligibilityFinding, NominationConsentChannel, Said},
    quota::Outcome,
    role::Actor,
    roster::AwardCategory,
    score_sheet::score_fields,
};
use store::{NewNomination, NominationConsentRow, PersonRow, Tx};

use crate::{Demo, acting};
use actions::{ActionError, Call, CategoryView, CycleStep, Declared};

/// Whom objections are written to.
const CONTACT: &str = "市科协科普部 0573-00000000";

/// People of the awards.
pub(super) struct AwardCast {
    pub(super) office: Actor,
    pub(super) decider: Actor,
    pub(super) supervisor: Actor,
    /// A tutor who can sign in, and reads how the own nomination was judged.
    pub(super) tutor: Option<PersonRow>,
    /// Seven of them: as many as a final needs.
    pub(super) judges: Vec<Actor>,
}

impl AwardCast {
    /// The panel of a cycle: the last of the judges sits in finals alone.
    pub(super) fn judges_of(&self, kind: FinalKind) -> &[Actor] {
        match kind {
            FinalKind::None => self.judges.split_last().map_or(&[], |(_, others)| others),
            FinalKind::Sheets | FinalKind::Vote => &self.judges,
        }
    }
}

impl Demo {
    /// Opens a cycle whose rules are still to be written.
    pub(super) async fn open_demo_cycle(
        &self,
        office: &Call,
        title: &str,
        (year, kind): (i32, FinalKind),
    ) -> Result<AwardCycleId, ActionError> {
        let head = head(title, year.into()).with(Field::FinalKind, kind.as_str());
        self.actions.open_cycle(office, &head, &self.once()).await
    }

    /// Writes the rules of a category: its rubric as it is, and seats for the best.
    pub(super) async fn write_demo_rules(
        &self,
        office: &Call,
        cycle: AwardCycleId,
        category: &CategoryView,
        seats: u32,
        passing: SeatPassing,
    ) -> Result<(), ActionError> {
        let lines = category.rules.criteria.iter().map(|it| format!("{} {}", it.code, it.max));
        let rules = Values::default()
            .with(Field::Criteria, lines.collect::<Vec<_>>().join("\n"))
            .with(Field::QuotaKind, "open")
            .with(Field::Seats, seats.to_string())
            .with_each(
                Field::SeatPassing,
                (passing == SeatPassing::NextInRank).then_some(passing.as_str()),
            );
        let revision = Revision::of(category.revision);
        self.actions.change_category(office, cycle, category.id, &rules, revision).await
    }

    /// Seats judges in their order.
    pub(super) async fn seat_demo_judges(
        &self,
        office: &Call,
        cycle: AwardCycleId,
        judges: &[Actor],
    ) -> Result<(), ActionError> {
        let seats = judges.iter().fold(Values::default(), |values, judge| {
            values.with(Field::Judges, judge.person.to_string())
        });
        self.actions.seat_judges(office, cycle, &seats, Revision::NEWEST).await
    }

    /// Nominates invented people or teams of a category, each by another unit.
    pub(super) async fn nominate_demo(
        &self,
        call: &Call,
        cycle_id: AwardCycleId,
        category: AwardCategory,
        names: &[&str],
    ) -> Result<(), ActionError> {
        let mut tx = self.store.begin().await?;
        let categories = tx.list_categories(cycle_id).await?;
        let row = categories.iter().find(|one| one.category == category);
        let category_id = row.ok_or(ActionError::NotFound)?.id;
        // The first is the city's association, which leads the cycles.
        let units = tx.list_units(None).await?;
        let (title, deeds) = match category {
            AwardCategory::Tutor => ("高级教师", "组织学生科技活动，带出多支获奖队伍。"),
            AwardCategory::Lecturer => ("高级工程师", "坚持送课下乡，全年讲座二十余场。"),
            AwardCategory::StationManager => ("未评", "及时更新站点内容，每月组织线下活动。"),
            AwardCategory::Team | AwardCategory::Collective => ("", "全年开展科普活动十余场。"),
        };
        let is_person = !matches!(category, AwardCategory::Team | AwardCategory::Collective);
        for (n, (name, unit)) in names.iter().zip(units.iter().skip(1).cycle()).enumerate() {
            let workplace = if is_person {
                format!("{}示范学校", unit.short_name)
            } else {
                unit.name.clone()
            };
            let row = NewNomination {
                cycle_id,
                category_id,
                name,
                workplace: &workplace,
                title,
                years: Some(6),
                deeds,
                unit_id: unit.id,
                unit_rank: i64::try_from(n).ok(),
                ..NewNomination::default()
            };
            let id = tx.add_nomination(&row).await?;
            agree_demo(&mut tx, call, id, is_person).await?;
        }
        Ok(tx.commit(call.entry("load", "demo", &[]), &self.entropy.token()).await?)
    }

    /// Nominates a tutor who is on file.
    pub(super) async fn nominate_tutor(
        &self,
        call: &Call,
        (cycle_id, category_id): (AwardCycleId, AwardCategoryId),
        tutor: &PersonRow,
    ) -> Result<(), ActionError> {
        let mut tx = self.store.begin().await?;
        // The first is the city's association, which leads the cycles.
        let units = tx.list_units(None).await?;
        let unit = units.get(1).ok_or(ActionError::NotFound)?;
        let row = NewNomination {
            cycle_id,
            category_id,
            person_id: Some(tutor.id),
            name: &tutor.name,
            workplace: tutor.workplace.as_deref().unwrap_or_default(),
            workplace_id: tutor.workplace_id,
            years: Some(21),
            deeds: "带领学生完成校园节水调查，把做法整理成活动方案。",
            unit_id: unit.id,
            unit_rank: Some(9),
            ..NewNomination::default()
        };
        let id = tx.add_nomination(&row).await?;
        agree_demo(&mut tx, call, id, true).await?;
        Ok(tx.commit(call.entry("load", "demo", &[]), &self.entropy.token()).await?)
    }

    /// Decides on one nomination.
    pub(super) async fn check_demo_nomination(
        &self,
        office: &Call,
        (id, revision): (NominationId, i64),
        decision: &str,
        reason: &str,
    ) -> Result<(), ActionError> {
        let by_hand = EligibilityFinding::ALL.iter().filter(|it| it.is_confirmed_by_hand());
        let values = by_hand.fold(Values::default(), |values, finding| {
            values.with(Field::Confirmed, finding.as_str())
        });
        let values = values.with(Field::Decision, decision).with(Field::Reason, reason);
        self.actions.check_nomination(office, id, &values, Revision::of(revision)).await
    }

    /// Whom an import has brought has been asked as well.
    async fn ask_demo(&self, call: &Call, cycle: AwardCycleId) -> Result<(), ActionError> {
        let mut tx = self.store.begin().await?;
        let said = tx.list_nomination_consents(cycle).await?;
        for one in tx.list_nominations(cycle).await? {
            if !said.iter().any(|row| row.nomination_id == one.id) {
                agree_demo(&mut tx, call, one.id, !one.category.is_collective()).await?;
            }
        }
        Ok(tx.commit(call.entry("load", "demo", &[]), &self.entropy.token()).await?)
    }

    /// Confirms every nomination whose years suffice, and opens the evaluation.
    pub(super) async fn check_demo(
        &self,
        office: &Call,
        cycle: AwardCycleId,
    ) -> Result<(), ActionError> {
        self.ask_demo(office, cycle).await?;
        for one in self.actions.nominations(office, cycle).await?.rows {
            let (decision, reason) = match one.years {
                Some(1..) => ("eligible", "年限、学时与曾获奖励已核对"),
                _ => ("ineligible", "从事年限不足"),
            };
            self.check_demo_nomination(office, (one.id, one.revision), decision, reason).await?;
        }
        self.actions.step_cycle(office, cycle, CycleStep::OpenEvaluation, Revision::NEWEST).await
    }

    /// Lets a judge declare and score so many nominees; `less` says how many points below the
    /// highest each criterion gets, by nominee, place of the nominee, and criterion.
    pub(super) async fn score_demo(
        &self,
        judge: &Call,
        cycle: AwardCycleId,
        n_sheets: usize,
        less: impl Fn(&Declared, usize, usize) -> i64,
    ) -> Result<(), ActionError> {
        self.declare_demo(judge, cycle, None).await?;
        let page = self.actions.judging(judge, cycle).await?;
        for (n, one) in page.to_score().take(n_sheets).enumerate() {
            let sheet = self.actions.score_sheet(judge, one.id).await?;
            let mut values = Values::default()
                .with(Field::Comment, "材料翔实")
                .with(Field::Stage, page.stage.as_str());
            let criteria = sheet.rubric.criteria().iter().enumerate();
            for ((at, criterion), field) in criteria.zip(score_fields()) {
                let most = criterion.max.in_hundredths() / 100;
                values.push(field, (most - less(one, n, at).clamp(0, most)).to_string());
            }
            self.actions.submit_sheet(judge, one.id, &values, Revision::of(0)).await?;
        }
        Ok(())
    }

    /// Declares no relation to anybody but to one nominee, whose sheet is void then.
    pub(super) async fn declare_demo(
        &self,
        judge: &Call,
        cycle: AwardCycleId,
        near: Option<&str>,
    ) -> Result<(), ActionError> {
        let page = self.actions.judging(judge, cycle).await?;
        let relations = page.nominees.iter().fold(Values::default(), |values, one| {
            let is_near = near == Some(one.name.as_str());
            let relation = if is_near { "teacher_student" } else { "none" };
            values.with(Field::Relation.at(one.id), relation)
        });
        self.actions.declare_relations(judge, cycle, &relations).await
    }

    /// Proposes whom the ranking selects, but for these, who change places.
    pub(super) async fn propose_demo(
        &self,
        office: &Call,
        cycle: AwardCycleId,
        swapped: &[(&str, &str)],
    ) -> Result<(), ActionError> {
        let proposal = self.actions.proposal(office, cycle).await?;
        let mut values = Values::default();
        for row in proposal.rankings.iter().flat_map(|ranking| &ranking.rows) {
            let reason = swapped.iter().find(|(name, _)| *name == row.name);
            let is_selected = row.result.outcome == Outcome::Selected;
            if is_selected != reason.is_some() {
                values.push(Field::Selected, row.id.to_string());
            }
            if let Some((_, reason)) = reason {
                values.push(Field::Reason.at(row.id), *reason);
            }
        }
        self.actions.propose(office, cycle, &values, Revision::NEWEST).await
    }

    /// The decision maker confirms the proposal.
    pub(super) async fn confirm_demo(
        &self,
        call: &Call,
        people: &AwardCast,
        cycle: AwardCycleId,
    ) -> Result<(), ActionError> {
        let decider = acting(call, &people.decider);
        let shown = self.actions.proposal(&decider, cycle).await?.cycle.revision;
        let yes = Values::default().with(Field::Decision, "confirm");
        self.actions.confirm_proposal(&decider, cycle, &yes, Revision::of(shown)).await
    }
}

/// The head of a cycle as a form.
/// The same with an organiser, an order of the notice, and an end for each stage, of which the first
/// still runs.
pub(super) fn dated_head(title: &str, year: i64) -> Values {
    head(title, year)
        .with(Field::Organiser, "示范市科学技术协会")
        .with(Field::NoticeOrder, "strokes")
        .with(Field::NominationDays, "45")
        .with(Field::EligibilityDays, "5")
        .with(Field::EvaluationDays, "10")
        .with(Field::ProposalDays, "5")
}

/// The head of a cycle.
pub(super) fn head(title: &str, year: i64) -> Values {
    Values::default()
        .with(Field::AwardTitle, title)
        .with(Field::Year, year.to_string())
        .with(Field::LegalBasis, "internal")
        .with(Field::ObjectionsTo, CONTACT)
}

/// A nominee, or the head of a team, says behind the link that name and deeds may be used and published.
async fn agree_demo(
    tx: &mut Tx,
    call: &Call,
    nomination_id: NominationId,
    is_person: bool,
) -> Result<(), ActionError> {
    let consent = NominationConsentRow {
        nomination_id,
        said: Said { processing: true, publication: true },
        channel: NominationConsentChannel::Link,
        name: if is_person { String::new() } else { "团队负责人".to_owned() },
        signed_on: None,
        scan_id: None,
        text_digest: actions::consent_digest("同意"),
        at: call.now,
    };
    Ok(tx.set_nomination_consent(&consent).await?)
}
