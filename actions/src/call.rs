//! Who calls, when and from where; and where randomness comes from.

use std::{fmt, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    audit::{Doer, Entry},
    role::{Actor, Role},
};

use crate::{ActionError, local::local_date};

/// One request, as far as actions care.
#[derive(Clone, Debug)]
pub struct Call {
    /// Who is signed in.
    pub actor: Option<Actor>,
    /// Now.
    pub now: DateTime<Utc>,
    /// The client's address, for the limits and the audit chain.
    pub client: String,
    /// What the browser brings along that has signed in before.
    pub browser: Option<String>,
    /// The route in the table's notation, for the access log; empty beside the web.
    pub route: String,
    /// What it is, such as `Firefox · Windows`; may be empty.
    pub device: String,
}

impl Call {
    /// A call by nobody.
    pub fn anonymous(now: DateTime<Utc>, client: impl Into<String>) -> Self {
        let client = client.into();
        let (route, device) = (String::new(), String::new());
        Self { actor: None, now, client, browser: None, route, device }
    }

    /// Who is signed in, or the request to sign in.
    pub fn actor(&self) -> Result<&Actor, ActionError> {
        self.actor.as_ref().ok_or(ActionError::SignIn)
    }

    /// Today in local time.
    pub fn today(&self) -> NaiveDate {
        local_date(self.now)
    }

    /// The signed-in person, if a rule allows.
    pub(crate) fn allowed(&self, rule: fn(&Actor) -> bool) -> Result<&Actor, ActionError> {
        let actor = self.actor()?;
        if rule(actor) { Ok(actor) } else { Err(ActionError::Forbidden) }
    }

    /// A line for the audit chain, by the caller in the first of these roles.
    pub fn entry(&self, verb: &'static str, thing: &'static str, roles: &[Role]) -> Entry {
        let doer = self.actor.as_ref().map_or(Doer::PROGRAM, |actor| {
            let role = actor.acting_as(roles);
            let on_behalf_of = role.and_then(|role| actor.principal(role));
            Doer { on_behalf_of, ..Doer::person(actor.person, role) }
        });
        let mut entry = Entry::new(doer, self.now, verb, thing);
        entry.client = (!self.client.is_empty()).then(|| self.client.clone());
        entry
    }
}

type Fill = dyn Fn(&mut [u8]) + Send + Sync;

/// A source of random bytes.
#[derive(Clone)]
pub struct Entropy(Arc<Fill>);

impl Entropy {
    /// From a function that fills a buffer.
    pub fn new(fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        Self(Arc::new(fill))
    }

    /// A token of 128 bits as text.
    pub fn token(&self) -> String {
        let mut bytes = [0; 16];
        (self.0)(&mut bytes);
        hex::encode(bytes)
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entropy")
    }
}
