//! Two records side by side: what they say, what hangs on them, and what stands in the way.

use domain::{
    grant::may_grant,
    id::PersonId,
    merging::{Fact, MergeRefusal},
    role::Role,
};
use store::{Account, Conn, FieldRow, HoldingRow, PersonRow, RegionRow};

use crate::{ActionError, Call};

/// A record, and others that may be of the same person.
#[derive(Clone, Debug)]
pub struct MergeChoice {
    /// The record that is kept.
    pub person: PersonRow,
    /// Others by a name or what was typed.
    pub others: Vec<PersonRow>,
}

/// Two records side by side.
#[derive(Clone, Debug)]
pub struct MergePage {
    /// The record that is kept.
    pub kept: PersonRow,
    /// The one that is merged into it.
    pub gone: PersonRow,
    /// Their names at sign-in.
    pub sign_in: (Option<String>, Option<String>),
    /// What hangs on them.
    pub holdings: Vec<HoldingRow>,
    /// What stands in the way.
    pub refusals: Vec<MergeRefusal>,
    /// Subject fields, for their names.
    pub fields: Vec<FieldRow>,
    /// Regions, for their names.
    pub regions: Vec<RegionRow>,
}

impl MergePage {
    /// The facts of which both records say something, and not the same, or the kept one nothing.
    pub fn facts_to_choose(&self) -> Vec<Fact> {
        let is_open = |fact: &Fact| {
            let other = raw(&self.gone, *fact);
            !other.is_empty() && other != raw(&self.kept, *fact)
        };
        Fact::OF_PERSON.iter().copied().filter(is_open).collect()
    }
}

/// A fact as it is stored, for comparing.
pub fn raw(person: &PersonRow, fact: Fact) -> String {
    let number = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    match fact {
        Fact::Name => person.name.clone(),
        Fact::Sex => person.sex.map(|sex| sex.as_str().to_owned()).unwrap_or_default(),
        Fact::BornIn => person.born_in.clone().unwrap_or_default(),
        Fact::Phone => person.phone.clone().unwrap_or_default(),
        Fact::Title => person.title.clone(),
        Fact::Field => number(person.field_id.map(i64::from)),
        Fact::Region => number(person.region_id.map(i64::from)),
        Fact::Topics => person.topics.clone(),
        Fact::Note => person.note.clone(),
        Fact::InnerNote => person.inner_note.clone(),
        Fact::ShortName | Fact::Code | Fact::Kind | Fact::Parent | Fact::Nominates => String::new(),
    }
}

/// A record that was not merged into another.
pub(super) async fn standing(conn: &mut Conn, id: PersonId) -> Result<PersonRow, ActionError> {
    let person = conn.find_person(id).await?.filter(|person| person.merged_into.is_none());
    person.ok_or(ActionError::NotFound)
}

pub(super) async fn page_of(
    conn: &mut Conn,
    call: &Call,
    kept: PersonId,
    gone: PersonId,
) -> Result<MergePage, ActionError> {
    if kept == gone {
        return Err(ActionError::NotFound);
    }
    let kept = standing(conn, kept).await?;
    let gone = standing(conn, gone).await?;
    let name = |account: Option<Account>| account.map(|account| account.sign_in_name);
    let sign_in =
        (name(conn.find_account_of(kept.id).await?), name(conn.find_account_of(gone.id).await?));
    let mut holdings = conn.list_holdings(&kept, &gone).await?;
    // Who keeps accounts sees no course and no score: how many is enough.
    if !call.actor()?.is(Role::CityOffice) {
        for row in &mut holdings {
            row.kept.clear();
            row.gone.clear();
        }
    }
    let refusals = refusals(conn, call, &kept, &gone).await?;
    let fields = conn.list_fields().await?;
    let regions = conn.list_regions(call.today()).await?;
    Ok(MergePage { kept, gone, sign_in, holdings, refusals, fields, regions })
}

/// Everything that stands in the way of a merging.
async fn refusals(
    conn: &mut Conn,
    call: &Call,
    kept: &PersonRow,
    gone: &PersonRow,
) -> Result<Vec<MergeRefusal>, ActionError> {
    let actor = call.actor()?;
    let mut found = Vec::new();
    if [kept.id, gone.id].contains(&actor.person) {
        found.push(MergeRefusal::Own);
    }
    let roles = async |conn: &mut Conn, person| -> Result<Vec<Role>, ActionError> {
        let held = conn.list_held_grants(person, call.today()).await?;
        Ok(held.into_iter().map(|held| held.grant.role).collect())
    };
    let (of_kept, of_gone) = (roles(conn, kept.id).await?, roles(conn, gone.id).await?);
    let all = || of_kept.iter().chain(&of_gone);
    found.extend(all().find(|role| !may_grant(actor, **role)).map(|it| MergeRefusal::Role(*it)));
    let apart = conn.role_exclusions().await?;
    if of_gone.iter().any(|role| apart.exclude(*role, &of_kept)) {
        found.push(MergeRefusal::ExcludedRoles);
    }
    found.extend(conn.list_merge_conflicts(kept, gone).await?.into_iter().map(MergeRefusal::Both));
    if conn.is_about_the_other(kept.id, gone.id).await? {
        found.push(MergeRefusal::AboutTheOther);
    }
    Ok(found)
}
