//! The forms of pages as a browser sees them, filled in as somebody would.

use domain::form::{Field, Name, Values};
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
    pub(crate) fields: Vec<Control>,
}

/// One control of a form.
#[derive(Clone, Debug)]
pub(crate) struct Control {
    pub(crate) name: Name,
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

fn field(control: ElementRef<'_>) -> Option<Control> {
    let name = control.attr("name")?;
    let name = Name::parse(name).unwrap_or_else(|| panic!("no field is named {name}"));
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
    Some(Control { name, kind })
}

/// The last way in which a form is filled: some corrections are refused as long as nothing differs.
pub(crate) const CORRECTS: usize = 3;

impl FoundForm {
    /// Every button that sends it with a value of its own, or the only way to send it.
    pub(crate) fn buttons(&self) -> Vec<Option<(Name, &str)>> {
        let buttons: Vec<_> = self
            .fields
            .iter()
            .filter_map(|field| match &field.kind {
                Kind::Button(value) => Some(Some((field.name, value.as_str()))),
                _ => None,
            })
            .collect();
        if buttons.is_empty() { vec![None] } else { buttons }
    }

    /// The names of its fields that somebody fills in.
    pub(crate) fn typed(&self) -> Vec<Name> {
        let mut names: Vec<Name> = self
            .fields
            .iter()
            .filter(|field| !matches!(field.kind, Kind::Hidden(_) | Kind::File))
            .map(|field| field.name)
            .collect();
        names.dedup();
        names
    }

    /// What is sent when somebody fills in what is empty; `nth`: which of the choices is taken, and the
    /// [`CORRECTS`]th time the numbers on file are corrected as well.
    pub(crate) fn filled(&self, button: Option<(Name, &str)>, nth: usize) -> Values {
        let mut values = Values::default();
        let mut boxes: Vec<(Name, Vec<(&str, bool)>)> = Vec::new();
        for field in &self.fields {
            let name = field.name;
            match &field.kind {
                Kind::Text(kind, value) if value.trim().is_empty() => {
                    values.push(name, typed(name.field, kind));
                }
                Kind::Text(kind, value) if kind == "number" && nth == CORRECTS => {
                    let corrected = value.parse::<u32>().map(|number| number + 1);
                    values.push(name, corrected.map_or(value.clone(), |it| it.to_string()));
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
fn typed(field: Field, kind: &str) -> String {
    let text = match (field, kind) {
        (Field::EndsOn, _) => "2027-06-30",
        (Field::EntryPerson | Field::Member | Field::TiedPerson, _) => "周明远",
        (Field::EntryUnit, _) => "菱歌示范小学",
        (Field::EntryYear, _) => "2027",
        (
            Field::SeenOn
            | Field::CheckedOn
            | Field::EntryFrom
            | Field::EvidenceOn
            | Field::MemberFrom
            | Field::MemberUntil,
            _,
        ) => "2026-11-20",
        (Field::HeldOn, _) => "2026-12-24",
        (
            Field::OpensOn
            | Field::EntryCourse
            | Field::EntryUntil
            | Field::DeliveredOn
            | Field::VideoLink
            | Field::Day2
            | Field::Day3
            | Field::Hour2
            | Field::Hour3
            | Field::Levels,
            _,
        ) => "",
        (Field::EnrolUntil, _) => "2026-11-19",
        (Field::OldPassword | Field::Password, _) => crate::world::PASSWORD,
        (Field::NewPassword | Field::RepeatPassword, _) => "Kiln-osprey-8-Tarn",
        (Field::Contact, _) => "陆老师",
        (Field::FirstDay | Field::LastDay | Field::LeftOn, _) => "2026-11-23",
        (Field::BeganAt | Field::StartsAt, _) => "09:00",
        (Field::EndedAt | Field::LeftAt, _) => "10:00",
        (Field::PersonName, _) => "䶮㛃𠅤·José",
        (Field::EthnicGroup, _) => "汉族",
        (Field::PersonPhone | Field::NomineePhone, _) => "13900000009",
        (Field::BornIn, _) => "1960-05",
        (Field::StartsOn, _) => "2026-11-01",
        (Field::TermUntil, _) => "2029-12-31",
        (Field::StageUntil, _) => "2027-12-31",
        (Field::AllowedTitle, _) => "2026年度科普工作表彰",
        (_, "date") => "2026-12-21",
        (_, "time") => "09:30",
        (Field::ContactPhone, _) => "13800000000",
        (Field::SignInName, _) => "office",
        (Field::MailAddress, _) => "reader@example.org",
        (Field::Minutes | Field::LessonMinutes, _) => "45",
        (Field::MaxAudience | Field::Audience | Field::Attendance, _) => "80",
        (Field::Accepted | Field::Hours, _) => "4",
        (Field::Year, _) => "2027",
        (Field::Seats | Field::Ballots | Field::NJurors, _) => "3",
        (Field::Votes, _) => "1",
        (_, "number") => "2",
        (Field::Score, _) => "5",
        (Field::Day1, _) => "2026-12-28",
        (Field::Hour1, _) => "10:00",
        (Field::Summary | Field::Outline, _) => return "潮汐从哪里来，又到哪里去。".repeat(14),
        // With what a program might fold, lose or cut: it comes back as it was typed.
        _ => "䶮㛃𠅤·José①㎡，写得足够长，理由都说得清楚",
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
