//! Nominations against those on file, and into the cycle that is open for them.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    assessment_year::AssessmentYear,
    award_cycle::{AwardCycleState, CategoryRules, CyclePlan, FinalKind, LegalBasis, NoticeOrder},
    award_stage::StagePlan,
    id::{AwardCycleId, NominationId, OrganisationId, PersonId},
    nomination::NominationState,
    roster::{At, AwardCategory, Code, NominationRecord, Reading, Record, Sex, unit_key},
};
use store::{CategoryRow, CycleRow, NewNomination, NominationRow, PersonRow, Tx};

use super::{
    Reads,
    change::{Change, What},
    compare::{Compare, Facts, fact},
    on_file::OnFile,
};
use crate::ActionError;

/// A nomination with the organisation and the person on file whom it names.
struct Planned {
    record: NominationRecord,
    born_in: Option<String>,
    unit_id: OrganisationId,
    workplace_id: Option<OrganisationId>,
    person_id: Option<PersonId>,
}

/// What is written.
#[derive(Default)]
pub(super) struct Work {
    new: Vec<Planned>,
    changed: BTreeMap<NominationId, Planned>,
    /// Drafts and nominations that were withdrawn: the list hands them in.
    taken_up: Vec<NominationId>,
}

pub(super) async fn plan(
    conn: Reads<'_>,
    reading: &Reading,
    on_file: &OnFile,
    compare: &mut Compare<'_>,
) -> Result<(Vec<Change>, Work), ActionError> {
    let (known, mut number) = match open_cycle(conn).await? {
        Some(cycle) => {
            let known = conn.list_nominations(cycle.id).await?;
            let number = Number::of(&conn.list_categories(cycle.id).await?, &known);
            (known, number)
        }
        None => (Vec::new(), Number::default()),
    };
    let units: HashMap<&str, OrganisationId> = on_file
        .organisations
        .iter()
        .filter_map(|one| Some((one.code.as_deref()?, one.id)))
        .collect();
    let people = conn.list_people_named(&names(reading)).await?;
    let (mut changes, mut work) = (Vec::new(), Work::default());
    for (at, record) in reading.records() {
        let Record::Nomination(record) = record else { continue };
        // The rules have seen to it that the unit is on file.
        let Some(unit) = units.get(record.nominating_unit.as_str()).copied() else { continue };
        let known = known.iter().find(|known| is_same_nominee(known, record, unit));
        let (record, born_in) = merged(compare, at, record, known);
        let is_taken_up = known.is_some_and(|known| {
            matches!(known.state, NominationState::Draft | NominationState::Withdrawn)
        });
        if let Some(known) = known {
            let (mut before, mut after) = (facts_on_file(known), facts(&record, born_in.as_ref()));
            if !is_taken_up && known.state != NominationState::Submitted {
                if before != after {
                    let said = ("name", record.name.as_str());
                    compare.warn(at, Code::NominationSettled, said, None);
                }
                continue;
            }
            if is_taken_up {
                before.push(("state", known.state.as_str().to_owned()));
                after.push(("state", NominationState::Submitted.as_str().to_owned()));
            }
            if !compare.differ(at, before, after) {
                continue;
            }
        }
        if (known.is_none() || is_taken_up)
            && let Some(most) = number.is_over(record.category, unit)
        {
            let said = ("nominator", record.nominating_unit.as_str());
            compare.warn(at, Code::OverNumber, said, Some(most.to_string()));
        }
        let id = known.map(|known| known.id);
        work.taken_up.extend(id.filter(|_| is_taken_up));
        let what = What::Nomination { unit, record: record.clone() };
        changes.push(Change { at, on_file: id.map(Into::into), what });
        let workplace_id = on_file.organisation(&unit_key(&record.workplace));
        let person_id = nominee(&people, &record, workplace_id);
        let planned = Planned { record, born_in, unit_id: unit, workplace_id, person_id };
        match id {
            Some(id) => _ = work.changed.insert(id, planned),
            None => work.new.push(planned),
        }
    }
    Ok((changes, work))
}

/// How many each unit has handed in, and may.
#[derive(Default)]
struct Number {
    most: BTreeMap<AwardCategory, u32>,
    handed_in: BTreeMap<(AwardCategory, OrganisationId), u32>,
}

impl Number {
    fn of(categories: &[CategoryRow], known: &[NominationRow]) -> Self {
        let most = categories.iter().map(|row| (row.category, row.rules.most_nominations));
        let mut handed_in = BTreeMap::new();
        for row in known.iter().filter(|row| row.state.is_handed_in()) {
            *handed_in.entry((row.category, row.unit_id)).or_default() += 1;
        }
        Self { most: most.filter(|(_, most)| *most > 0).collect(), handed_in }
    }

    /// One more of a unit: how many it may have, if these are more.
    fn is_over(&mut self, category: AwardCategory, unit: OrganisationId) -> Option<u32> {
        let n = self.handed_in.entry((category, unit)).or_default();
        *n += 1;
        self.most.get(&category).copied().filter(|most| *n > *most)
    }
}

fn names(reading: &Reading) -> Vec<&str> {
    let names = reading.records().filter_map(|(_, record)| match record {
        Record::Nomination(record) => Some(record.name.as_str()),
        _ => None,
    });
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The person on file whom a nomination names: by name and phone, without a phone by workplace.
fn nominee(
    people: &[PersonRow],
    record: &NominationRecord,
    workplace: Option<OrganisationId>,
) -> Option<PersonId> {
    let phone = record.phone.as_ref();
    let is_nominee = |person: &&PersonRow| {
        let by_phone = phone.is_some() && person.phone.as_ref() == phone;
        let at_work = workplace.is_some() && person.workplace_id == workplace;
        person.name == record.name
            && (by_phone || at_work && (phone.is_none() || person.phone.is_none()))
    };
    people.iter().find(is_nominee).map(|person| person.id)
}

/// The same nominee, nominated by the same unit.
fn is_same_nominee(row: &NominationRow, record: &NominationRecord, unit: OrganisationId) -> bool {
    row.category == record.category
        && row.name == record.name
        && row.unit_id == unit
        && unit_key(&row.workplace) == unit_key(&record.workplace)
}

/// What is then on file, with the month of birth.
fn merged(
    compare: &mut Compare<'_>,
    at: At,
    record: &NominationRecord,
    known: Option<&NominationRow>,
) -> (NominationRecord, Option<String>) {
    let born_in = record.birth.map(|month| month.to_string());
    let Some(known) = known else { return (record.clone(), born_in) };
    let number = |known: Option<i64>| known.and_then(|known| u32::try_from(known).ok());
    let mut keep_text = |field: &str, said: &Option<String>, known: &str| {
        Some(compare.keep_text(at, field, said.as_ref(), known)).filter(|text| !text.is_empty())
    };
    let ethnic_group = keep_text("nation", &record.ethnic_group, &known.ethnic_group);
    let post = keep_text("post", &record.post, &known.post);
    let title = keep_text("title", &record.title, &known.title);
    let deeds = keep_text("deeds", &record.deeds, &known.deeds);
    let earlier_awards = keep_text("prev", &record.earlier_awards, &known.earlier_awards);
    let note = keep_text("note", &record.note, &known.note);
    let record = NominationRecord {
        sex: compare.keep(at, "sex", record.sex, known.sex),
        ethnic_group,
        post,
        title,
        phone: compare.keep(at, "phone", record.phone.clone(), known.phone.clone()),
        years: compare.keep(at, "years", record.years, number(known.years)),
        deeds,
        earlier_awards,
        rank: compare.keep(at, "rank", record.rank, number(known.unit_rank)),
        note,
        ..record.clone()
    };
    (record, compare.keep(at, "birth", born_in, known.born_in.clone()))
}

fn facts(record: &NominationRecord, born_in: Option<&String>) -> Facts {
    vec![
        ("sex", fact(record.sex.map(Sex::as_str))),
        ("birth", fact(born_in)),
        ("nation", text(record.ethnic_group.as_ref()).to_owned()),
        ("post", text(record.post.as_ref()).to_owned()),
        ("title", text(record.title.as_ref()).to_owned()),
        ("phone", fact(record.phone.as_ref())),
        ("years", fact(record.years)),
        ("deeds", text(record.deeds.as_ref()).to_owned()),
        ("prev", text(record.earlier_awards.as_ref()).to_owned()),
        ("rank", fact(record.rank)),
        ("note", text(record.note.as_ref()).to_owned()),
    ]
}

fn facts_on_file(row: &NominationRow) -> Facts {
    vec![
        ("sex", fact(row.sex.map(Sex::as_str))),
        ("birth", fact(row.born_in.as_ref())),
        ("nation", row.ethnic_group.clone()),
        ("post", row.post.clone()),
        ("title", row.title.clone()),
        ("phone", fact(row.phone.as_ref())),
        ("years", fact(row.years)),
        ("deeds", row.deeds.clone()),
        ("prev", row.earlier_awards.clone()),
        ("rank", fact(row.unit_rank)),
        ("note", row.note.clone()),
    ]
}

/// An empty cell is an empty text.
fn text(cell: Option<&String>) -> &str {
    cell.map_or("", String::as_str)
}

/// The newest cycle that still takes nominations.
pub(super) async fn open_cycle(conn: Reads<'_>) -> Result<Option<CycleRow>, ActionError> {
    // The roster is the city's.
    let takes = |cycle: &CycleRow| {
        cycle.region_id.is_none()
            && matches!(cycle.state, AwardCycleState::Configuring | AwardCycleState::Nominating)
    };
    Ok(conn.list_cycles().await?.into_iter().find(takes))
}

/// Whether the year's cycle takes no nominations any more: no second one is opened for them.
pub(super) async fn is_closed(conn: Reads<'_>, as_of: NaiveDate) -> Result<bool, ActionError> {
    if open_cycle(conn).await?.is_some() {
        return Ok(false);
    }
    let year = i64::from(AssessmentYear::of(as_of).0);
    let is_live =
        |cycle: &CycleRow| cycle.region_id.is_none() && cycle.state != AwardCycleState::Aborted;
    Ok(conn.list_cycles().await?.iter().any(|cycle| cycle.year == year && is_live(cycle)))
}

/// The same, or a new one for the assessment year, whose rules the office has still to write.
async fn ensure_cycle(
    tx: &mut Tx,
    as_of: NaiveDate,
    now: DateTime<Utc>,
) -> Result<AwardCycleId, ActionError> {
    if let Some(cycle) = open_cycle(tx).await? {
        return Ok(cycle.id);
    }
    let AssessmentYear(year) = AssessmentYear::of(as_of);
    let plan = CyclePlan {
        title: format!("{year}年度评优"),
        year: year.into(),
        legal_basis: LegalBasis::Internal,
        approval_no: String::new(),
        contact: String::new(),
        final_kind: FinalKind::None,
        most_sheets: 0,
        notice_order: NoticeOrder::Region,
        organiser: String::new(),
        stages: StagePlan::default(),
    };
    let id = tx.add_cycle(&plan, now).await?;
    for category in AwardCategory::ALL {
        tx.add_category(id, *category, &CategoryRules::default_of(*category)).await?;
    }
    Ok(id)
}

impl Work {
    pub(super) async fn apply(
        &self,
        tx: &mut Tx,
        as_of: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<(), ActionError> {
        let cycle_id = ensure_cycle(tx, as_of, now).await?;
        let categories = tx.list_categories(cycle_id).await?;
        let category_of = |planned: &Planned| {
            let category = categories.iter().find(|row| row.category == planned.record.category);
            category.map(|category| category.id).ok_or(ActionError::NotFound)
        };
        let mut new = Vec::with_capacity(self.new.len());
        for planned in &self.new {
            let category_id = category_of(planned)?;
            new.push(NewNomination { cycle_id, category_id, ..row(planned) });
        }
        tx.add_nominations(&new).await?;
        tx.take_up_nominations(&self.taken_up).await?;
        let changed = self.changed.iter().map(|(id, planned)| (*id, row(planned)));
        Ok(tx.change_nominations(&changed.collect::<Vec<_>>()).await?)
    }
}

fn row(planned: &Planned) -> NewNomination<'_> {
    let record = &planned.record;
    NewNomination {
        person_id: planned.person_id,
        name: &record.name,
        sex: record.sex,
        born_in: planned.born_in.as_deref(),
        ethnic_group: text(record.ethnic_group.as_ref()),
        workplace: &record.workplace,
        workplace_id: planned.workplace_id,
        post: text(record.post.as_ref()),
        title: text(record.title.as_ref()),
        phone: record.phone.as_deref(),
        years: record.years.map(i64::from),
        deeds: text(record.deeds.as_ref()),
        earlier_awards: text(record.earlier_awards.as_ref()),
        unit_id: planned.unit_id,
        unit_rank: record.rank.map(i64::from),
        note: text(record.note.as_ref()),
        ..NewNomination::default()
    }
}
