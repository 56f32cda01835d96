//! Small pieces that several pages show.

use domain::form::{Field, Values};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

/// A state in words and shape.
pub(crate) fn badge(tone: &'static str, text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    view! { <span class="badge" data-tone=tone>{text}</span> }.into_any()
}

/// A term with its description.
pub(crate) fn fact(term: &'static str, text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    if text.is_empty() {
        return ().into_any();
    }
    view! { <dt>{term}</dt><dd>{text}</dd> }.into_any()
}

/// A cell of a table; an empty one does not show its label where the table is a list.
pub(crate) fn cell(label: &'static str, text: impl Into<String>) -> AnyView {
    // An empty text would be a blank on the page, and the cell not empty.
    let text = Some(text.into()).filter(|text| !text.is_empty());
    view! { <td data-label=label>{text}</td> }.into_any()
}

/// What went wrong, or has to be looked at, said at once by a screen reader.
pub(crate) fn warning(text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    view! { <div class="notice warning" role="alert"><p>{text}</p></div> }.into_any()
}

/// What is to be borne in mind on a page.
pub(crate) fn caution(text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    view! { <div class="notice warning"><p>{text}</p></div> }.into_any()
}

/// Nothing here, and the one thing to do about it.
pub(crate) fn empty(text: &'static str, link: Option<(&'static str, &'static str)>) -> AnyView {
    view! {
        <div class="empty">
            <p>{text}</p>
            {link.map(|(href, text)| view! { <a class="button" href=href>{text}</a> })}
        </div>
    }
    .into_any()
}

/// Links to the page before and after; `address` makes the address of a page number.
pub(crate) fn pager(
    l: Locale,
    page: i64,
    pages: i64,
    address: impl Fn(i64) -> String,
) -> Option<AnyView> {
    if pages <= 1 {
        return None;
    }
    let before = (page > 1).then(|| (address(page - 1), t!(l, page.previous)));
    let after = (page < pages).then(|| (address(page + 1), t!(l, page.next)));
    let link = |(href, text): (String, &'static str)| view! { <a href=href>{text}</a> };
    let position = words::page::position(l, page, pages);
    Some(
        view! {
            <nav class="pager" aria-label=t!(l, page.pages)>
                {before.map(link)}
                <ul><li><span aria-current="page">{position}</span></li></ul>
                {after.map(link)}
            </nav>
        }
        .into_any(),
    )
}

/// So many lines stand on a page of a list that goes on by key.
const PART: usize = 50;

/// The lines of a list from the one of the address on, and the key of the line from which it goes on.
/// A key that is there no more begins the list anew.
pub(crate) fn part<'a, T>(
    rows: &'a [T],
    asked: &Values,
    key: impl Fn(&T) -> i64,
) -> (&'a [T], Option<String>) {
    let from = asked.get(Field::UpTo).parse::<i64>().ok();
    let at = rows.iter().position(|row| Some(key(row)) == from).unwrap_or(0);
    let rest = rows.get(at..).unwrap_or_default();
    let next = rest.get(PART).map(|row| key(row).to_string());
    (rest.get(..PART).unwrap_or(rest), next)
}

/// On to further lines and back to the beginning, which has this address; nothing where a list has one
/// page.
pub(crate) fn further(
    l: Locale,
    base: &str,
    asked: &Values,
    next: Option<String>,
) -> Option<AnyView> {
    let begins = asked.get(Field::UpTo).is_empty();
    (!begins || next.is_some()).then(|| {
        let begin =
            (!begins).then(|| view! { <a href=base.to_owned()>{t!(l, page.list_begin)}</a> });
        let sign = if base.contains('?') { '&' } else { '?' };
        let next = next.map(|key| {
            let href = format!("{base}{sign}{}={key}", Field::UpTo.as_str());
            view! { <a href=href>{t!(l, page.list_next)}</a> }
        });
        let end = next.is_none().then(|| view! { <span>{t!(l, page.list_end)}</span> });
        view! { <nav class="pager" aria-label=t!(l, page.pages)>{begin}{end}{next}</nav> }
            .into_any()
    })
}

/// Text of several lines, as paragraphs.
pub(crate) fn prose(text: &str) -> impl IntoView + use<> {
    let lines: Vec<String> =
        text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
    view! { <div class="prose">{lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}</div> }
}

/// The revision of what a page shows: a form carries it, so that nobody decides on what has changed
/// since.
pub(crate) fn revision(now: i64) -> impl IntoView + use<> {
    view! { <input type="hidden" name=Field::Revision.as_str() value=now.to_string()/> }
}
