//! Units nominate: what they have in a cycle, one nomination with its files and what its nominee has
//! said, and the page behind the nominee's link.

mod attachment;
mod consent;
mod list;
mod nominee;
mod oneself;
mod own;

use actions::FilingPage;
use axum::response::Response;
use domain::{
    form::{Field, Revision, Values},
    id::{AwardCategoryId, AwardCycleId, NominationId, OrganisationId},
    nomination::{
        ATTACHMENT_READERS, CONSENT_READERS, NOMINATORS, NominationDraft, NominationState,
    },
    role::Role,
    roster::Sex,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    award_cycle::RUNNER,
    error::{Answer, AppError},
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::{badge, fact, revision},
    route::{Route, Who},
    visit::Visit,
};

pub(super) use consent::of_office as consent_of_office;

const NOMINATOR: Who = Who::Role(NOMINATORS);
const COUNTY: Who = Who::Role(&[Role::CountyOffice]);
const READER: Who = Who::Role(ATTACHMENT_READERS);
const CONSENT_READER: Who = Who::Role(CONSENT_READERS);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/nominate", NOMINATOR, list::cycles),
        Route::get("/nominate/{id}", NOMINATOR, list::units),
        Route::get("/nominate/{id}/{unit}/{category}", NOMINATOR, new),
        Route::post("/nominate/{id}/{unit}/{category}", NOMINATOR, open),
        Route::get("/nomination/{id}/filing", NOMINATOR, show),
        Route::post("/nomination/{id}/filing", NOMINATOR, change),
        Route::post("/nomination/{id}/filing/hand_in", NOMINATOR, hand_in),
        Route::post("/nomination/{id}/filing/attachment", NOMINATOR, attachment::add),
        Route::post(
            "/nomination/{id}/filing/attachment/{attachment}/remove",
            NOMINATOR,
            attachment::remove,
        ),
        Route::post("/nomination/{id}/filing/link", NOMINATOR, consent::make_link),
        Route::post("/nomination/{id}/filing/consent", NOMINATOR, consent::file_paper),
        Route::get("/nomination/{id}/consent/scan", CONSENT_READER, consent::download_scan),
        Route::post("/nomination/{id}/consent", RUNNER, consent::file_paper_of_office),
        Route::post("/nomination/{id}/consent/link", RUNNER, consent::make_link_of_office),
        Route::post("/nomination/{id}/filing/withdraw", NOMINATOR, withdraw),
        Route::post("/nomination/{id}/filing/opinion", COUNTY, give_opinion),
        Route::post("/nomination/{id}/return", RUNNER, send_back),
        Route::post("/nomination/{id}/end_correction", RUNNER, end_correction),
        Route::get("/nomination/{id}/attachment/{attachment}", READER, attachment::download_file),
        Route::get("/notice/{id}/nominate", Who::SignedIn, oneself::show),
        Route::post("/notice/{id}/nominate", Who::SignedIn, oneself::send),
        Route::get("/nomination/{id}/own", Who::SignedIn, own::show),
        Route::post("/nomination/{id}/own", Who::SignedIn, own::change),
        Route::post("/nomination/{id}/own/attachment", Who::SignedIn, own::attach),
        Route::post(
            "/nomination/{id}/own/attachment/{attachment}/remove",
            Who::SignedIn,
            own::detach,
        ),
        Route::post("/nomination/{id}/own/withdraw", Who::SignedIn, own::withdraw),
        Route::get("/nominee/{token}", Who::Anyone, nominee::show),
        Route::post("/nominee/{token}", Who::Anyone, nominee::say),
        Route::post("/nominee/{token}/withdraw", Who::Anyone, nominee::withdraw),
    ]
}

type NewAt = (AwardCycleId, OrganisationId, AwardCategoryId);

async fn new(visit: Visit, Id(at): Id<NewAt>) -> Answer {
    let page = visit.actions.nominating_page(&visit.call, at.0).await?;
    let own = page.units.iter().find(|(unit, _)| unit.id == at.1);
    let taken = own.and_then(|(_, all)| all.iter().find(|of| of.category.id == at.2));
    let next = taken.and_then(|of| of.rows.iter().filter_map(|row| row.unit_rank).max());
    let values = Values::default().with(Field::UnitRank, (next.unwrap_or(0) + 1).to_string());
    new_page(&visit, at, Form::to_make(&visit, values)).await
}

async fn new_page(visit: &Visit, at: NewAt, form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.nominating_page(&visit.call, at.0).await?;
    let own = page.units.into_iter().find(|(unit, _)| unit.id == at.1);
    let (unit, all) = own.ok_or(AppError::NotFound)?;
    let of = all.into_iter().find(|of| of.category.id == at.2);
    let of = of.ok_or(AppError::NotFound)?;
    let category = of.category.category;
    let head = Page::new(words::award_cycle::category(l, category)).lede(unit.name).with(&form);
    let action = format!("/nominate/{}/{}/{}", at.0, at.1, at.2);
    Ok(head.render(visit, move || {
        view! {
            <p>{t!(l, nomination.draft_hint)}</p>
            <form class="form" method="post" action=action novalidate>
                {form.why()}
                {form.once()}
                {fields(&form, category.is_collective())}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, nomination.save)}</button>
                </div>
            </form>
        }
    }))
}

fn fields(form: &Form, is_collective: bool) -> impl IntoView + use<> {
    let l = form.l;
    let optional = || Line { is_optional: true, ..Line::default() };
    let number = || Line { kind: "number", is_short: true, min_value: Some(1), ..Line::default() };
    let years = Line { is_optional: true, min_value: Some(0), ..number() };
    let sexes = Sex::ALL
        .iter()
        .map(|sex| (sex.as_str().to_owned(), words::person::sex(l, *sex).to_owned(), None));
    let of_person = (!is_collective).then(|| {
        view! {
            {form.choices(Field::Sex, "radio", sexes.collect(), true)}
            {form.line(Field::BornIn, Line { is_short: true, ..optional() })}
            {form.line(Field::EthnicGroup, Line { is_short: true, ..optional() })}
            {form.line(Field::NomineePost, optional())}
            {form.line(Field::NomineeTitle, optional())}
        }
    });
    let phone = Line { kind: "tel", is_short: true, ..optional() };
    let workplace = Line { is_optional: is_collective, ..Line::default() };
    view! {
        {form.line(Field::UnitRank, number())}
        {form.line(Field::NomineeName, Line::default())}
        {form.line(Field::NomineeWorkplace, workplace)}
        {of_person}
        {form.line(Field::NomineePhone, phone)}
        {form.line(Field::ServiceYears, years)}
        {form.area(Field::Deeds, 12, true)}
        {form.line(Field::EarlierAwards, optional())}
        {form.area(Field::UnitOpinion, 3, true)}
    }
}

async fn open(visit: Visit, Id(at): Id<NewAt>, posted: Posted) -> Answer {
    let done = visit.actions.open_nomination(&visit.call, at, &posted.values, &posted.once).await;
    let to = |id| format!("/nomination/{id}/filing");
    answer(&visit, posted, done, to, "nomination_saved", |form| new_page(&visit, at, form)).await
}

async fn show(visit: Visit, Id(id): Id<NominationId>) -> Answer {
    let page = visit.actions.filing(&visit.call, id).await?;
    let form = Form::to_change(&visit, typed(&page), page.nomination.revision);
    Ok(page_of(&visit, page, form))
}

/// The nomination as it stands, in its form.
fn typed(page: &FilingPage) -> Values {
    let one = &page.nomination;
    Values::from(&NominationDraft {
        name: one.name.clone(),
        sex: one.sex,
        born_in: one.born_in.clone(),
        ethnic_group: one.ethnic_group.clone(),
        workplace: one.workplace.clone(),
        post: one.post.clone(),
        title: one.title.clone(),
        phone: one.phone.clone(),
        years: one.years,
        deeds: one.deeds.clone(),
        earlier_awards: one.earlier_awards.clone(),
        unit_rank: one.unit_rank.unwrap_or(1),
        opinion: page.notes.opinion.clone(),
    })
}

/// What was typed into one of its forms, beside the nomination as it stands.
async fn again(visit: &Visit, id: NominationId, mut form: Form) -> Answer {
    let page = visit.actions.filing(&visit.call, id).await?;
    form.values = form.values.over(typed(&page));
    form.revision = Revision::of(page.nomination.revision);
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: FilingPage, form: Form) -> Response {
    let l = visit.l;
    let one = &page.nomination;
    let head =
        Page::new(one.name.clone()).lede(words::award_cycle::category(l, one.category)).with(&form);
    let link = Form::to_make(visit, Values::default());
    let has_pdf = visit.settings.typesetter.is_there();
    let is_county = visit.call.actor.as_ref().is_some_and(|actor| actor.is(Role::CountyOffice));
    head.render(visit, move || {
        let state = page.nomination.state;
        let at = format!("/nomination/{}/filing", page.nomination.id);
        let remark = (!page.notes.remark.is_empty()).then(|| {
            view! { <p class="notice warning">{page.notes.remark.clone()}</p> }
        });
        let until = page.notes.correct_until.filter(|_| page.is_open);
        let until = until.map(|until| words::time::last_moment(l, until));
        let is_asked = state.is_with_unit() || state == NominationState::Submitted;
        let gaps = is_asked.then(|| super::gaps_view(l, state, &page.gaps));
        let body = if page.is_open {
            view! {
                <form class="form" method="post" action=at.clone() novalidate>
                    {form.revision()}
                    {fields(&form, page.nomination.category.is_collective())}
                    {truth(&form)}
                    // The first is what the Enter key presses.
                    <div class="page-foot-action cluster">
                        <button class="button large">{t!(l, nomination.save)}</button>
                        <button class="button primary large" formaction=format!("{at}/hand_in")>
                            {t!(l, nomination.hand_in)}
                        </button>
                    </div>
                </form>
            }
            .into_any()
        } else {
            super::file_facts(l, &page.nomination).into_any()
        };
        let withdraws = page.may_withdraw;
        let opinion = (is_county && state == NominationState::Submitted).then(|| view! {
            <form class="form" method="post" action=format!("{at}/opinion") novalidate>
                {revision(page.nomination.revision)}
                {form.line(Field::CountyOpinion, Line::default())}
                <p><button class="button">{t!(l, nomination.give_opinion)}</button></p>
            </form>
        });
        view! {
            {form.why()}
            <p>{badge(words::award_cycle::nomination_tone(state), words::award_cycle::nomination_state(l, state))}</p>
            {remark}
            {super::refusal(l, &page.nomination)}
            <dl class="facts">
                {fact(t!(l, nomination.correct_until), until.unwrap_or_default())}
                {fact(t!(l, form.label.county_opinion), page.notes.county_opinion.clone())}
            </dl>
            {form.told(Field::Step)}
            {gaps}
            {body}
            {attachment::files(&form, &page)}
            {consent::of_unit(&form, &link, &page)}
            {opinion}
            {withdraws.then(|| withdraw_form(&form, format!("{at}/withdraw")))}
            {super::form_links(l, page.nomination.id, has_pdf)}
            <p><a class="button" href=format!("/nominate/{}", page.cycle.id)>{t!(l, nomination.back)}</a></p>
        }
    })
}

/// That what is stated is true, to be ticked by who hands it in.
fn truth(form: &Form) -> impl IntoView + use<> {
    let text = t!(form.l, nomination.truth_text).to_owned();
    form.choices(Field::Truthful, "checkbox", vec![("yes".to_owned(), text, None)], false)
}

fn withdraw_form(form: &Form, action: String) -> impl IntoView + use<> {
    let l = form.l;
    let is_open = form.problems.of(Field::Reason).is_some();
    view! {
        <details class="more" open=is_open>
            <summary>{t!(l, nomination.withdraw)}</summary>
            <form class="form" method="post" action=action novalidate>
                <p>{t!(l, nomination.withdraw_hint)}</p>
                {form.line(Field::Reason, Line::default())}
                <p><button class="button">{t!(l, nomination.withdraw)}</button></p>
            </form>
        </details>
    }
}

async fn change(visit: Visit, Id(id): Id<NominationId>, posted: Posted) -> Answer {
    let done =
        visit.actions.change_nomination(&visit.call, id, &posted.values, posted.revision).await;
    filed(&visit, id, posted, done.map(|_| ()), "nomination_saved").await
}

async fn filed(
    visit: &Visit,
    id: NominationId,
    posted: Posted,
    done: Result<(), actions::ActionError>,
    notice: &'static str,
) -> Answer {
    let to = |()| format!("/nomination/{id}/filing");
    answer(visit, posted, done, to, notice, |form| again(visit, id, form)).await
}

/// What was typed is kept, and then the nomination is handed in.
async fn hand_in(visit: Visit, Id(id): Id<NominationId>, posted: Posted) -> Answer {
    let is_typed = !posted.values.all(Field::NomineeName).is_empty();
    let (values, shown) = (&posted.values, posted.revision);
    let kept = if is_typed {
        visit.actions.change_nomination(&visit.call, id, values, shown).await
    } else {
        Ok(shown)
    };
    let text = t!(visit.l, nomination.truth_text);
    let done = match kept {
        Ok(revision) => {
            visit.actions.hand_in_nomination(&visit.call, id, values, (revision, text)).await
        }
        Err(error) => Err(error),
    };
    filed(&visit, id, posted, done, "nomination_handed_in").await
}

async fn withdraw(visit: Visit, Id(id): Id<NominationId>, posted: Posted) -> Answer {
    let done = visit.actions.withdraw_nomination(&visit.call, id, &posted.values).await;
    filed(&visit, id, posted, done, "nomination_withdrawn").await
}

async fn give_opinion(visit: Visit, Id(id): Id<NominationId>, posted: Posted) -> Answer {
    let done =
        visit.actions.give_county_opinion(&visit.call, id, &posted.values, posted.revision).await;
    filed(&visit, id, posted, done, "opinion_given").await
}

async fn send_back(visit: Visit, Id(id): Id<NominationId>, posted: Posted) -> Answer {
    let done =
        visit.actions.return_nomination(&visit.call, id, &posted.values, posted.revision).await;
    let to = |()| format!("/nomination/{id}");
    answer(&visit, posted, done, to, "nomination_returned", |form| super::again(&visit, id, form))
        .await
}

async fn end_correction(visit: Visit, Id(id): Id<NominationId>, posted: Posted) -> Answer {
    let done = visit.actions.end_correction(&visit.call, id, &posted.values, posted.revision).await;
    let to = |()| format!("/nomination/{id}");
    answer(&visit, posted, done, to, "correction_ended", |form| super::again(&visit, id, form))
        .await
}
