//! What is told of a result: to everybody the list without a score, and to nominees who ask how they
//! were judged (`AWD-14`).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    award_cycle::{full_title, may_run_awards},
    award_result::{
        FORMAT, PublishedCategory, PublishedCycle, PublishedName, PublishedResult, PublishedUnit,
        RankBand, VERSION,
    },
    id::{AwardCycleId, NominationId, PersonId},
    inbox::Message,
    record::Kind,
    result_package::{ChainHead, NomineeResult, Results},
    score_sheet::Points,
};
use store::{Conn, CycleRow, DeedsRow, NominationRow, Tx};

use crate::{
    ActionError, Actions, AnnouncedCategory, Call, PublicAward,
    account::digest,
    award_cycle::watched_cycle,
    ranking::{nominee_key, package_of},
    record::fixed,
    tell::tell_people,
};

/// How somebody was judged, as that person may read it: never who gave which score.
#[derive(Clone, Debug)]
pub struct OwnResult {
    /// The cycle.
    pub cycle: CycleRow,
    /// The nomination.
    pub nomination: NominationRow,
    /// The mean of what counts; none with too few sheets.
    pub mean: Option<Points>,
    /// About where it stands; none where too few were ranked to say.
    pub band: Option<RankBand>,
    /// What judges have written, without names.
    pub comments: Vec<String>,
}

/// The collection of what winners have done.
#[derive(Clone, Debug)]
pub struct PublicDeeds {
    /// The title of the cycle, with its organiser.
    pub title: String,
    /// The winners who have agreed, by category and unit.
    pub rows: Vec<DeedsRow>,
}

impl Actions {
    /// What the winners of a decided cycle have done, as they have agreed that it is published.
    pub async fn public_deeds(&self, id: AwardCycleId) -> Result<PublicDeeds, ActionError> {
        let mut conn = self.store.read().await?;
        deeds_of(&mut conn, id).await
    }

    /// The plan of a meeting at which winners tell of their work: to be completed by who holds it.
    pub async fn exchange_plan(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<(PublicDeeds, CycleRow), ActionError> {
        let actor = call.allowed(may_run_awards)?;
        let mut conn = self.store.read().await?;
        let cycle = watched_cycle(&mut conn, actor, id).await?;
        Ok((deeds_of(&mut conn, id).await?, cycle))
    }

    /// A decided cycle as everybody may keep it.
    pub async fn published_result(
        &self,
        id: AwardCycleId,
        today: NaiveDate,
    ) -> Result<PublishedResult, ActionError> {
        let PublicAward { announcement, notice, .. } = self.public_award(id, today).await?;
        let notice = notice.filter(|notice| notice.is_decided).ok_or(ActionError::NotFound)?;
        let mut conn = self.store.read().await?;
        let award = fixed(&mut conn, Kind::Award, id).await?;
        let (line, hash) = conn.find_audit_head().await?;
        let awarded = |of: &AnnouncedCategory| {
            let lines = notice.lines.iter();
            let lines = lines.filter(|line| line.is_awarded && line.category == of.category);
            let name = |line: &store::NoticeLine| PublishedName {
                name: line.name.clone(),
                workplace: line.workplace.clone(),
                unit: line.unit_name.clone(),
                level: line.level().map(str::to_owned),
                revoked_on: line.revoked_on,
            };
            lines.map(name).collect()
        };
        let unit =
            |(unit, seats): &(String, u32)| PublishedUnit { unit: unit.clone(), seats: *seats };
        let category = |of: &AnnouncedCategory| PublishedCategory {
            category: of.category.as_str().to_owned(),
            title: of.category.title().to_owned(),
            criteria: of.criteria.clone(),
            seats: of.seats,
            levels: of.levels.clone(),
            units: of.units.iter().map(unit).collect(),
            awarded: awarded(of),
        };
        Ok(PublishedResult {
            format: FORMAT.to_owned(),
            version: VERSION,
            chain: ChainHead::new(line, &hash),
            cycle: PublishedCycle {
                title: announcement.title.clone(),
                year: announcement.year,
                legal_basis: announcement.legal_basis.as_str().to_owned(),
                approval_no: announcement.approval_no.clone(),
                rules_digest: announcement.digest.clone(),
                notice_from: notice.first_day.to_string(),
                notice_until: notice.last_day.to_string(),
                document_no: notice.document_no.clone().unwrap_or_default(),
                later_documents: notice.supplements.iter().map(|row| row.0.clone()).collect(),
                award,
            },
            judges: notice.judges.clone(),
            categories: announcement.categories.iter().map(category).collect(),
        })
    }

    /// How the nominee behind a link was judged; none before it is decided.
    pub async fn nominee_result(&self, token: &str) -> Result<Option<OwnResult>, ActionError> {
        let mut conn = self.store.read().await?;
        let nomination = conn.find_nomination_of_link(&digest(token)).await?;
        let nomination = nomination.ok_or(ActionError::NotFound)?.id;
        result_of(&mut conn, nomination).await
    }

    /// How the caller was judged, in each cycle that is decided, the newest first.
    pub async fn own_results(&self, call: &Call) -> Result<Vec<OwnResult>, ActionError> {
        let actor = call.actor()?;
        let mut conn = self.store.read().await?;
        let mut results = Vec::new();
        for id in conn.list_judged_nominations(actor.person).await? {
            results.extend(result_of(&mut conn, id).await?);
        }
        Ok(results)
    }
}

async fn deeds_of(conn: &mut Conn, id: AwardCycleId) -> Result<PublicDeeds, ActionError> {
    let cycle = conn.find_cycle(id).await?;
    let cycle = cycle.filter(|cycle| cycle.state.is_decided());
    let cycle = cycle.ok_or(ActionError::NotFound)?;
    let title = full_title(&cycle.organiser, &cycle.title);
    Ok(PublicDeeds { title, rows: conn.list_public_deeds(id).await? })
}

/// Tells everybody on file who was judged that it is decided, also those who are not awarded.
pub(crate) async fn tell_judged(
    tx: &mut Tx,
    call: &Call,
    cycle: &CycleRow,
) -> Result<(), ActionError> {
    let nominations = tx.list_nominations(cycle.id).await?;
    let judged = nominations.iter().filter(|one| one.state.takes_part());
    let people: BTreeSet<PersonId> = judged.filter_map(|one| one.person_id).collect();
    let message = Message::NomineeJudged { title: cycle.title.clone() };
    tell_people(tx, call, people, &message).await
}

/// How a nominee was judged; none before it is decided, and of who was not judged.
async fn result_of(conn: &mut Conn, id: NominationId) -> Result<Option<OwnResult>, ActionError> {
    let Some(nomination) = conn.find_nomination(id).await? else { return Ok(None) };
    let cycle = conn.find_cycle(nomination.cycle_id).await?.ok_or(ActionError::NotFound)?;
    if !cycle.state.is_decided() || !nomination.state.takes_part() {
        return Ok(None);
    }
    let package = package_of(conn, &cycle).await?;
    let code = nomination.category.as_str();
    let category = package.categories.into_iter().find(|one| one.input.category == code);
    let Some(Results { nominees, preliminary, .. }) = category.map(|category| category.results)
    else {
        return Ok(None);
    };
    let first = preliminary.map(|first| first.nominees).unwrap_or_default();
    let key = nominee_key(id);
    let of = |nominees: &[NomineeResult]| {
        let own = nominees.iter().find(|one| one.nominee == key && one.rank().is_some())?;
        let n_ranked = nominees.iter().filter(|one| one.rank().is_some()).count();
        Some((own.score.as_ref().map(|score| score.mean), RankBand::of(own.rank()?, n_ranked)))
    };
    // Who was not in the final, or was voted on there, has the mean of the first stage.
    let (mean, band) = of(&nominees).or_else(|| of(&first)).unwrap_or_default();
    let of_first = of(&first).and_then(|(mean, _)| mean);
    Ok(Some(OwnResult {
        mean: mean.or(of_first),
        band,
        comments: conn.list_sheet_comments(id).await?,
        cycle,
        nomination,
    }))
}
