//! What is shown of a nominee beside the file.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use domain::{
    assessment_year::AssessmentYear,
    evidence::EvidenceFact,
    id::PersonId,
    nomination::{InSchool, NominationFacts},
    roster::AwardCategory,
};
use store::{
    AttachmentRow, Conn, CycleRow, NominationConsentRow, NominationNotes, NominationRow, Tx,
};

use crate::{
    ActionError, Call, annual_assessment::counted_years, award_cycle::year_of, to_utc,
    working_day::end_of,
};

/// What is shown of a nominee beside the file: what is on file here, and the files that were added.
#[derive(Clone, Debug)]
pub struct NominationFile {
    /// What it says beside its file.
    pub notes: NominationNotes,
    /// Its files.
    pub attachments: Vec<AttachmentRow>,
    /// What is on file of the person: as it was when the evaluation opened, or as it is now.
    pub facts: Option<NominationFacts>,
    /// What the nominee has said.
    pub consent: Option<NominationConsentRow>,
}

/// What is shown of a nominee beside the file.
pub(crate) async fn file_of(
    conn: &mut Conn,
    call: &Call,
    cycle: &CycleRow,
    nomination: &NominationRow,
) -> Result<NominationFile, ActionError> {
    let id = nomination.id;
    let notes = conn.find_nomination_notes(id).await?.ok_or(ActionError::NotFound)?;
    let facts = match (&notes.facts, nomination.person_id) {
        (Some(facts), _) => Some(facts.clone()),
        (None, Some(person)) => {
            let of = [(person, nomination.category)];
            facts_of(conn, call, cycle, &of).await?.remove(&of[0])
        }
        (None, None) => None,
    };
    let attachments = conn.list_attachments(id).await?;
    let consent = conn.find_nomination_consent(id).await?;
    Ok(NominationFile { notes, attachments, facts, consent })
}

/// Keeps what is on file of every nominee as it is when the evaluation opens: judges of one day and
/// of the next read the same.
pub(crate) async fn keep_facts(
    tx: &mut Tx,
    call: &Call,
    cycle: &CycleRow,
) -> Result<(), ActionError> {
    let nominations = tx.list_nominations(cycle.id).await?;
    let of = |one: &NominationRow| Some((one.person_id?, one.category));
    let people: Vec<Nominee> = nominations.iter().filter_map(of).collect();
    let facts = facts_of(tx, call, cycle, &people).await?;
    for one in &nominations {
        if let Some(facts) = of(one).and_then(|nominee| facts.get(&nominee)) {
            tx.set_nomination_facts(one.id, facts).await?;
        }
    }
    Ok(())
}

/// A person in a category.
type Nominee = (PersonId, AwardCategory);

/// What is on file of nominees: what is counted of the year, and confirmed evidence.
async fn facts_of(
    conn: &mut Conn,
    call: &Call,
    cycle: &CycleRow,
    nominees: &[Nominee],
) -> Result<BTreeMap<Nominee, NominationFacts>, ActionError> {
    let year = AssessmentYear(year_of(cycle));
    let rules = conn.rulebook_of_cycle(cycle.id, call.today()).await?;
    let people: Vec<PersonId> = nominees.iter().map(|(person, _)| *person).collect();
    let counted = counted_years(conn, year, &people, call.now).await?;
    let span = (to_utc(year.first(), NaiveTime::MIN), end_of(year.last()));
    let in_school: BTreeMap<PersonId, InSchool> =
        conn.count_lectures_in_schools(&people, span).await?.into_iter().collect();
    let mut evidence: BTreeMap<PersonId, Vec<EvidenceFact>> = BTreeMap::new();
    for (person, fact) in conn.list_confirmed_evidence(&people).await? {
        evidence.entry(person).or_default().push(fact);
    }
    let of = |nominee: &Nominee| {
        let (person, category) = *nominee;
        let facts = NominationFacts {
            counted: counted.get(&person).cloned().unwrap_or_default(),
            evidence: evidence.get(&person).cloned().unwrap_or_default(),
            ..NominationFacts::default()
        };
        let in_school = in_school.get(&person).copied().unwrap_or_default();
        (*nominee, facts.beside(category, in_school, &rules))
    };
    Ok(nominees.iter().map(of).collect())
}
