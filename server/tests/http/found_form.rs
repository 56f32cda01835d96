//! The forms of pages as a browser sees them, filled in as somebody would.

use demo::DEMO_PASSWORD;
use domain::form::Values;
use scraper::{ElementRef, Html, Selector};

use crate::world::{Answer, Person};

/// A form of a page, with what it sends.
#[derive(Clone, Debug)]
pub(crate) struct FoundForm {
    /// The page that has it.
    pub(crate) page: String,
    /// Where it is sent.
    pub(crate) action: String,
    /// Whether it carries files.
    pub(crate) is_multipart: bool,
    /// Its fields; the same name may come several times.
    pub(crate) fields: Vec<Field>,
}

/// One control of a form.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What the form carries along.
    Hidden(String),
    /// A text of one line or several: its type, and what is in it.
    Text(String, String),
    /// A choice: its values, and the chosen one.
    Select(Vec<String>, Option<String>),
    /// A box or a button of several, and whether it is chosen.
    Box(String, bool),
    /// A file.
    File,
    /// A button that sends the form with a value.
    Button(String),
}

fn all<'a>(of: ElementRef<'a>, what: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(what).unwrap();
    // Leptos' pages outlive their selectors only as collected elements.
    of.select(&selector).collect()
}

fn attribute(of: ElementRef<'_>, name: &str) -> String {
    of.attr(name).unwrap_or_default().to_owned()
}

/// The forms of a page that are sent by POST.
pub(crate) fn forms(page: &str, address: &str) -> Vec<FoundForm> {
    let html = Html::parse_document(page);
    let found = all(html.root_element(), "form");
    let posts = found.into_iter().filter(|form| attribute(*form, "method") == "post");
    posts.flat_map(|form| found_forms(html.root_element(), form, address)).collect()
}

/// A form, and once more for each button that sends it elsewhere.
fn found_forms(page: ElementRef<'_>, form: ElementRef<'_>, address: &str) -> Vec<FoundForm> {
    let whole = found_form(page, form, address);
    let elsewhere = all(form, "button[formaction]")
        .into_iter()
        .map(|button| FoundForm { action: attribute(button, "formaction"), ..whole.clone() });
    let elsewhere: Vec<FoundForm> = elsewhere.collect();
    std::iter::once(whole).chain(elsewhere).collect()
}

fn found_form(page: ElementRef<'_>, form: ElementRef<'_>, address: &str) -> FoundForm {
    let action = match attribute(form, "action").as_str() {
        "" => address.to_owned(),
        action => action.to_owned(),
    };
    let mut controls = all(form, "input, select, textarea, button");
    // A control may stand outside of its form and name it.
    if let Some(id) = form.attr("id") {
        controls.extend(all(page, &format!("[form=\"{id}\"]")));
    }
    FoundForm {
        page: address.to_owned(),
        action,
        is_multipart: attribute(form, "enctype") == "multipart/form-data",
        fields: controls.into_iter().filter_map(field).collect(),
    }
}

fn field(control: ElementRef<'_>) -> Option<Field> {
    let name = control.attr("name")?.to_owned();
    let value = attribute(control, "value");
    let is_checked = control.attr("checked").is_some();
    let kind = match (control.value().name(), attribute(control, "type").as_str()) {
        ("textarea", _) => Kind::Text("textarea".into(), control.text().collect()),
        ("select", _) => {
            let options = all(control, "option");
            let chosen = options.iter().find(|option| option.attr("selected").is_some());
            let chosen = chosen.map(|option| attribute(*option, "value"));
            Kind::Select(options.iter().map(|option| attribute(*option, "value")).collect(), chosen)
        }
        ("button", _) | (_, "submit") => Kind::Button(value),
        (_, "hidden") => Kind::Hidden(value),
        (_, "checkbox" | "radio") => Kind::Box(value, is_checked),
        (_, "file") => Kind::File,
        (_, kind) => Kind::Text(kind.to_owned(), value),
    };
    Some(Field { name, kind })
}

impl FoundForm {
    /// Every button that sends it with a value of its own, or the only way to send it.
    pub(crate) fn buttons(&self) -> Vec<Option<(&str, &str)>> {
        let buttons: Vec<_> = self
            .fields
            .iter()
            .filter_map(|field| match &field.kind {
                Kind::Button(value) => Some(Some((field.name.as_str(), value.as_str()))),
                _ => None,
            })
            .collect();
        if buttons.is_empty() { vec![None] } else { buttons }
    }

    /// The names of its fields that somebody fills in.
    pub(crate) fn typed(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .fields
            .iter()
            .filter(|field| !matches!(field.kind, Kind::Hidden(_) | Kind::File))
            .map(|field| field.name.as_str())
            .collect();
        names.dedup();
        names
    }

    /// What is sent when somebody fills in what is empty; `nth`: which of the choices is taken.
    pub(crate) fn filled(&self, button: Option<(&str, &str)>, nth: usize) -> Values {
        let mut values = Values::default();
        let mut boxes: Vec<(&str, Vec<(&str, bool)>)> = Vec::new();
        for field in &self.fields {
            let name = field.name.as_str();
            match &field.kind {
                Kind::Text(kind, value) if value.trim().is_empty() => {
                    values.push(name, typed(name, kind));
                }
                Kind::Hidden(value) | Kind::Text(_, value) => values.push(name, value),
                Kind::Select(options, chosen) => {
                    let real: Vec<&String> = options.iter().filter(|it| !it.is_empty()).collect();
                    let chosen = chosen.as_ref().filter(|it| !it.is_empty());
                    if let Some(value) =
                        chosen.or_else(|| real.get(nth % real.len().max(1)).copied())
                    {
                        values.push(name, value);
                    }
                }
                Kind::Box(value, is_checked) => {
                    match boxes.iter_mut().find(|(it, _)| *it == name) {
                        Some((_, all)) => all.push((value, *is_checked)),
                        None => boxes.push((name, vec![(value, *is_checked)])),
                    }
                }
                Kind::File | Kind::Button(_) => {}
            }
        }
        for (name, all) in boxes {
            let is_chosen = all.iter().any(|(_, is_checked)| *is_checked);
            for (at, (value, is_checked)) in all.iter().enumerate() {
                if *is_checked || !is_chosen && at == nth % all.len() {
                    values.push(name, *value);
                }
            }
        }
        if let Some((name, value)) = button {
            values.set(name, value);
        }
        values
    }
}

/// What somebody types into an empty field.
fn typed(name: &str, kind: &str) -> String {
    let text = match (name, kind) {
        ("ends_on", _) => "2027-06-30",
        ("held_on", _) => "2026-12-24",
        (
            "opens_on" | "delivered_on" | "video_link" | "day_2" | "day_3" | "hour_2" | "hour_3",
            _,
        ) => "",
        ("enrol_until", _) => "2026-11-19",
        ("old_password" | "password", _) => DEMO_PASSWORD,
        ("new_password" | "repeat_password", _) => "Whetstone-2",
        ("contact", _) => "陆老师",
        ("first_day" | "last_day", _) => "2026-11-20",
        ("began_at" | "starts_at", _) => "09:00",
        ("ended_at", _) => "10:00",
        (_, "date") => "2026-12-21",
        (_, "time") => "09:30",
        ("contact_phone", _) => "13800000000",
        ("sign_in_name", _) => "office",
        ("minutes" | "lesson_minutes", _) => "45",
        ("max_audience" | "audience" | "attendance", _) => "80",
        ("accepted" | "hours", _) => "4",
        ("year", _) => "2027",
        ("seats" | "ballots", _) => "3",
        ("votes", _) => "1",
        (_, "number") => "2",
        (name, _) if name.starts_with("score_") => "5",
        (name, _) if name.starts_with("day_") => "2026-12-28",
        (name, _) if name.starts_with("hour_") => "10:00",
        ("summary" | "outline", _) => return "潮汐从哪里来，又到哪里去。".repeat(14),
        _ => "示范文字，写得足够长，好让每一条理由都说得清楚",
    };
    text.to_owned()
}

/// Sends a form as its page would.
pub(crate) async fn send(person: &Person, form: &FoundForm, values: &Values) -> Answer {
    if form.is_multipart {
        person.upload(&form.action, values, None).await
    } else {
        person.post(&form.action, values).await
    }
}
