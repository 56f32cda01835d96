//! What people have said of the handling and of the publication of their data (`LAW-02`, `LAW-03`).

use chrono::{DateTime, Utc};
use domain::{
    consent::{ConsentAnswer, ConsentChannel, ConsentPurpose},
    id::PersonId,
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// What somebody has said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRow {
    /// Of what.
    pub purpose: ConsentPurpose,
    /// What.
    pub answer: ConsentAnswer,
    /// SHA-256 of the text that was shown.
    pub text_digest: String,
    /// Where.
    pub channel: ConsentChannel,
    /// When.
    pub at: DateTime<Utc>,
    /// When another answer took its place.
    pub ended_at: Option<DateTime<Utc>>,
}

decoded! { ConsentRow: purpose, answer, text_digest, channel, at, ended_at }

/// Of which person a name is withheld from the public, for `person` as `p`.
pub(crate) const IS_WITHHELD: &str = "EXISTS (SELECT 1 FROM consent s WHERE s.person_id = p.id \
    AND s.purpose = 'publication' AND s.ended_at IS NULL AND s.answer <> 'given')";

const LIST: &str = "SELECT purpose, answer, text_digest, channel, at, ended_at FROM consent \
    WHERE person_id = $1 ";
const NOW: &str = text![LIST, "AND purpose = $2 AND ended_at IS NULL"];
const ALL: &str = text![LIST, "ORDER BY at DESC, id DESC"];
const END: &str = "UPDATE consent SET ended_at = $3 \
    WHERE person_id = $1 AND purpose = $2 AND ended_at IS NULL";
const ADD: &str = "INSERT INTO consent (person_id, purpose, answer, text_digest, channel, at) \
    VALUES ($1, $2, $3, $4, $5, $6)";

impl Conn {
    /// What somebody says now of a purpose.
    pub async fn find_consent(
        &mut self,
        person: PersonId,
        purpose: ConsentPurpose,
    ) -> Result<Option<ConsentRow>, StoreError> {
        self.one(sql(NOW).bind(person).bind(purpose)).await
    }

    /// All that somebody has said, the newest first.
    pub async fn list_consents(&mut self, person: PersonId) -> Result<Vec<ConsentRow>, StoreError> {
        self.all(sql(ALL).bind(person)).await
    }
}

impl Tx {
    /// Notes what somebody says; what was said before has ended.
    pub async fn set_consent(
        &mut self,
        person: PersonId,
        consent: &ConsentRow,
    ) -> Result<(), StoreError> {
        let c = consent;
        self.run(bound!(END; person, c.purpose, c.at)).await?;
        self.run(bound!(ADD; person, c.purpose, c.answer, &c.text_digest, c.channel, c.at)).await
    }
}
