//! Messages by mail: the page on which they are chosen, the page behind the link that confirms an
//! address, the outbox, and what a mail says.

use std::{fmt, future::Future, pin::Pin, sync::Arc};

use actions::{ActionError, GivenUpRow, MailAddressRow, NotSent, OutboxPage, Outgoing, local_date};
use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};
use documents::calendar_feed::{Mailbox, invitation};
use domain::{
    calendar_feed::EventStatus,
    form::{Field, Values},
    id::OutboxId,
    inbox::Topic,
    mail::{MailChoice, masked},
    role::Role,
    rulebook::RuleHistory,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    calendar_feed::{Site, event},
    error::Answer,
    form::{Form, Line, Posted, answer, query},
    id::Id,
    page::Page,
    parts::{cell, fact, further, warning},
    route::{Route, Who},
    state::State,
    visit::Visit,
};

/// Where mails are chosen.
const CHOICE: &str = "/account/mail";
const KEEPER: Who = Who::Role(&[Role::SystemAdministrator]);

/// A mail, for whatever carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its number, the same whenever it is sent: what stands before and after the `@`.
    pub id: String,
    /// Whose it is.
    pub name: String,
    /// Where it goes.
    pub address: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// Calendars to be taken over: the method, `REQUEST` or `CANCEL`, and the text.
    pub calendars: Vec<(&'static str, String)>,
}

type Sending = Pin<Box<dyn Future<Output = Result<(), NotSent>> + Send>>;

/// What carries mails, and who they are from.
#[derive(Clone)]
pub struct Mailer {
    /// The sender's name.
    pub name: String,
    /// The sender's address.
    pub address: String,
    /// Carries a mail to the other side, until that has taken it.
    pub send: Arc<dyn Fn(Mail) -> Sending + Send + Sync>,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailer").field("address", &self.address).finish_non_exhaustive()
    }
}

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(CHOICE, Who::SignedIn, show),
        Route::post(CHOICE, Who::SignedIn, choose),
        Route::post("/account/mail/stop", Who::SignedIn, stop),
        Route::get("/mail/{token}", Who::Anyone, asked),
        Route::post("/mail/{token}", Who::Anyone, confirm),
        Route::get("/outbox", KEEPER, outbox),
        Route::post("/outbox/{id}/again", KEEPER, again),
    ]
}

async fn show(visit: Visit) -> Answer {
    let row = visit.actions.mail_address(&visit.call).await?;
    let values = row.as_ref().map_or_else(all_topics, |row| {
        let (address, topics) = (row.address.clone(), row.topics());
        Values::from(&MailChoice { address, topics })
    });
    let form = Form::to_make(&visit, values);
    Ok(page_of(&visit, row, form))
}

/// Whoever begins gets what is about the own person; nobody has to tick thirteen boxes.
fn all_topics() -> Values {
    Values::default().with_each(Field::MailTopics, Topic::ALL.iter().map(|topic| topic.as_str()))
}

async fn chosen(visit: &Visit, form: Form) -> Answer {
    let row = visit.actions.mail_address(&visit.call).await?;
    Ok(page_of(visit, row, form))
}

fn page_of(visit: &Visit, row: Option<MailAddressRow>, form: Form) -> Response {
    let l = visit.l;
    let is_on = visit.settings.mailer.is_some();
    let head = Page::new(t!(l, mail.title)).lede(t!(l, mail.lede)).with(&form);
    head.render(visit, move || {
        let state = match &row {
            None => view! { <p>{t!(l, mail.none)}</p> }.into_any(),
            Some(row) if row.confirmed_at.is_none() => {
                let text = t!(l, mail.waits, address = row.address.as_str());
                view! { <p class="notice info">{text}</p> }.into_any()
            }
            Some(row) => {
                let text = t!(l, mail.sends, address = row.address.as_str());
                let failed = row.failed_at.map(|at| warning(words::mail::failed(l, at)));
                view! { <p>{text}</p>{failed} }.into_any()
            }
        };
        let stop = row.is_some().then(|| {
            view! {
                <form method="post" action="/account/mail/stop">
                    <button class="button">{t!(l, mail.stop)}</button>
                </form>
            }
        });
        let topics = Topic::ALL.iter().map(|topic| {
            (topic.as_str().to_owned(), words::told::topic(l, *topic).to_owned(), None)
        });
        let line = Line { kind: "email", autocomplete: Some("email"), ..Line::default() };
        let chooses = is_on.then(|| {
            view! {
                <form class="form" method="post" action=CHOICE novalidate>
                    {form.once()}
                    {form.line(Field::MailAddress, line)}
                    {form.choices(Field::MailTopics, "checkbox", topics.collect(), false)}
                    <p class="hint">{t!(l, mail.private)}</p>
                    <button class="button primary large">{t!(l, mail.save)}</button>
                </form>
            }
        });
        view! {
            {form.why()}
            {state}
            {(!is_on).then(|| view! { <p class="notice info">{t!(l, mail.off)}</p> })}
            {chooses}
            {stop}
            <p><a href="/told">{t!(l, told.title)}</a></p>
            <p><a href="/account">{t!(l, account.own)}</a></p>
        }
    })
}

async fn choose(visit: Visit, posted: Posted) -> Answer {
    if visit.settings.mailer.is_none() {
        return Err(ActionError::NotFound.into());
    }
    let language = words::calendar_feed::language(visit.l);
    let (values, once) = (&posted.values, &posted.once);
    let done = visit.actions.choose_mail(&visit.call, values, language, once).await;
    let to = |()| CHOICE.to_owned();
    answer(&visit, posted, done, to, "mail_chosen", |form| chosen(&visit, form)).await
}

async fn stop(visit: Visit) -> Answer {
    visit.actions.end_mail(&visit.call).await?;
    Ok(visit.go(CHOICE, "mail_ended"))
}

async fn asked(visit: Visit, Path(token): Path<String>) -> Answer {
    let l = visit.l;
    let row = visit.actions.asked_mail_address(&visit.call, &token).await?;
    let lede = t!(l, mail.confirm_lede, address = row.address.as_str());
    let action = format!("/mail/{token}");
    Ok(Page::new(t!(l, mail.confirm_title)).lede(lede).render(&visit, move || {
        view! {
            <form method="post" action=action>
                <button class="button primary large">{t!(l, mail.confirm)}</button>
            </form>
        }
    }))
}

async fn confirm(visit: Visit, Path(token): Path<String>) -> Answer {
    visit.actions.confirm_mail(&visit.call, &token).await?;
    let to = if visit.call.actor.is_some() { CHOICE } else { "/" };
    Ok(visit.go(to, "mail_confirmed"))
}

async fn outbox(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let from = asked.get(Field::UpTo).parse().ok();
    let page = visit.actions.outbox(&visit.call, from).await?;
    let is_on = visit.settings.mailer.is_some();
    Ok(Page::new(t!(l, mail.outbox)).lede(t!(l, mail.outbox_lede)).render(&visit, move || {
        let next = page.given_up.next.map(|id| id.to_string());
        view! {
            {(!is_on).then(|| view! { <p class="notice info">{t!(l, mail.mails_are_off)}</p> })}
            {counts(l, &page)}
            <h2>{t!(l, mail.given_up)}</h2>
            {given_up(l, &page.given_up.rows)}
            {further(l, "/outbox", &asked, next)}
        }
    }))
}

fn counts(l: Locale, page: &OutboxPage) -> impl IntoView + use<> {
    let counts = page.counts;
    let oldest = counts.oldest.map(|at| fact(t!(l, mail.oldest), words::time::moment(l, at)));
    view! {
        <dl class="facts">
            {fact(t!(l, mail.waiting), counts.n_waiting.to_string())}
            {oldest}
            {fact(t!(l, mail.sent), counts.n_sent.to_string())}
            {fact(t!(l, mail.given_up), counts.n_given_up.to_string())}
        </dl>
    }
}

fn given_up(l: Locale, rows: &[GivenUpRow]) -> AnyView {
    if rows.is_empty() {
        return view! { <p>{t!(l, mail.nothing_given_up)}</p> }.into_any();
    }
    let rows = rows.iter().map(|row| {
        let to = match &row.address {
            Some(address) => format!("{} · {}", row.name, masked(address)),
            None => row.name.clone(),
        };
        view! {
            <tr>
                {cell(t!(l, mail.to), to)}
                {cell(t!(l, mail.written), words::time::moment(l, row.created_at))}
                {cell(t!(l, mail.tries), row.attempts.to_string())}
                {cell(t!(l, mail.problem), row.problem.clone())}
                <td>
                    <form method="post" action=format!("/outbox/{}/again", row.id)>
                        <button class="button">{t!(l, mail.again)}</button>
                    </form>
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, mail.to)}</th>
                <th scope="col">{t!(l, mail.written)}</th>
                <th scope="col">{t!(l, mail.tries)}</th>
                <th scope="col">{t!(l, mail.problem)}</th>
                <th scope="col">{t!(l, mail.again)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

async fn again(visit: Visit, Id(id): Id<OutboxId>) -> Answer {
    visit.actions.send_mail_again(&visit.call, id).await?;
    Ok(visit.go("/outbox", "mail_again"))
}

/// So many mails a worker sends in one turn; the rest waits for the next one.
const A_TURN: usize = 50;

/// Sends what is to be mailed now, some at once; how many got through. Nothing without a mailer.
pub async fn deliver(state: &State, now: DateTime<Utc>) -> Result<u64, ActionError> {
    let Some(mailer) = &state.settings.mailer else { return Ok(0) };
    let history = state.actions.rule_history().await?;
    let work = || deliver_some(state, mailer, &history, now);
    let (one, two, three, four) = tokio::join!(work(), work(), work(), work());
    Ok(one? + two? + three? + four?)
}

async fn deliver_some(
    state: &State,
    mailer: &Mailer,
    history: &RuleHistory,
    now: DateTime<Utc>,
) -> Result<u64, ActionError> {
    let site = Site::of(&state.settings.public_url);
    let mut n_sent = 0;
    for _ in 0..A_TURN {
        let Some(one) = state.actions.lease_mail(now).await? else { break };
        match (mailer.send)(composed(state, mailer, &site, history, &one)).await {
            // If the lease is somebody else's by now, that one sends it under the same number.
            Ok(()) => n_sent += u64::from(state.actions.mail_sent(now, &one).await?),
            Err(why) => state.actions.mail_not_sent(now, &one, &why).await?,
        }
    }
    Ok(n_sent)
}

fn composed(
    state: &State,
    mailer: &Mailer,
    site: &Site,
    history: &RuleHistory,
    one: &Outgoing,
) -> Mail {
    let row = &one.row;
    let l = words::calendar_feed::locale(row.language);
    let choice = site.url(CHOICE);
    let said = if let Some(message) = &row.message {
        let rules = history.on(local_date(row.created_at));
        let calendar = state.actions.work_calendar();
        let (title, text, path) = words::inbox::message(l, message, &calendar, &rules);
        let links = (site.url(&path), choice);
        words::mail::mail(l, &row.name, message, (&title, &text), (&links.0, &links.1))
    } else {
        let link = site.url(&format!("/mail/{}", row.secret.as_deref().unwrap_or_default()));
        words::mail::question(l, &row.name, site.host(), &link, &choice)
    };
    let from = Mailbox { name: &mailer.name, address: &mailer.address };
    let to = Mailbox { name: &row.name, address: &row.address };
    let calendars = one.events.iter().map(|row| {
        let event = event(l, site, row, row.changed_at.unwrap_or(one.row.created_at));
        let method = if event.status == EventStatus::Cancelled { "CANCEL" } else { "REQUEST" };
        (method, invitation(&event, from, to))
    });
    Mail {
        id: site.uid(&format!("message-{}", row.id)),
        name: row.name.clone(),
        address: row.address.clone(),
        subject: said.subject,
        text: said.text,
        calendars: calendars.collect(),
    }
}
