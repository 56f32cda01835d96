//! Roles that wait for a second keeper, on their person's page.

use actions::PersonPage;
use domain::id::{PersonId, RoleProposalId};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::stepped;
use crate::{error::Answer, form::Posted, id::Id, visit::Visit};

/// Roles that wait for a second keeper: whoever is another one confirms or refuses.
pub(super) fn proposals(
    l: Locale,
    me: Option<PersonId>,
    page: &PersonPage,
) -> Option<impl IntoView + use<>> {
    if page.proposals.is_empty() {
        return None;
    }
    let id = page.person.id;
    let cards = page
        .proposals
        .iter()
        .map(|row| {
            let is_mine = me == Some(row.proposer_id);
            let confirms = !is_mine && !page.is_own;
            let to = |step: &str| format!("/person/{id}/proposal/{}/{step}", row.id);
            let until = row.ends_on.map(|day| words::person::role_until(l, day));
            let refuse =
                if is_mine { t!(l, person.withdraw_role) } else { t!(l, person.refuse_role) };
            view! {
                <li class="card">
                    <h3 class="card-title">{words::person::role(l, row.role)}</h3>
                    <p class="meta">
                        <span>{words::desk::proposed_by(l, &row.proposer_name)}</span>
                        <span>{words::time::moment(l, row.proposed_at)}</span>
                        {until.map(|until| view! { <span>{until}</span> })}
                    </p>
                    <div class="card-action cluster">
                        {confirms.then(|| view! {
                            <form method="post" action=to("confirm")>
                                <button class="button primary">{t!(l, person.confirm_role)}</button>
                            </form>
                        })}
                        <form method="post" action=to("refuse")>
                            <button class="button">{refuse}</button>
                        </form>
                    </div>
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <h2>{t!(l, person.proposals)}</h2>
        <p>{t!(l, person.proposals_hint)}</p>
        <ul class="card-list">{cards}</ul>
    })
}

pub(super) async fn confirm(
    visit: Visit,
    Id((id, proposal)): Id<(PersonId, RoleProposalId)>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.confirm_role(&visit.call, id, proposal).await;
    stepped(&visit, id, posted, done, "role_given").await
}

pub(super) async fn refuse(
    visit: Visit,
    Id((id, proposal)): Id<(PersonId, RoleProposalId)>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.refuse_role(&visit.call, id, proposal).await;
    stepped(&visit, id, posted, done, "role_refused").await
}
