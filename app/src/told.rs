//! Who hears of what, and when: the table of messages, as it is.

use domain::{
    inbox::{MessageKind, Topic},
    rulebook::Rule,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    page::Page,
    parts::{badge, cell},
    route::{Route, Who},
    rulebook::amount,
    visit::Visit,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/told", Who::SignedIn, show)]
}

async fn show(visit: Visit) -> Answer {
    let l = visit.l;
    Ok(Page::new(t!(l, told.title)).lede(t!(l, told.lede)).render(&visit, move || {
        let ahead = t!(l, told.ahead_days, days = amount(l, Rule::ReminderDays));
        let topics = Topic::ALL.iter().map(|topic| of_topic(l, *topic)).collect_view();
        view! { <p>{ahead}</p>{topics} }
    }))
}

fn of_topic(l: Locale, topic: Topic) -> impl IntoView + use<> {
    let kinds = MessageKind::ALL.iter().filter(|kind| kind.told().topic == topic);
    let rows = kinds.map(|kind| row(l, *kind)).collect_view();
    view! {
        <section class="stack">
            <h2>{words::told::topic(l, topic)}</h2>
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, told.event)}</th>
                    <th scope="col">{t!(l, told.to)}</th>
                    <th scope="col">{t!(l, told.when)}</th>
                    <th scope="col">{t!(l, told.by_mail)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

fn row(l: Locale, kind: MessageKind) -> impl IntoView + use<> {
    let told = kind.told();
    let must = told.must_be_read.then(|| badge("todo", t!(l, told.must)));
    view! {
        <tr>
            <td data-label=t!(l, told.event)><span>{words::told::kind(l, kind)}" "{must}</span></td>
            {cell(t!(l, told.to), words::told::hearers(l, told.to))}
            {cell(t!(l, told.when), words::told::when(l, told.when))}
            {cell(t!(l, told.by_mail), words::told::in_mail(l, told.in_mail))}
        </tr>
    }
}
