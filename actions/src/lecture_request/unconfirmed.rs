//! What strangers send: with a token of ours that is good for an hour, and above the limits of a day
//! kept without a message, a quota or a line in the chain until the office has called the host.

use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit as _,
    aead::{Aead as _, Payload},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    form::{Once, Values},
    id::UnconfirmedRequestId,
    lecture_request::NewRequest,
    role::{Actor, Role},
    roster::name::host_key,
    rulebook::{Rule, Rulebook},
};
use sha2::{Digest as _, Sha256};
use store::{Conn, UnconfirmedRow};

use super::{Link, read_request};
use crate::{
    ActionError, Actions, Call,
    account::digest,
    write::{Scoped as _, Write},
};

/// A token is good for so long.
const LIFE: TimeDelta = TimeDelta::hours(1);
/// Whoever confirms requests of strangers.
const CONFIRMERS: &[Role] = &[Role::CityOffice];
/// So many requests of one address and of everybody wait at most; what is more is not taken.
const WAITING_OF_ADDRESS: i64 = 50;
const WAITING: i64 = 1_000;
/// All are listed, which are no more than may wait.
const LISTED: i64 = i64::MAX;
/// A nonce has so many letters.
const NONCE: usize = 32;

fn may_confirm(actor: &Actor) -> bool {
    actor.is(Role::CityOffice)
}

/// A token for the form of a request, good until an instant, as only the database's secret makes it:
/// its first 32 letters tell one form from another.
pub fn request_token(secret: &str, nonce: &str, until: DateTime<Utc>) -> String {
    let payload = Payload { msg: &until.timestamp().to_be_bytes(), aad: nonce.as_bytes() };
    let sealed = cipher(secret, nonce).encrypt(&[0; 12].into(), payload).unwrap_or_default();
    nonce.to_owned() + &hex::encode(sealed)
}

/// Until when a token is good, if it is one of ours.
fn good_until(secret: &str, token: &str) -> Option<DateTime<Utc>> {
    let (nonce, sealed) = token.split_at_checked(NONCE)?;
    let sealed = hex::decode(sealed).ok()?;
    let payload = Payload { msg: &sealed, aad: nonce.as_bytes() };
    let plain = cipher(secret, nonce).decrypt(&[0; 12].into(), payload).ok()?;
    let seconds = i64::from_be_bytes(plain.try_into().ok()?);
    DateTime::from_timestamp(seconds, 0)
}

/// Each nonce has a key of its own, so the cipher's may always be the same.
fn cipher(secret: &str, nonce: &str) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&Sha256::digest(format!("request form {secret} {nonce}").as_bytes()))
}

impl Actions {
    /// The token that a form goes on with: its own while that is good, else another.
    pub async fn request_token(&self, call: &Call, once: &Once) -> Result<Once, ActionError> {
        let secret = self.store.read().await?.find_secret().await?;
        if is_good(&secret, call, once) {
            return Ok(once.clone());
        }
        Ok(Once::new(&request_token(&secret, &self.entropy.token(), call.now + LIFE)))
    }

    /// Requests that wait for a call, the oldest first, and how many there are.
    pub async fn unconfirmed_requests(
        &self,
        call: &Call,
    ) -> Result<(Vec<UnconfirmedRow>, i64), ActionError> {
        call.allowed(may_confirm)?;
        let mut conn = self.store.read().await?;
        Ok((conn.list_unconfirmed(LISTED).await?, conn.count_unconfirmed().await?))
    }

    /// A request that waits for a call, for whoever has its link.
    pub async fn unconfirmed_request(&self, token: &str) -> Result<UnconfirmedRow, ActionError> {
        let found = self.store.read().await?.find_unconfirmed_of_link(&digest(token)).await?;
        found.ok_or(ActionError::NotFound)
    }

    /// The host takes a request back that waits for a call. Sent twice it is taken back once.
    pub async fn withdraw_unconfirmed(&self, token: &str) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                if let Some(row) = tx.find_unconfirmed_of_link(&digest(token)).await? {
                    tx.remove_unconfirmed(row.id).await?;
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The office has called: the request goes its way as if it came now. Sent twice, it goes once.
    pub async fn confirm_request(
        &self,
        call: &Call,
        id: UnconfirmedRequestId,
    ) -> Result<(), ActionError> {
        call.allowed(may_confirm)?;
        self.write(|tx| {
            async move {
                let Some(row) = tx.find_unconfirmed(id).await? else { return Ok(()) };
                let form = self.form_of(tx, call, row.version_id).await?;
                let values: Values =
                    form_urlencoded::parse(row.form.as_bytes()).into_owned().collect();
                let request = read_request(&form, &values)?;
                let link = Link { link: &row.link_digest, notice: &row.consent_digest };
                self.add_request(tx, call, &form, &request, link).await?;
                tx.remove_unconfirmed(id).await?;
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Of these requests the hosts know nothing, or they cannot be reached: they are removed.
    pub async fn discard_requests(
        &self,
        call: &Call,
        ids: &[UnconfirmedRequestId],
    ) -> Result<(), ActionError> {
        call.allowed(may_confirm)?;
        self.write(|tx| {
            async move {
                for id in ids {
                    if tx.remove_unconfirmed(*id).await? {
                        tx.log(call.entry("discard", "unconfirmed_request", CONFIRMERS).on(*id));
                    }
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

fn is_good(secret: &str, call: &Call, once: &Once) -> bool {
    good_until(secret, once.as_str()).is_some_and(|until| until > call.now)
}

/// Refuses a form whose token is not ours, or older than an hour: [`ActionError::FormTooOld`].
pub(crate) async fn check_token(
    conn: &mut Conn,
    call: &Call,
    once: &Once,
) -> Result<(), ActionError> {
    let secret = conn.find_secret().await?;
    if is_good(&secret, call, once) { Ok(()) } else { Err(ActionError::FormTooOld) }
}

/// Counts a request; whether it is within the limits of a day. Above them it waits, and
/// [`ActionError::TooMany`] if too many wait already.
pub(super) async fn is_within_limits(
    tx: &mut Write,
    call: &Call,
    rules: &Rulebook,
    request: &NewRequest,
) -> Result<bool, ActionError> {
    // One after the other, so that of many at once none is overlooked.
    tx.take_turn("requests of a day").await?;
    let since = call.now - TimeDelta::days(1);
    let region = request.region.county().unwrap_or_default();
    let host = digest(&format!("{region} {}", host_key(&request.host_name)));
    let sources =
        [(format!("host:{host}"), Rule::RequestsOfHost), ("day".to_owned(), Rule::RequestsOfDay)];
    let address = format!("address:{}", call.client);
    let of_address = (!call.client.is_empty()).then(|| (address.clone(), Rule::RequestsOfAddress));
    let mut is_within = true;
    for (source, limit) in sources.into_iter().chain(of_address) {
        tx.add_request_source(&source, call.now).await?;
        is_within &= tx.count_requests_from(&source, since).await? <= rules.get(limit);
    }
    if is_within {
        return Ok(true);
    }
    let waiting = format!("waiting {address}");
    tx.add_request_source(&waiting, call.now).await?;
    if tx.count_requests_from(&waiting, since).await? > WAITING_OF_ADDRESS
        || tx.count_unconfirmed().await? >= WAITING
    {
        return Err(ActionError::TooMany);
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_ours_and_good_until_its_time() {
        let until = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let nonce = "0123456789abcdef0123456789abcdef";
        let token = request_token("secret", nonce, until);
        assert_eq!(good_until("secret", &token), Some(until));
        assert_eq!(good_until("another", &token), None);
        let other = token.replacen('0', "1", 1);
        for wrong in ["", nonce, &token[..70], other.as_str(), "汉字汉字汉字汉字汉字汉字"]
        {
            assert_eq!(good_until("secret", wrong), None, "{wrong}");
        }
    }
}
