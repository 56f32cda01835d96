//! What is shown of a nominee beside the file.

use std::collections::BTreeMap;

use domain::{assessment_year::AssessmentYear, id::PersonId, nomination::NominationFacts};
use store::{
    AttachmentRow, Conn, CycleRow, NominationConsentRow, NominationNotes, NominationRow, Tx,
};

use crate::{ActionError, Call, annual_assessment::counted_years, award_cycle::year_of};

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
            let year = AssessmentYear(year_of(cycle));
            facts_of(conn, call, year, &[person]).await?.remove(&person)
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
    let people: Vec<PersonId> = nominations.iter().filter_map(|one| one.person_id).collect();
    let year = AssessmentYear(year_of(cycle));
    let facts = facts_of(tx, call, year, &people).await?;
    for one in &nominations {
        if let Some(facts) = one.person_id.and_then(|person| facts.get(&person)) {
            tx.set_nomination_facts(one.id, facts).await?;
        }
    }
    Ok(())
}

/// What is on file of people: what is counted of the years, and confirmed evidence.
async fn facts_of(
    conn: &mut Conn,
    call: &Call,
    year: AssessmentYear,
    people: &[PersonId],
) -> Result<BTreeMap<PersonId, NominationFacts>, ActionError> {
    let counted = counted_years(conn, year, people, call.now).await?;
    let with = |(person, counted)| (person, NominationFacts { counted, evidence: Vec::new() });
    let mut facts: BTreeMap<PersonId, NominationFacts> = counted.into_iter().map(with).collect();
    for (person, fact) in conn.list_confirmed_evidence(people).await? {
        facts.entry(person).or_default().evidence.push(fact);
    }
    Ok(facts)
}
