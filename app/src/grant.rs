//! A person's own page for the offices: facts, roles, and the way to an account.

mod code;
mod proposal;

use actions::{ActionError, Activation, Given, GrantOffers, HeldGrant, PersonPage};
use axum::response::Response;
use domain::{
    form::{Field, Once, Values},
    grant::{ACCOUNT_OPENERS, KEEPERS, scope_code},
    id::{GrantId, PersonId},
    person::TUTOR_ENTERERS,
    role::{PEOPLE_READERS, Role, Scope},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use self::{
    code::{account_name, account_part, close, issue, remove_factor, unlock},
    proposal::{confirm, proposals, refuse},
};
use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    merging::{follow, merged_records},
    my_information::said,
    page::Page,
    parts::{cell, fact},
    person::{terms, traces, workplaces},
    route::{Route, Who},
    visit::Visit,
};

pub(crate) use self::code::activation;

const KEEPER: Who = Who::Role(KEEPERS);
const OPENER: Who = Who::Role(ACCOUNT_OPENERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/person/{id}", Who::Role(PEOPLE_READERS), show),
        Route::post("/person/{id}/tutor", Who::Role(TUTOR_ENTERERS), enter_tutor),
        Route::post("/person/{id}/grant", OPENER, give),
        Route::post("/person/{id}/grant/{grant}/end", OPENER, end),
        Route::post("/person/{id}/proposal/{proposal}/confirm", KEEPER, confirm),
        Route::post("/person/{id}/proposal/{proposal}/refuse", KEEPER, refuse),
        Route::post("/person/{id}/activation", OPENER, issue),
        Route::post("/person/{id}/unlock", KEEPER, unlock),
        Route::post("/person/{id}/remove_factor", KEEPER, remove_factor),
        Route::post("/person/{id}/close_account", KEEPER, close),
    ]
}

async fn show(visit: Visit, Id(id): Id<PersonId>) -> Answer {
    let form = Form::to_make(&visit, Values::default());
    let page = again(&visit, id, form).await;
    follow(&visit, id, page).await
}

pub(crate) async fn again(visit: &Visit, id: PersonId, mut form: Form) -> Answer {
    if form.once == Once::default() {
        form.once = visit.once();
    }
    let page = visit.actions.person(&visit.call, id).await?;
    Ok(page_of(visit, page, form, None))
}

fn page_of(
    visit: &Visit,
    page: PersonPage,
    mut form: Form,
    issued: Option<Activation>,
) -> Response {
    let l = visit.l;
    if form.values.get(Field::SignInName).is_empty() {
        form.values.set(Field::SignInName, page.person.phone.clone().unwrap_or_default());
    }
    let head = Page::new(page.person.name.clone())
        .lede(page.person.workplace.clone().unwrap_or_default())
        .with(&form);
    let (gives, may_keep) = (!page.offers.roles.is_empty(), visit.may_open("/person/{id}/merge"));
    let me = visit.call.actor.as_ref().map(|actor| actor.person);
    let may_look = visit.may_open("/calendar/person/{id}");
    let keeps_time = visit.may_open("/person/{id}/absence");
    let sees_record = visit.may_open("/training_record/{id}");
    let sees_ties = visit.may_open("/person/{id}/tie");
    let sees_evidence = visit.may_open("/person/{id}/evidence");
    let history = traces(visit, &page);
    head.render(visit, move || {
        view! {
            {issued.map(|issued| activation(l, &issued))}
            {form.why()}
            {facts(l, &page)}
            {may_look.then(|| view! {
                <p><a href=format!("/calendar/person/{}", page.person.id)>{t!(l, calendar.link)}</a></p>
            })}
            {keeps_time.then(|| {
                let href = format!("/person/{}/absence", page.person.id);
                view! { <p><a href=href>{t!(l, absence.title)}</a></p> }
            })}
            {sees_record.then(|| {
                let href = format!("/training_record/{}", page.person.id);
                view! { <p><a href=href>{t!(l, hour_claim.record)}</a></p> }
            })}
            {sees_evidence.then(|| {
                let href = format!("/person/{}/evidence", page.person.id);
                view! { <p><a href=href>{t!(l, evidence.title)}</a></p> }
            })}
            {workplaces(l, &page, sees_ties)}
            {terms(visit, &page)}
            {history}
            <h2>{t!(l, person.roles)}</h2>
            {roles(l, &page)}
            {tutor_part(&form, &page)}
            {proposals(l, me, &page)}
            {gives.then(|| grant_form(&form, &page))}
            {(may_keep || page.may_issue).then(|| account_part(&form, &page, may_keep))}
            {may_keep.then(|| view! {
                <p><a href=format!("/person/{}/merge", page.person.id)>{t!(l, merging.link)}</a></p>
            })}
            {merged_records(l, &format!("/person/{}", page.person.id), &page.mergings)}
        }
    })
}

fn facts(l: Locale, page: &PersonPage) -> impl IntoView + use<> {
    let person = &page.person;
    let names = page.fields.iter().map(|it| (it.name_zh.as_str(), it.name_en.as_str()));
    view! {
        <dl class="facts">
            {fact(t!(l, person.post), person.title.clone())}
            {fact(t!(l, form.label.field), words::person::fields(l, names))}
            {fact(t!(l, person.phone), words::person::phone(person.phone.as_deref()))}
            {fact(t!(l, person.sign_in_name), account_name(l, page))}
            {said(l, &page.consents)}
        </dl>
    }
}

fn roles(l: Locale, page: &PersonPage) -> AnyView {
    if page.grants.is_empty() {
        return view! { <p>{t!(l, person.no_roles)}</p> }.into_any();
    }
    let id = page.person.id;
    let rows = page
        .grants
        .iter()
        .map(|held| {
            let until = held.grant.ends_on.map(|day| words::time::date(l, day)).unwrap_or_default();
            let may_end = page.ending.contains(&held.id);
            let action = format!("/person/{id}/grant/{}/end", held.id);
            view! {
                <tr>
                    <td data-label=t!(l, person.role)>{words::person::role(l, held.grant.role)}</td>
                    <td data-label=t!(l, person.scope)>{scope_name(l, held)}</td>
                    <td data-label=t!(l, person.since)>{words::time::date(l, held.grant.starts_on)}</td>
                    {cell(t!(l, person.until), until)}
                    <td>{may_end.then(|| view! {
                        <form method="post" action=action>
                            <button class="button">{t!(l, person.end_role)}</button>
                        </form>
                    })}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, person.role)}</th>
                <th scope="col">{t!(l, person.scope)}</th>
                <th scope="col">{t!(l, person.since)}</th>
                <th scope="col">{t!(l, person.until)}</th>
                <th scope="col"><span class="visually-hidden">{t!(l, person.end_role)}</span></th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// The unit, or its county, says that somebody is a tutor, or no longer one.
fn tutor_part(form: &Form, page: &PersonPage) -> Option<impl IntoView + use<>> {
    let l = form.l;
    let is_tutor = page.grants.iter().any(|held| held.grant.role == Role::Tutor);
    let (value, text) = if is_tutor {
        ("end", t!(l, person.end_tutor))
    } else {
        ("begin", t!(l, person.begin_tutor))
    };
    page.may_enter_tutor.then(|| {
        view! {
            <form method="post" action=format!("/person/{}/tutor", page.person.id)>
                <p class="hint">{t!(l, person.tutor_hint)}</p>
                {form.told(Field::Decision)}
                <button class="button" name=Field::Decision.as_str() value=value>{text}</button>
            </form>
        }
    })
}

fn scope_name(l: Locale, held: &HeldGrant) -> String {
    let name = match l {
        Locale::zh_CN => held.scope_zh.clone(),
        Locale::en => held.scope_en.clone(),
    };
    let name = name.unwrap_or_else(|| t!(l, person.everything).to_owned());
    match &held.principal_name {
        Some(principal) => t!(l, person.lent, scope = name, principal = principal.as_str()),
        None => name,
    }
}

fn grant_form(form: &Form, page: &PersonPage) -> AnyView {
    let l = form.l;
    if page.is_own {
        return view! { <p>{t!(l, person.own_roles)}</p> }.into_any();
    }
    let role = |role: &Role| (role.as_str().to_owned(), words::person::role(l, *role).to_owned());
    let roles = page.offers.roles.iter().map(role).collect();
    let line = Line { kind: "date", is_optional: true, is_short: true, ..Line::default() };
    view! {
        <form class="form" method="post" action=format!("/person/{}/grant", page.person.id) novalidate>
            <h2>{t!(l, person.give_role)}</h2>
            {form.select(Field::Role, roles, false)}
            {form.select(Field::Scope, scopes(l, &page.offers), false)}
            {form.line(Field::EndsOn, line)}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, person.give)}</button>
            </div>
        </form>
    }
    .into_any()
}

fn scopes(l: Locale, offers: &GrantOffers) -> Vec<(String, String)> {
    let everything = (scope_code(Scope::Everything), t!(l, person.everything).to_owned());
    let regions = offers.regions.iter().map(|region| {
        let name = words::place::county(l, &region.name_zh, &region.name_en);
        (scope_code(Scope::Region(region.id)), name.to_owned())
    });
    let units = offers
        .organisations
        .iter()
        .map(|unit| (scope_code(Scope::Organisation(unit.id)), unit.name.clone()));
    std::iter::once(everything).chain(regions).chain(units).collect()
}

async fn give(visit: Visit, Id(id): Id<PersonId>, posted: Posted) -> Answer {
    let done = visit.actions.give_role(&visit.call, id, &posted.values).await;
    let notice = match done {
        Ok(Given::Proposed) => "role_proposed",
        _ => "role_given",
    };
    let to = |_| format!("/person/{id}");
    answer(&visit, posted, done, to, notice, |form| again(&visit, id, form)).await
}

async fn enter_tutor(visit: Visit, Id(id): Id<PersonId>, posted: Posted) -> Answer {
    let done = visit.actions.enter_tutor(&visit.call, id, &posted.values).await;
    let notice = if matches!(done, Ok(false)) { "tutor_ended" } else { "tutor_begun" };
    let to = |_| format!("/person/{id}");
    answer(&visit, posted, done, to, notice, |form| again(&visit, id, form)).await
}

/// Answers a step on a person's page.
async fn stepped(
    visit: &Visit,
    id: PersonId,
    posted: Posted,
    done: Result<(), ActionError>,
    notice: &'static str,
) -> Answer {
    let to = |()| format!("/person/{id}");
    answer(visit, posted, done, to, notice, |form| again(visit, id, form)).await
}

async fn end(visit: Visit, Id((id, grant)): Id<(PersonId, GrantId)>, posted: Posted) -> Answer {
    let done = visit.actions.end_role(&visit.call, id, grant).await;
    stepped(&visit, id, posted, done, "role_ended").await
}
