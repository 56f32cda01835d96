//! Units nominate: what they have in a cycle, one nomination with its files and what its nominee has
//! said, and the page behind the nominee's link.

use actions::{AttachmentRow, FilingPage, NominatedCategory, NominatingPage, NominatingUnit};
use axum::{extract::Path, response::Response};
use domain::{
    award_cycle::AwardCycleState,
    form::{Field, Revision, Values},
    id::{AttachmentId, AwardCategoryId, AwardCycleId, NominationId, OrganisationId},
    nomination::{ATTACHMENTS_MAX, NOMINATORS, NominationDraft},
    role::Role,
    roster::Sex,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    award_cycle::RUNNER,
    download::download,
    error::Answer,
    form::{Form, Line, Posted, Upload, answer},
    id::Id,
    page::Page,
    parts::{badge, empty, fact, revision},
    route::{Route, Who},
    visit::Visit,
};

const NOMINATOR: Who = Who::Role(NOMINATORS);
const COUNTY: Who = Who::Role(&[Role::CountyOffice]);
const READER: Who =
    Who::Role(&[Role::UnitOfficer, Role::CountyOffice, Role::CityOffice, Role::Judge]);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/nominate", NOMINATOR, cycles),
        Route::get("/nominate/{id}", NOMINATOR, nominated),
        Route::get("/nominate/{id}/{unit}/{category}", NOMINATOR, new),
        Route::post("/nominate/{id}/{unit}/{category}", NOMINATOR, open),
        Route::get("/nomination/{id}/filing", NOMINATOR, show),
        Route::post("/nomination/{id}/filing", NOMINATOR, change),
        Route::post("/nomination/{id}/filing/hand_in", NOMINATOR, hand_in),
        Route::post("/nomination/{id}/filing/attachment", NOMINATOR, attach),
        Route::post("/nomination/{id}/filing/attachment/{attachment}/remove", NOMINATOR, detach),
        Route::post("/nomination/{id}/filing/link", NOMINATOR, make_link),
        Route::post("/nomination/{id}/filing/consent", NOMINATOR, file_consent),
        Route::post("/nomination/{id}/filing/withdraw", NOMINATOR, withdraw),
        Route::post("/nomination/{id}/filing/opinion", COUNTY, give_opinion),
        Route::post("/nomination/{id}/return", RUNNER, send_back),
        Route::get("/nomination/{id}/attachment/{attachment}", READER, attachment),
        Route::get("/nominee/{token}", Who::Anyone, nominee),
        Route::post("/nominee/{token}", Who::Anyone, say),
        Route::post("/nominee/{token}/withdraw", Who::Anyone, withdraw_own),
    ]
}

async fn cycles(visit: Visit) -> Answer {
    let l = visit.l;
    let cycles = visit.actions.nominating(&visit.call).await?;
    let head = Page::new(t!(l, nomination.title)).lede(t!(l, nomination.lede));
    Ok(head.render(&visit, move || {
        let nothing = cycles.is_empty().then(|| empty(t!(l, nomination.no_cycle), None));
        let cards = cycles.iter().map(|cycle| {
            let state = cycle.state;
            let is_open = state == AwardCycleState::Nominating;
            let tone = if is_open { "todo" } else { "plain" };
            view! {
                <li class="card">
                    <h2 class="card-title"><a href=format!("/nominate/{}", cycle.id)>{cycle.title.clone()}</a></h2>
                    {badge(tone, words::award_cycle::state(l, state))}
                </li>
            }
        });
        view! { {nothing}<ul class="card-list">{cards.collect_view()}</ul> }
    }))
}

async fn nominated(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let l = visit.l;
    let page = visit.actions.nominating_page(&visit.call, id).await?;
    let head =
        Page::new(page.cycle.title.clone()).lede(words::award_cycle::state(l, page.cycle.state));
    Ok(head.render(&visit, move || {
        let units = page.units.iter().map(|(unit, all)| unit_view(l, &page, unit, all));
        view! {
            <p>{t!(l, nomination.order_hint)}</p>
            <p><a href=format!("/notice/{id}")>{t!(l, award.announcement)}</a></p>
            {units.collect_view()}
            <p><a class="button" href="/nominate">{t!(l, nomination.all_cycles)}</a></p>
        }
    }))
}

fn unit_view(
    l: Locale,
    page: &NominatingPage,
    unit: &NominatingUnit,
    all: &[NominatedCategory],
) -> impl IntoView + use<> {
    let categories = all.iter().map(|of| {
        let most = of.category.rules.most_nominations;
        let n = of.rows.iter().filter(|row| row.state.is_handed_in()).count();
        let rows = of.rows.iter().map(|row| {
            let href = format!("/nomination/{}/filing", row.id);
            let rank = row.unit_rank.map(|rank| rank.to_string()).unwrap_or_default();
            view! {
                <tr>
                    <td data-label=t!(l, form.label.unit_rank)>{rank}</td>
                    <td data-label=t!(l, award.nominee)><a href=href>{row.name.clone()}</a></td>
                    <td data-label=t!(l, person.workplace)>{row.workplace.clone()}</td>
                    <td data-label=t!(l, award.state)>
                        {badge(words::award_cycle::nomination_tone(row.state), words::award_cycle::nomination_state(l, row.state))}
                    </td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        let table = (!of.rows.is_empty()).then(|| view! {
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, form.label.unit_rank)}</th>
                    <th scope="col">{t!(l, award.nominee)}</th>
                    <th scope="col">{t!(l, person.workplace)}</th>
                    <th scope="col">{t!(l, award.state)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        });
        let is_full = most > 0 && n >= usize::try_from(most).unwrap_or(usize::MAX);
        let add = (page.is_open && !is_full).then(|| {
            let href = format!("/nominate/{}/{}/{}", page.cycle.id, unit.id, of.category.id);
            view! { <p><a class="button" href=href>{t!(l, nomination.add)}</a></p> }
        });
        view! {
            <h3>{words::award_cycle::category(l, of.category.category)}</h3>
            <p class="meta"><span>{words::nomination::handed_in(l, n, most)}</span></p>
            {table}
            {add}
        }
    });
    view! {
        <section class="stack">
            <h2>{unit.name.clone()}</h2>
            {categories.collect_view()}
        </section>
    }
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
    let (unit, all) = own.ok_or(crate::error::AppError::NotFound)?;
    let of = all.into_iter().find(|of| of.category.id == at.2);
    let of = of.ok_or(crate::error::AppError::NotFound)?;
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
    let is_county = visit.call.actor.as_ref().is_some_and(|actor| actor.is(Role::CountyOffice));
    head.render(visit, move || {
        let state = page.nomination.state;
        let at = format!("/nomination/{}/filing", page.nomination.id);
        let remark = (!page.notes.remark.is_empty()).then(|| {
            view! { <p class="notice warning">{page.notes.remark.clone()}</p> }
        });
        let until = page.notes.correct_until.filter(|_| page.is_open);
        let until = until.map(|until| words::time::last_moment(l, until));
        let gaps = page.gaps.iter().map(|gap| view! { <li>{words::nomination::gap(l, *gap)}</li> });
        let gaps = (!page.gaps.is_empty() && state.is_with_unit()).then(|| view! {
            <section class="notice">
                <p>{t!(l, nomination.missing)}</p>
                <ul>{gaps.collect_view()}</ul>
            </section>
        });
        let body = if page.is_open {
            view! {
                <form class="form" method="post" action=at.clone() novalidate>
                    {form.revision()}
                    {fields(&form, page.nomination.category.is_collective())}
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
        let withdraws = state.may_be_withdrawn();
        let opinion = (is_county && state == domain::nomination::NominationState::Submitted).then(|| view! {
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
            <dl class="facts">
                {fact(t!(l, nomination.correct_until), until.unwrap_or_default())}
                {fact(t!(l, form.label.county_opinion), page.notes.county_opinion.clone())}
            </dl>
            {form.told(Field::Step)}
            {gaps}
            {body}
            {attachments(&form, &page)}
            {consent(&form, &link, &page)}
            {opinion}
            {withdraws.then(|| withdraw_form(&form, format!("{at}/withdraw")))}
            <p><a class="button" href=format!("/nominate/{}", page.cycle.id)>{t!(l, nomination.back)}</a></p>
        }
    })
}

fn attachments(form: &Form, page: &FilingPage) -> impl IntoView + use<> {
    let l = form.l;
    let id = page.nomination.id;
    let rows = page.attachments.iter().map(|file: &AttachmentRow| {
        let at = format!("/nomination/{id}/attachment/{}", file.id);
        let remove = page.is_open.then(|| {
            let action = format!("/nomination/{id}/filing/attachment/{}/remove", file.id);
            view! {
                <form method="post" action=action>
                    <button class="button">{t!(l, nomination.remove_file)}</button>
                </form>
            }
        });
        view! { <li class="cluster"><a href=at>{file.file_name.clone()}</a>{remove}</li> }
    });
    let rows = rows.collect_view();
    let has_room = page.is_open && page.attachments.len() < ATTACHMENTS_MAX;
    view! {
        <section class="stack">
            <h2>{t!(l, nomination.attachments)}</h2>
            <ul>{rows}</ul>
            {page.attachments.is_empty().then(|| view! { <p>{t!(l, nomination.no_attachments)}</p> })}
            {has_room.then(|| view! {
                <form class="form" method="post" action=format!("/nomination/{id}/filing/attachment")
                    enctype="multipart/form-data" novalidate>
                    {form.file(Field::Proof, ".pdf,.jpg,.jpeg,.png", None, false)}
                    <p><button class="button">{t!(l, nomination.add_file)}</button></p>
                </form>
            })}
        </section>
    }
}

/// What the nominee has said, and the two ways of saying it.
fn consent(form: &Form, link: &Form, page: &FilingPage) -> impl IntoView + use<> {
    let l = form.l;
    let at = format!("/nomination/{}/filing", page.nomination.id);
    let said = match &page.consent {
        Some(row) => view! {
            <dl class="facts">
                {fact(t!(l, form.label.consent_processing), words::nomination::yes_or_no(l, row.said.processing))}
                {fact(t!(l, form.label.consent_publication), words::nomination::yes_or_no(l, row.said.publication))}
                {fact(t!(l, nomination.said_how), words::nomination::channel(l, row.channel))}
                {fact(t!(l, form.label.consent_name), row.name.clone())}
                {fact(t!(l, nomination.said_at), words::time::moment(l, row.at))}
            </dl>
        }
        .into_any(),
        None => view! { <p>{t!(l, nomination.not_said)}</p> }.into_any(),
    };
    let may_say = page.nomination.state.may_be_withdrawn();
    let is_open = [Field::ConsentProcessing, Field::ConsentName, Field::SignedOn, Field::Scan]
        .iter()
        .any(|field| form.problems.of(*field).is_some());
    let day = Line { kind: "date", is_short: true, ..Line::default() };
    view! {
        <section class="stack">
            <h2>{t!(l, nomination.consents)}</h2>
            {said}
            {may_say.then(|| view! {
                <p>{t!(l, nomination.link_hint)}</p>
                <form method="post" action=format!("{at}/link")>
                    {link.once()}
                    <button class="button">{t!(l, nomination.make_link)}</button>
                </form>
                <details class="more" open=is_open>
                    <summary>{t!(l, nomination.on_paper)}</summary>
                    <p>{t!(l, nomination.consent_text)}</p>
                    <form class="form" method="post" action=format!("{at}/consent")
                        enctype="multipart/form-data" novalidate>
                        {questions(form)}
                        {form.line(Field::ConsentName, Line::default())}
                        {form.line(Field::SignedOn, day)}
                        {form.file(Field::Scan, ".pdf,.jpg,.jpeg,.png", None, false)}
                        <p><button class="button">{t!(l, nomination.file_consent)}</button></p>
                    </form>
                </details>
            })}
        </section>
    }
}

fn questions(form: &Form) -> impl IntoView + use<> {
    let l = form.l;
    let answers = || {
        [true, false]
            .map(|yes| {
                let code = if yes { "yes" } else { "no" };
                (code.to_owned(), words::nomination::yes_or_no(l, yes).to_owned(), None)
            })
            .to_vec()
    };
    view! {
        {form.choices(Field::ConsentProcessing, "radio", answers(), false)}
        {form.choices(Field::ConsentPublication, "radio", answers(), false)}
    }
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
    filed(&visit, id, posted, done, "nomination_saved").await
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
    let (values, mut shown) = (&posted.values, posted.revision);
    let mut done = Ok(());
    if is_typed {
        done = visit.actions.change_nomination(&visit.call, id, values, shown).await;
        shown = Revision::NEWEST;
    }
    if done.is_ok() {
        done = visit.actions.hand_in_nomination(&visit.call, id, shown).await;
    }
    filed(&visit, id, posted, done, "nomination_handed_in").await
}

async fn attach(visit: Visit, Id(id): Id<NominationId>, upload: Upload) -> Answer {
    let Upload { posted, file, .. } = upload;
    let done = visit.actions.add_attachment(&visit.call, id, file).await;
    filed(&visit, id, posted, done, "attachment_added").await
}

async fn detach(visit: Visit, Id((id, attachment)): Id<(NominationId, AttachmentId)>) -> Answer {
    visit.actions.remove_attachment(&visit.call, id, attachment).await?;
    Ok(visit.go(&format!("/nomination/{id}/filing"), "attachment_removed"))
}

/// The link is shown once, to be handed to the nominee.
async fn make_link(visit: Visit, Id(id): Id<NominationId>, posted: Posted) -> Answer {
    let l = visit.l;
    let token = visit.actions.make_nominee_link(&visit.call, id, &posted.once).await?;
    let page = visit.actions.filing(&visit.call, id).await?;
    let link = format!("{}/nominee/{token}", visit.settings.public_url);
    let head = Page::new(t!(l, nomination.link_title)).lede(page.nomination.name);
    Ok(head.render(&visit, move || {
        view! {
            <p>{t!(l, nomination.link_once)}</p>
            <p class="notice success"><a href=link.clone()>{link.clone()}</a></p>
            <p><a class="button primary" href=format!("/nomination/{id}/filing")>{t!(l, nomination.back_to_filing)}</a></p>
        }
    }))
}

async fn file_consent(visit: Visit, Id(id): Id<NominationId>, upload: Upload) -> Answer {
    let Upload { posted, file, .. } = upload;
    let text = t!(visit.l, nomination.consent_text);
    let done = visit.actions.file_consent(&visit.call, id, &posted.values, (file, text)).await;
    filed(&visit, id, posted, done, "consent_filed").await
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

async fn attachment(
    visit: Visit,
    Id((id, attachment)): Id<(NominationId, AttachmentId)>,
) -> Answer {
    let (upload, bytes, noted) = visit.actions.attachment(&visit.call, id, attachment).await?;
    Ok(download(&upload.file_name, &upload.media_type, bytes, noted))
}

async fn nominee(visit: Visit, Path(token): Path<String>) -> Answer {
    let form = Form::new(&visit, Values::default());
    nominee_page(&visit, &token, form).await
}

async fn nominee_page(visit: &Visit, token: &str, form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.nominee(token).await?;
    let at = format!("/nominee/{token}");
    let head = Page::new(page.nomination.name.clone()).lede(page.cycle.title.clone()).with(&form);
    Ok(head.render(visit, move || {
        let state = page.nomination.state;
        let may_say =
            page.may_withdraw || state == domain::nomination::NominationState::Awarded;
        let said = page.consent.as_ref().map(|row| {
            let publication = words::nomination::yes_or_no(l, row.said.publication);
            view! {
                <dl class="facts">
                    {fact(t!(l, form.label.consent_processing), words::nomination::yes_or_no(l, row.said.processing))}
                    {fact(t!(l, form.label.consent_publication), publication)}
                </dl>
            }
        });
        let class = if page.consent.is_some() { "button" } else { "button primary large" };
        view! {
            {form.why()}
            <p>{badge(words::award_cycle::nomination_tone(state), words::award_cycle::nomination_state(l, state))}</p>
            <p>{words::nomination::nominated_by(l, &page.nomination.unit_name, words::award_cycle::category(l, page.nomination.category))}</p>
            {super::file_facts(l, &page.nomination)}
            <h2>{t!(l, nomination.consents)}</h2>
            {said}
            {may_say.then(|| view! {
                <p>{t!(l, nomination.consent_text)}" "<a href="/privacy">{t!(l, page.privacy)}</a></p>
                <form class="form" method="post" action=at.clone() novalidate>
                    {questions(&form)}
                    <p><button class=class>{t!(l, nomination.say)}</button></p>
                </form>
            })}
            {page.may_withdraw.then(|| withdraw_form(&form, format!("{at}/withdraw")))}
        }
    }))
}

async fn say(visit: Visit, Path(token): Path<String>, posted: Posted) -> Answer {
    let text = t!(visit.l, nomination.consent_text);
    let done = visit.actions.answer_nominee(&visit.call, &token, &posted.values, text).await;
    let to = |()| format!("/nominee/{token}");
    answer(&visit, posted, done, to, "nominee_said", |form| nominee_page(&visit, &token, form))
        .await
}

async fn withdraw_own(visit: Visit, Path(token): Path<String>, posted: Posted) -> Answer {
    let done = visit.actions.withdraw_as_nominee(&visit.call, &token, &posted.values).await;
    let to = |()| format!("/nominee/{token}");
    answer(&visit, posted, done, to, "nomination_withdrawn", |form| {
        nominee_page(&visit, &token, form)
    })
    .await
}
