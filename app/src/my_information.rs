//! One's own information: what is held, from where and for how long; what one corrects, takes away,
//! agrees to and asks for (`LAW-02` to `LAW-05`).

mod office;

use actions::{ConsentRow, DataRequestRow, Known, KnownRow, MyInformation};
use domain::{
    consent::{ConsentAnswer, ConsentPurpose},
    data_class::retention,
    data_request::{DATA_KEEPERS, DataRequestKind, DataRequestState},
    form::{Field, Values},
    id::DataRequestId,
    rulebook::Rulebook,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use serde::Serialize;
use words::Locale;

use crate::{
    download::download,
    error::{Answer, AppError},
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::{badge, cell, fact},
    route::{Route, Who},
    rulebook::rules,
    visit::Visit,
};

const OFFICE: Who = Who::Role(DATA_KEEPERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/my_information", Who::SignedIn, show),
        Route::get("/my_information.json", Who::SignedIn, export),
        Route::post("/my_information/phone", Who::SignedIn, correct),
        Route::post("/my_information/consent", Who::SignedIn, say),
        Route::post("/my_information/request", Who::SignedIn, ask),
        Route::post("/my_information/request/{id}/withdraw", Who::SignedIn, withdraw),
        Route::get("/data_request", OFFICE, office::list),
        Route::get("/data_request/{id}", OFFICE, office::show),
        Route::post("/data_request/{id}", OFFICE, office::answer_request),
    ]
}

async fn show(visit: Visit) -> Answer {
    again(&visit, Form::to_make(&visit, Values::default())).await
}

/// The page, with what was typed in the one of its forms that comes back.
async fn again(visit: &Visit, mut form: Form) -> Answer {
    let l = visit.l;
    let mine = visit.actions.my_information(&visit.call).await?;
    let rules = visit.actions.retention_rules(&visit.call).await?;
    // A form that comes back, or was sent too late, may be another one of the page.
    if form.values.all(Field::ContactPhone).is_empty() {
        form.values.set(Field::ContactPhone, mine.one(Known::Phone));
    }
    let page = Page::new(t!(l, my_information.title)).lede(t!(l, my_information.lede)).with(&form);
    Ok(page.render(visit, move || {
        view! {
            {form.why()}
            <p class="cluster">
                <a class="button" href="/my_information.json">{t!(l, my_information.export)}</a>
                <a class="button" href="/account">{t!(l, account.own)}</a>
                <a class="button" href="/certificates">{t!(l, certificate.title)}</a>
                <a class="button" href="/award_result">{t!(l, award_result.title)}</a>
                <a class="button" href="/privacy">{t!(l, page.privacy)}</a>
            </p>
            {table(l, &mine.facts, &rules)}
            {correct_form(&form)}
            {consents(l, &mine)}
            {requests(l, &mine.requests)}
            {ask_form(&form)}
        }
    }))
}

fn table(l: Locale, facts: &[KnownRow], rules: &Rulebook) -> impl IntoView + use<> {
    let rows = facts
        .iter()
        .map(|row| {
            let class = retention(row.known.class());
            let when = when(l, row);
            let value = words::my_information::value(l, row.known, &row.value);
            let text = [value, when].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>();
            view! {
                <tr>
                    <th scope="row">{words::my_information::known(l, row.known)}</th>
                    {cell(t!(l, my_information.what_column), text.join(" · "))}
                    {cell(t!(l, my_information.source_column), words::my_information::source(l, row.known.source()))}
                    {cell(t!(l, my_information.kept_column), words::privacy::keeping(l, class, rules))}
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, privacy.class_column)}</th>
                <th scope="col">{t!(l, my_information.what_column)}</th>
                <th scope="col">{t!(l, my_information.source_column)}</th>
                <th scope="col">{t!(l, my_information.kept_column)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn when(l: Locale, row: &KnownRow) -> String {
    let moment = row.at.map(|at| words::time::moment(l, at));
    moment.or_else(|| row.day.map(|day| words::time::day(l, day))).unwrap_or_default()
}

fn correct_form(form: &Form) -> impl IntoView + use<> {
    let l = form.l;
    let line = Line {
        kind: "tel",
        max: Some(30),
        autocomplete: Some("tel"),
        is_optional: true,
        ..Line::default()
    };
    view! {
        <form class="form" method="post" action="/my_information/phone" novalidate>
            <h2>{t!(l, my_information.correct_title)}</h2>
            {form.line(Field::ContactPhone, line)}
            <p class="hint">{t!(l, my_information.correct_hint)}</p>
            <button class="button">{t!(l, my_information.correct)}</button>
        </form>
    }
}

/// What the person says of each purpose; the text that is agreed to stands above the buttons.
fn consents(l: Locale, mine: &MyInformation) -> impl IntoView + use<> {
    let lines =
        words::privacy::notice(l, &rules()).map(|text| view! { <p>{text}</p> }).collect_view();
    let parts = ConsentPurpose::ALL
        .iter()
        .map(|purpose| consent(l, *purpose, mine.answer(*purpose)))
        .collect_view();
    view! {
        <section class="prose">
            <h2>{t!(l, my_information.consents)}</h2>
            <h3>{t!(l, privacy.notice_title)}</h3>
            {lines}
            <p>{t!(l, privacy.notice_publication)}</p>
            {is_changed(&rules(), &mine.consents).then(|| view! { <p class="notice warning">{t!(l, my_information.ask_notice)}</p> })}
            <p class="hint">{t!(l, my_information.withdraw_hint)}</p>
        </section>
        {parts}
    }
}

fn consent(
    l: Locale,
    purpose: ConsentPurpose,
    now: Option<ConsentAnswer>,
) -> impl IntoView + use<> {
    let says = words::my_information::consent(l, now);
    let tone = match now {
        Some(ConsentAnswer::Given) => "done",
        None => "todo",
        Some(_) => "plain",
    };
    let button = |answer: ConsentAnswer, text: &'static str| {
        view! { <button class="button" name=Field::Decision.as_str() value=answer.as_str()>{text}</button> }
    };
    view! {
        <form method="post" action="/my_information/consent">
            <h3>{words::my_information::purpose(l, purpose)}</h3>
            <p>{badge(tone, says)}</p>
            <input type="hidden" name=Field::Step.as_str() value=purpose.as_str()/>
            <p class="cluster">
                {button(ConsentAnswer::Given, t!(l, my_information.give))}
                {button(ConsentAnswer::Withdrawn, t!(l, my_information.withdraw))}
            </p>
        </form>
    }
}

/// Whether somebody agreed to a text that is another one now, in both languages (`LAW-02`). Whoever
/// refused is not asked again.
fn is_changed(rules: &Rulebook, consents: &[ConsentRow]) -> bool {
    let texts = |purpose| {
        [Locale::zh_CN, Locale::en]
            .map(|l| actions::consent_digest(&words::privacy::consent_text(l, rules, purpose)))
    };
    consents.iter().any(|it| {
        it.ended_at.is_none()
            && it.answer == ConsentAnswer::Given
            && !texts(it.purpose).contains(&it.text_digest)
    })
}

/// What somebody says now of each purpose, for an office.
pub(crate) fn said(l: Locale, consents: &[ConsentRow]) -> impl IntoView + use<> {
    ConsentPurpose::ALL
        .iter()
        .map(|purpose| {
            let now = |it: &&ConsentRow| it.purpose == *purpose && it.ended_at.is_none();
            let answer = consents.iter().find(now).map(|it| it.answer);
            fact(
                words::my_information::purpose(l, *purpose),
                words::my_information::consent(l, answer),
            )
        })
        .collect_view()
}

fn requests(l: Locale, requests: &[DataRequestRow]) -> Option<impl IntoView + use<>> {
    if requests.is_empty() {
        return None;
    }
    let cards = requests
        .iter()
        .map(|row| {
            let is_open = row.state == DataRequestState::Open;
            let action = format!("/my_information/request/{}/withdraw", row.id);
            view! {
                <li class="card">
                    <h3 class="card-title">{words::my_information::kind(l, row.kind)}</h3>
                    {badge(words::my_information::tone(row.state), words::my_information::state(l, row.state))}
                    {request_facts(l, row)}
                    {is_open.then(|| view! {
                        <form method="post" action=action>
                            <button class="button">{t!(l, my_information.withdraw_request)}</button>
                        </form>
                    })}
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <h2>{t!(l, my_information.requests)}</h2>
        <ul class="card-list">{cards}</ul>
    })
}

/// What was asked, by when it is to be answered, and the answer.
fn request_facts(l: Locale, row: &DataRequestRow) -> impl IntoView + use<> {
    let is_open = row.state == DataRequestState::Open;
    let due = if is_open { words::time::last_moment(l, row.due_at) } else { String::new() };
    view! {
        <dl class="facts">
            {fact(t!(l, my_information.sent_at), words::time::moment(l, row.created_at))}
            {fact(t!(l, form.label.data_request), row.body.clone())}
            {fact(t!(l, my_information.due), due)}
            {fact(t!(l, my_information.answer), row.answer.clone())}
        </dl>
    }
}

fn ask_form(form: &Form) -> impl IntoView + use<> {
    let l = form.l;
    let kind = |kind: &DataRequestKind| {
        (kind.as_str().to_owned(), words::my_information::kind(l, *kind).to_owned())
    };
    let kinds = DataRequestKind::ALL.iter().map(kind).collect();
    view! {
        <form class="form" method="post" action="/my_information/request" novalidate>
            <h2>{t!(l, my_information.ask_title)}</h2>
            <h3>{t!(l, my_information.kept_title)}</h3>
            <p>{t!(l, my_information.kept_text)}</p>
            {form.once()}
            {form.select(Field::DataRequestKind, kinds, false)}
            {form.area(Field::DataRequest, 4, true)}
            <button class="button primary large">{t!(l, my_information.ask)}</button>
        </form>
    }
}

/// What is taken away: the same facts as on the page, for a machine.
#[derive(Serialize)]
struct Exported {
    facts: Vec<ExportedFact>,
    consents: Vec<ExportedConsent>,
    requests: Vec<ExportedRequest>,
}

#[derive(Serialize)]
struct ExportedFact {
    what: &'static str,
    value: String,
    at: Option<String>,
    class: &'static str,
    source: &'static str,
}

#[derive(Serialize)]
struct ExportedConsent {
    purpose: &'static str,
    answer: &'static str,
    text_sha256: String,
    at: String,
}

#[derive(Serialize)]
struct ExportedRequest {
    kind: &'static str,
    state: &'static str,
    text: String,
    answer: String,
    sent_at: String,
}

async fn export(visit: Visit) -> Answer {
    let (mine, noted) = visit.actions.export_my_information(&visit.call).await?;
    let json = serde_json::to_vec_pretty(&exported(mine))
        .map_err(|error| AppError::from(actions::ActionError::Internal(error.to_string())))?;
    Ok(download("my_information.json", "application/json", json, noted))
}

fn exported(mine: MyInformation) -> Exported {
    let fact = |row: KnownRow| ExportedFact {
        what: row.known.as_str(),
        value: row.value,
        at: row.at.map(|at| at.to_rfc3339()).or_else(|| row.day.map(|day| day.to_string())),
        class: row.known.class().as_str(),
        source: row.known.source().as_str(),
    };
    let consent = |row: ConsentRow| ExportedConsent {
        purpose: row.purpose.as_str(),
        answer: row.answer.as_str(),
        text_sha256: row.text_digest,
        at: row.at.to_rfc3339(),
    };
    let request = |row: DataRequestRow| ExportedRequest {
        kind: row.kind.as_str(),
        state: row.state.as_str(),
        text: row.body,
        answer: row.answer,
        sent_at: row.created_at.to_rfc3339(),
    };
    Exported {
        facts: mine.facts.into_iter().map(fact).collect(),
        consents: mine.consents.into_iter().map(consent).collect(),
        requests: mine.requests.into_iter().map(request).collect(),
    }
}

async fn correct(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.correct_own_phone(&visit.call, &posted.values).await;
    settled(&visit, posted, done, "phone_corrected").await
}

async fn say(visit: Visit, posted: Posted) -> Answer {
    let purpose = ConsentPurpose::parse(posted.values.get(Field::Step));
    let text = purpose
        .map(|it| words::privacy::consent_text(visit.l, &visit.rules, it))
        .unwrap_or_default();
    let done = visit.actions.say_consent(&visit.call, &posted.values, &text).await;
    settled(&visit, posted, done, "consent_said").await
}

async fn ask(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.ask_about_data(&visit.call, &posted.values, &posted.once).await;
    settled(&visit, posted, done.map(|_| ()), "data_asked").await
}

async fn withdraw(visit: Visit, Id(id): Id<DataRequestId>, posted: Posted) -> Answer {
    let done = visit.actions.withdraw_data_request(&visit.call, id).await;
    settled(&visit, posted, done, "data_withdrawn").await
}

async fn settled(
    visit: &Visit,
    posted: Posted,
    done: Result<(), actions::ActionError>,
    notice: &'static str,
) -> Answer {
    let to = |()| "/my_information".to_owned();
    answer(visit, posted, done, to, notice, |form| again(visit, form)).await
}
