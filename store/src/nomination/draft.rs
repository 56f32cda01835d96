//! Nominations that units write: drafts, attachments, and what nominees have said.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{
        AttachmentId, AwardCategoryId, AwardCycleId, NominationId, OrganisationId, PersonId,
        UploadId,
    },
    nomination::{
        NominationConsentChannel, NominationDraft, NominationFacts, NominationState, Said,
    },
    role::Reach,
};

use super::NominationRow;
use crate::{
    Conn, StoreError, Tx,
    row::{Columns, Decoded, decoded, written},
    statement::{bound, sql, text},
};

/// A file of a nomination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentRow {
    /// Key.
    pub id: AttachmentId,
    /// The nomination.
    pub nomination_id: NominationId,
    /// The file.
    pub upload_id: UploadId,
    /// Under which name it is saved.
    pub file_name: String,
    /// Bytes.
    pub size: i64,
}

decoded! { AttachmentRow: id, nomination_id, upload_id, file_name, size }

/// What a nominee has said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NominationConsentRow {
    /// The nomination.
    pub nomination_id: NominationId,
    /// What.
    pub said: Said,
    /// How.
    pub channel: NominationConsentChannel,
    /// Who has signed, on paper.
    pub name: String,
    /// When, on paper.
    pub signed_on: Option<NaiveDate>,
    /// The paper.
    pub scan_id: Option<UploadId>,
    /// SHA-256 of the text that was shown.
    pub text_digest: String,
    /// When it was noted.
    pub at: DateTime<Utc>,
}

impl Decoded for NominationConsentRow {
    const COLUMNS: &'static [&'static str] = &[
        "nomination_id",
        "processing",
        "publication",
        "channel",
        "name",
        "signed_on",
        "scan_id",
        "text_digest",
        "at",
    ];

    fn decode(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            nomination_id: columns.next()?,
            said: Said { processing: columns.next()?, publication: columns.next()? },
            channel: columns.next()?,
            name: columns.next()?,
            signed_on: columns.next()?,
            scan_id: columns.next()?,
            text_digest: columns.next()?,
            at: columns.next()?,
        })
    }
}

/// What a nomination says beside its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NominationNotes {
    /// The unit's opinion.
    pub opinion: String,
    /// The county's opinion.
    pub county_opinion: String,
    /// Why it was sent back or withdrawn.
    pub remark: String,
    /// Until when it may be corrected, once it was sent back.
    pub correct_until: Option<DateTime<Utc>>,
    /// What is on file of the person, as it was when the evaluation opened.
    pub facts: Option<NominationFacts>,
    /// Who has opened it; nobody where a roster brought it.
    pub filer_id: Option<PersonId>,
    /// Who has said last that what it states is true; nobody where a roster brought it.
    pub truth_by: Option<String>,
    /// When.
    pub truth_at: Option<DateTime<Utc>>,
}

impl NominationNotes {
    /// The nominee, where it is whoever has opened the nomination.
    pub fn nominated_oneself(&self, nomination: &NominationRow) -> Option<PersonId> {
        self.filer_id.filter(|filer| Some(*filer) == nomination.person_id)
    }

    /// Whether it was sent back, and the days to correct it run.
    pub fn is_corrected(&self, state: NominationState, now: DateTime<Utc>) -> bool {
        state == NominationState::Returned && self.correct_until.is_some_and(|until| now < until)
    }
}

decoded! {
    NominationNotes: opinion, county_opinion, remark, correct_until, facts, filer_id, truth_by,
    truth_at
}

/// A nomination that is with its unit, to be finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnfinishedNomination {
    /// Key.
    pub id: NominationId,
    /// Who is nominated.
    pub name: String,
    /// For what.
    pub cycle_title: String,
    /// A draft, or one that came back.
    pub state: NominationState,
    /// Until when what came back may be corrected.
    pub correct_until: Option<DateTime<Utc>>,
    /// The last day on which the cycle takes nominations; none where none was planned.
    pub nominated_until: Option<NaiveDate>,
}

decoded! { UnfinishedNomination: id, name, cycle_title, state, correct_until, nominated_until }

/// Nominees of a cycle whose nominations stand as handed in, and of whom something is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingNominees {
    /// The cycle.
    pub cycle_id: AwardCycleId,
    /// Its title.
    pub title: String,
    /// How many.
    pub n: i64,
    /// The last day on which the cycle checks nominations; none where none was planned.
    pub checked_until: Option<NaiveDate>,
}

decoded! { WaitingNominees: cycle_id, title, n, checked_until }

const SILENT: &str = "SELECT c.id AS cycle_id, c.title, COUNT(*) AS n, \
    MAX(g.ends_on) AS checked_until FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id \
    JOIN organisation u ON u.id = n.unit_id \
    LEFT JOIN award_stage g ON g.cycle_id = c.id AND g.stage = 'eligibility' \
    WHERE n.state IN ('submitted', 'ineligible') AND c.state IN ('nominating', 'eligibility') \
    AND NOT EXISTS (SELECT 1 FROM nomination_consent x WHERE x.nomination_id = n.id)";
const WITHOUT_OPINION: &str = "SELECT c.id AS cycle_id, c.title, COUNT(*) AS n, \
    MAX(g.ends_on) AS checked_until FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id \
    JOIN organisation u ON u.id = n.unit_id \
    LEFT JOIN award_stage g ON g.cycle_id = c.id AND g.stage = 'nomination' \
    WHERE n.state = 'submitted' AND n.county_opinion = '' \
    AND c.state IN ('nominating', 'eligibility')";
const UNFINISHED: &str = "SELECT n.id, n.name, c.title AS cycle_title, n.state, n.correct_until, \
    g.ends_on AS nominated_until FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id \
    JOIN organisation u ON u.id = n.unit_id \
    LEFT JOIN award_stage g ON g.cycle_id = c.id AND g.stage = 'nomination' \
    WHERE (n.state = 'draft' AND c.state = 'nominating' AND (n.filer_id = $1 OR n.filer_id = n.person_id) \
    OR n.state = 'returned' AND c.state IN ('nominating', 'eligibility') AND n.correct_until > $2)";
const OF_UNITS: &str = text![super::COLUMNS, "WHERE n.cycle_id = $1 AND n.unit_id IN "];
const IN_ORDER: &str = " ORDER BY k.id, n.unit_rank IS NULL, n.unit_rank, n.id";
const OF_LINK: &str = text![
    super::COLUMNS,
    "JOIN nomination_link l ON l.nomination_id = n.id WHERE l.link_digest = $1"
];
const OF_PERSON: &str = text![
    super::COLUMNS,
    "JOIN award_cycle c ON c.id = n.cycle_id WHERE n.person_id = $1 \
    AND (n.state <> 'draft' OR n.filer_id = n.person_id) \
    AND c.state NOT IN ('configuring', 'decided', 'archived', 'aborted') ORDER BY n.id DESC"
];
const CORRECTIONS: &str = "SELECT COUNT(*) FROM nomination \
    WHERE cycle_id = $1 AND state = 'returned' AND correct_until > $2";
const NOTES: &str = "SELECT n.opinion, n.county_opinion, n.remark, n.correct_until, n.facts, \
    n.filer_id, p.name AS truth_by, t.at AS truth_at FROM nomination n \
    LEFT JOIN nomination_truth t ON t.nomination_id = n.id \
    LEFT JOIN person p ON p.id = t.person_id WHERE n.id = $1";
const SET_TRUTH: &str = "INSERT INTO nomination_truth (nomination_id, person_id, text_digest, at) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (nomination_id) DO UPDATE SET \
    person_id = excluded.person_id, text_digest = excluded.text_digest, at = excluded.at";
const ATTACHMENTS: &str = "SELECT a.id, a.nomination_id, a.upload_id, u.file_name, u.size \
    FROM nomination_attachment a JOIN upload u ON u.id = a.upload_id \
    WHERE a.nomination_id = $1 ORDER BY a.id";
const CONSENT_COLUMNS: &str = "SELECT c.nomination_id, c.processing, c.publication, c.channel, \
    c.name, c.signed_on, c.scan_id, c.text_digest, c.at FROM nomination_consent c ";
const CONSENT: &str = text![CONSENT_COLUMNS, "WHERE c.nomination_id = $1"];
const CONSENTS: &str = text![
    CONSENT_COLUMNS,
    "JOIN nomination n ON n.id = c.nomination_id WHERE n.cycle_id = $1 ORDER BY c.nomination_id"
];
const ADD: &str = "INSERT INTO nomination (cycle_id, category_id, unit_id, person_id, filer_id, \
    name, sex, born_in, ethnic_group, workplace, workplace_id, post, title, phone, years, deeds, \
    earlier_awards, unit_rank, opinion, note, state, figures, reason, revision) VALUES ($1, $2, \
    $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, '', 'draft', \
    '', '', 1) RETURNING id";
const CHANGE: &str = "UPDATE nomination SET person_id = $3, name = $4, sex = $5, born_in = $6, \
    ethnic_group = $7, workplace = $8, workplace_id = $9, post = $10, title = $11, phone = $12, \
    years = $13, deeds = $14, earlier_awards = $15, unit_rank = $16, opinion = $17, \
    revision = revision + 1 WHERE id = $1 AND revision = $2 AND state IN ('draft', 'returned')";
const REOPEN: &str = "UPDATE nomination SET person_id = $3, name = $4, sex = $5, born_in = $6, \
    ethnic_group = $7, workplace = $8, workplace_id = $9, post = $10, title = $11, phone = $12, \
    years = $13, deeds = $14, earlier_awards = $15, unit_rank = $16, opinion = $17, \
    filer_id = $18, state = 'draft', remark = '', county_opinion = '', correct_until = NULL, \
    revision = revision + 1 WHERE id = $1 AND revision = $2 AND state = 'withdrawn'";
const TAKE_UP: &str = "UPDATE nomination SET state = 'submitted', remark = '', \
    correct_until = NULL, revision = revision + 1 WHERE state IN ('draft', 'withdrawn') AND id IN ";
const UNSAID: &str = "DELETE FROM nomination_consent WHERE nomination_id IN \
    (SELECT id FROM nomination WHERE state = 'withdrawn' AND id IN ";
const UNLINKED: &str = "DELETE FROM nomination_link WHERE nomination_id IN \
    (SELECT id FROM nomination WHERE state = 'withdrawn' AND id IN ";
const MOVE: &str = "UPDATE nomination SET state = $4, remark = $5, correct_until = $6, \
    revision = revision + 1 WHERE id = $1 AND state = $2 AND revision = $3";
const COUNTY: &str = "UPDATE nomination SET county_opinion = $3, revision = revision + 1 \
    WHERE id = $1 AND revision = $2";
const FACTS: &str = "UPDATE nomination SET facts = $2 WHERE id = $1";
const ADD_ATTACHMENT: &str = "INSERT INTO nomination_attachment (nomination_id, upload_id) \
    VALUES ($1, $2) RETURNING id";
const REMOVE_ATTACHMENT: &str =
    "DELETE FROM nomination_attachment WHERE id = $1 AND nomination_id = $2";
const SET_CONSENT: &str = "INSERT INTO nomination_consent (nomination_id, processing, \
    publication, channel, name, signed_on, scan_id, text_digest, at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (nomination_id) DO UPDATE SET \
    processing = excluded.processing, publication = excluded.publication, \
    channel = excluded.channel, name = excluded.name, signed_on = excluded.signed_on, \
    scan_id = excluded.scan_id, text_digest = excluded.text_digest, at = excluded.at";
const SET_LINK: &str = "INSERT INTO nomination_link (nomination_id, link_digest, made_at) \
    VALUES ($1, $2, $3) ON CONFLICT (nomination_id) DO UPDATE SET link_digest = excluded.link_digest, \
    made_at = excluded.made_at";

/// A nomination that a unit writes, with whom and what it names.
#[derive(Clone, Copy, Debug)]
pub struct NominationWrite<'a> {
    /// What was typed.
    pub draft: &'a NominationDraft,
    /// The person, if one on file.
    pub person_id: Option<PersonId>,
    /// The workplace, if one on file.
    pub workplace_id: Option<OrganisationId>,
}

impl Conn {
    /// What units nominate in a cycle, by category and the order of each unit.
    pub async fn list_nominations_of_units(
        &mut self,
        cycle: AwardCycleId,
        units: &[OrganisationId],
    ) -> Result<Vec<NominationRow>, StoreError> {
        let found = sql(OF_UNITS).bind(cycle).list(units.iter().copied());
        self.all(found.push(IN_ORDER).unkept()).await
    }

    /// Nominations within reach that came back and may be corrected at an instant, and drafts of
    /// somebody, while their cycle takes them.
    pub async fn list_unfinished_nominations_within(
        &mut self,
        filer: PersonId,
        reach: &Reach,
        now: DateTime<Utc>,
    ) -> Result<Vec<UnfinishedNomination>, StoreError> {
        let found = sql(UNFINISHED).bind(filer).bind(now);
        self.all(found.within("u.region_id", "u.id", reach).push(" ORDER BY n.id")).await
    }

    /// How many nominees within reach have not answered, by cycle, while nominations are taken and
    /// checked.
    pub async fn list_silent_nominees_within(
        &mut self,
        reach: &Reach,
    ) -> Result<Vec<WaitingNominees>, StoreError> {
        let found = sql(SILENT).within("u.region_id", "u.id", reach);
        self.all(found.push(" GROUP BY c.id, c.title ORDER BY c.id")).await
    }

    /// How many nominations of units within reach have no opinion of their county, by cycle, while
    /// nominations are taken and checked.
    pub async fn list_unread_nominations_within(
        &mut self,
        reach: &Reach,
    ) -> Result<Vec<WaitingNominees>, StoreError> {
        let found = sql(WITHOUT_OPINION).within("u.region_id", "u.id", reach);
        self.all(found.push(" GROUP BY c.id, c.title ORDER BY c.id")).await
    }

    /// The nomination of a nominee's link, by the digest of its token.
    pub async fn find_nomination_of_link(
        &mut self,
        digest: &str,
    ) -> Result<Option<NominationRow>, StoreError> {
        self.one(sql(OF_LINK).bind(digest)).await
    }

    /// Nominations of a person in cycles that are not decided, the newest first, without drafts of others.
    pub async fn list_own_nominations(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<NominationRow>, StoreError> {
        self.all(sql(OF_PERSON).bind(person)).await
    }

    /// Nominations of a cycle that were sent back and whose days to be corrected run.
    pub async fn count_corrections(
        &mut self,
        cycle: AwardCycleId,
        now: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        self.only(sql(CORRECTIONS).bind(cycle).bind(now)).await
    }

    /// What a nomination says beside its file.
    pub async fn find_nomination_notes(
        &mut self,
        id: NominationId,
    ) -> Result<Option<NominationNotes>, StoreError> {
        self.one(sql(NOTES).bind(id)).await
    }

    /// The files of a nomination, in the order in which they came.
    pub async fn list_attachments(
        &mut self,
        nomination: NominationId,
    ) -> Result<Vec<AttachmentRow>, StoreError> {
        self.all(sql(ATTACHMENTS).bind(nomination)).await
    }

    /// What a nominee has said; none: nothing yet.
    pub async fn find_nomination_consent(
        &mut self,
        nomination: NominationId,
    ) -> Result<Option<NominationConsentRow>, StoreError> {
        self.one(sql(CONSENT).bind(nomination)).await
    }

    /// What the nominees of a cycle have said.
    pub async fn list_nomination_consents(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<NominationConsentRow>, StoreError> {
        self.all(sql(CONSENTS).bind(cycle)).await
    }
}

impl Tx {
    /// Adds a draft; [`StoreError::Conflict`] if the unit has nominated the same in the category.
    pub async fn add_nomination_draft(
        &mut self,
        (cycle, category, unit): (AwardCycleId, AwardCategoryId, OrganisationId),
        new: NominationWrite<'_>,
        filer: PersonId,
    ) -> Result<NominationId, StoreError> {
        let d = new.draft;
        self.only(bound!(ADD;
            cycle, category, unit, new.person_id, filer, &d.name, d.sex, d.born_in.as_deref(),
            &d.ethnic_group, &d.workplace, new.workplace_id, &d.post, &d.title,
            d.phone.as_deref(), d.years, &d.deeds, &d.earlier_awards, d.unit_rank, &d.opinion))
            .await
    }

    /// Changes a nomination that is with its unit, unless somebody was faster.
    pub async fn change_nomination_draft(
        &mut self,
        (id, revision): (NominationId, i64),
        write: NominationWrite<'_>,
    ) -> Result<bool, StoreError> {
        let d = write.draft;
        self.is_changed(bound!(CHANGE;
            id, revision, write.person_id, &d.name, d.sex, d.born_in.as_deref(),
            &d.ethnic_group, &d.workplace, write.workplace_id, &d.post, &d.title,
            d.phone.as_deref(), d.years, &d.deeds, &d.earlier_awards, d.unit_rank, &d.opinion))
            .await
    }

    /// Makes a draft of a nomination that was withdrawn; what its nominee has said and the link are gone.
    /// `false`: somebody was faster.
    pub async fn reopen_nomination(
        &mut self,
        (id, revision): (NominationId, i64),
        write: NominationWrite<'_>,
        filer: PersonId,
    ) -> Result<bool, StoreError> {
        self.forget_answers(&[id]).await?;
        let d = write.draft;
        self.is_changed(bound!(REOPEN;
            id, revision, write.person_id, &d.name, d.sex, d.born_in.as_deref(),
            &d.ethnic_group, &d.workplace, write.workplace_id, &d.post, &d.title,
            d.phone.as_deref(), d.years, &d.deeds, &d.earlier_awards, d.unit_rank, &d.opinion,
            filer))
            .await
    }

    /// Hands in drafts and nominations that were withdrawn, as a roster brings them: of the latter, what
    /// their nominees have said and the links are gone.
    pub async fn take_up_nominations(&mut self, ids: &[NominationId]) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        self.forget_answers(ids).await?;
        self.run(sql(TAKE_UP).list(ids.iter().copied()).unkept()).await
    }

    /// What the nominees of nominations that were withdrawn have said is forgotten.
    async fn forget_answers(&mut self, ids: &[NominationId]) -> Result<(), StoreError> {
        for statement in [UNSAID, UNLINKED] {
            let ids = ids.iter().copied();
            self.run(sql(statement).list(ids).push(")").unkept()).await?;
        }
        Ok(())
    }

    /// Moves a nomination on at a revision, with a remark; `false`: it is not there any more.
    pub async fn step_nomination(
        &mut self,
        (id, from, revision): (NominationId, NominationState, i64),
        to: NominationState,
        remark: &str,
        correct_until: Option<DateTime<Utc>>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(MOVE; id, from, revision, to, remark, correct_until)).await
    }

    /// Keeps the county's opinion, unless somebody was faster.
    pub async fn set_county_opinion(
        &mut self,
        (id, revision): (NominationId, i64),
        opinion: &str,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(COUNTY).bind(id).bind(revision).bind(opinion)).await
    }

    /// Keeps what is on file of a nominee.
    pub async fn set_nomination_facts(
        &mut self,
        id: NominationId,
        facts: &NominationFacts,
    ) -> Result<(), StoreError> {
        self.run(sql(FACTS).bind(id).bind(written(facts)?)).await
    }

    /// Adds a file.
    pub async fn add_attachment(
        &mut self,
        nomination: NominationId,
        upload: UploadId,
    ) -> Result<AttachmentId, StoreError> {
        self.only(sql(ADD_ATTACHMENT).bind(nomination).bind(upload)).await
    }

    /// Takes a file of a nomination away; `false`: it is gone.
    pub async fn remove_attachment(
        &mut self,
        nomination: NominationId,
        attachment: AttachmentId,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(REMOVE_ATTACHMENT).bind(attachment).bind(nomination)).await
    }

    /// Keeps what a nominee says, in the place of what was said before.
    pub async fn set_nomination_consent(
        &mut self,
        row: &NominationConsentRow,
    ) -> Result<(), StoreError> {
        let r = row;
        self.run(bound!(SET_CONSENT;
            r.nomination_id, r.said.processing, r.said.publication, r.channel, &r.name,
            r.signed_on, r.scan_id, &r.text_digest, r.at))
            .await
    }

    /// Keeps who says that what a nomination states is true, and by which text.
    pub async fn set_nomination_truth(
        &mut self,
        nomination: NominationId,
        person: PersonId,
        text_digest: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(bound!(SET_TRUTH; nomination, person, text_digest, at)).await
    }

    /// Makes the link of a nominee; an earlier one holds no more.
    pub async fn set_nomination_link(
        &mut self,
        nomination: NominationId,
        digest: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(SET_LINK).bind(nomination).bind(digest).bind(at)).await
    }
}
