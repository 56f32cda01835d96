//! Above a page to which a form leads back that was sent too late: whether what was typed stands there
//! again, and if not, what it was.
//!
//! The page itself is looked at, for much may have happened meanwhile: the form may be gone, or a
//! choice of it.

use actions::KeptForm;
use domain::form::{Field, Name};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{error_page::typed_list, page::html_of, visit::Visit};

/// What every page begins with, within its shell.
const START: &str = "<div class=\"page\">";

/// The page with what is to be said of a form that leads back to it.
pub(crate) fn with_notice(visit: &Visit, html: String) -> String {
    let kept = visit.kept_form.as_ref().filter(|kept| kept.page == visit.here);
    match kept.zip(html.split_once(START)) {
        Some((kept, (head, body))) => {
            let notice = html_of(visit, || notice(visit.l, kept, body));
            format!("{head}{START}{notice}{body}")
        }
        None => html,
    }
}

fn notice(l: Locale, kept: &KeptForm, body: &str) -> AnyView {
    let values = || kept.values.iter().filter(|(_, value)| !value.trim().is_empty());
    let field = |name| Name::parse(name).map(|name| name.field);
    let standing = standing(body);
    let is_typed = |name| field(name).is_none_or(|it| it.is_typed() && !it.is_file());
    let mut typed = values().filter(|(name, _)| is_typed(name)).peekable();
    let is_empty = typed.peek().is_none();
    let all_stand = typed.all(|(name, value)| {
        standing.iter().any(|(at, text)| at == name && same_lines(text, value))
    });
    let file = values().any(|(name, _)| field(name).is_some_and(Field::is_file));
    let text = match (all_stand, file) {
        (true, _) if is_empty => t!(l, page.not_sent),
        (true, false) => t!(l, page.refilled),
        (true, true) => t!(l, page.refilled_file),
        (false, _) => t!(l, page.not_refilled),
    };
    let lost = (!all_stand).then(|| typed_list(l, &kept.values)).flatten();
    view! {
        <div class="notice warning" role="status"><p>{text}</p></div>
        {lost}
    }
    .into_any()
}

/// A browser sends line breaks of its own kind.
fn same_lines(one: &str, other: &str) -> bool {
    one.lines().eq(other.lines())
}

/// The names and values of a page's fields as they stand there: what is typed, chosen or ticked.
fn standing(html: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut list = String::new();
    for part in html.split('<').skip(1) {
        let Some((tag, text)) = part.split_once('>') else { continue };
        let name = || attribute(tag, "name").unwrap_or_default();
        let value = || attribute(tag, "value").unwrap_or_default();
        let is_set = |mark| tag.split(' ').any(|it| it == mark);
        let kind = tag.split(' ').next().unwrap_or_default();
        match kind {
            "input" if !has_box(tag) || is_set("checked") => found.push((name(), value())),
            "textarea" => {
                let text = html_escape::decode_html_entities(text);
                found.push((name(), text.strip_prefix('\n').unwrap_or(&text).to_owned()));
            }
            "select" => list = name(),
            "option" if is_set("selected") => found.push((list.clone(), value())),
            _ => {}
        }
    }
    found
}

fn has_box(tag: &str) -> bool {
    attribute(tag, "type").is_some_and(|kind| kind == "checkbox" || kind == "radio")
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let (value, _) = rest.split_once('"')?;
    Some(html_escape::decode_html_entities(value).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_page_is_found_field_by_field() {
        let page = "<input id=\"a\" name=\"title\" type=\"text\" value=\"1 &lt; 2 &quot;\">\
            <textarea name=\"summary\">\nzwei\n&amp; drei</textarea>\
            <select name=\"field\"><option value=\"1\">A</option>\
            <option value=\"2\" selected>B</option></select>\
            <input type=\"checkbox\" name=\"stages\" value=\"x\">\
            <input type=\"checkbox\" name=\"stages\" value=\"y\" checked>\
            <button name=\"decision\" value=\"z\">Z</button>";
        let found = standing(page);
        let found: Vec<_> = found.iter().map(|(name, it)| (name.as_str(), it.as_str())).collect();
        let right =
            [("title", "1 < 2 \""), ("summary", "zwei\n& drei"), ("field", "2"), ("stages", "y")];
        assert_eq!(found, right);
        assert!(same_lines("zwei\r\n& drei", found[1].1));
    }
}
