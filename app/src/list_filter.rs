//! The search and the filters of a list. They stand in its address, so that a page of what was found
//! can be kept and handed on, and they stay while somebody goes on from page to page.

use actions::{ListFilter, RegionRow};
use domain::form::{Field, Values};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::parts::empty;

/// What may be chosen in a list's filter.
pub(crate) struct Choice {
    field: Field,
    label: &'static str,
    /// Codes with their words.
    choices: Vec<(String, String)>,
    /// Whether nothing may be chosen as well.
    is_optional: bool,
}

impl Choice {
    /// Of a state.
    pub(crate) fn state(
        l: Locale,
        states: impl IntoIterator<Item = (&'static str, &'static str)>,
    ) -> Self {
        let choices = states.into_iter().map(|(code, text)| (code.to_owned(), text.to_owned()));
        let (label, choices) = (t!(l, page.filter_state), choices.collect());
        Self { field: Field::State, label, choices, is_optional: true }
    }

    /// Of another field.
    pub(crate) fn of(field: Field, label: &'static str, choices: Vec<(String, String)>) -> Self {
        Self { field, label, choices, is_optional: true }
    }

    /// Of a county; none where there is nothing to choose.
    pub(crate) fn county(l: Locale, counties: &[RegionRow]) -> Option<Self> {
        let choices = regions(l, counties);
        let label = t!(l, page.filter_county);
        (choices.len() > 1).then(|| Self::of(Field::County, label, choices))
    }

    /// The same, of which one is always chosen.
    pub(crate) fn of_one(self) -> Self {
        Self { is_optional: false, ..self }
    }
}

/// Regions to choose from.
pub(crate) fn regions(l: Locale, regions: &[RegionRow]) -> Vec<(String, String)> {
    let one = |region: &RegionRow| {
        let name = words::place::county(l, &region.name_zh, &region.name_en);
        (region.id.to_string(), name.to_owned())
    };
    regions.iter().map(one).collect()
}

/// The form of a list's search and filters.
pub(crate) fn filters(
    l: Locale,
    path: &'static str,
    asked: &Values,
    choices: impl IntoIterator<Item = Choice>,
) -> AnyView {
    let selects = choices.into_iter().map(|choice| select(l, asked, choice)).collect_view();
    let sought = asked.get(Field::Search).to_owned();
    let kept = asked.get(Field::View).to_owned();
    let kept = (!kept.is_empty())
        .then(|| view! { <input type="hidden" name=Field::View.as_str() value=kept/> });
    view! {
        <form class="filters" method="get" action=path role="search" novalidate>
            <div class="field">
                <label for="find-q">{t!(l, page.find_name)}</label>
                <input id="find-q" name=Field::Search.as_str() type="search" value=sought/>
            </div>
            {selects}
            {kept}
            <button class="button">{t!(l, page.find)}</button>
        </form>
    }
    .into_any()
}

/// A choice of a list's filter.
pub(crate) fn select(l: Locale, asked: &Values, choice: Choice) -> impl IntoView + use<> {
    let (id, name) = (format!("find-{}", choice.field.as_str()), choice.field.as_str());
    let chosen = asked.get(choice.field).to_owned();
    let options = choice.choices.into_iter().map(|(value, text)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{text}</option> }
    });
    let options = options.collect_view();
    let any = choice.is_optional.then(|| view! { <option value="">{t!(l, form.any)}</option> });
    view! {
        <div class="field">
            <label for=id.clone()>{choice.label}</label>
            <select id=id name=name>{any}{options}</select>
        </div>
    }
}

/// An address with the search and the filters of a page, but not with the line from which it goes on.
pub(crate) fn address(path: &str, asked: &Values) -> String {
    let is_page = |name: &str| name == Field::UpTo.as_str() || name == Field::Page.as_str();
    with(path, asked.iter().filter(|(name, value)| !value.is_empty() && !is_page(name)))
}

/// An address with all that it was asked with, also with the line from which it goes on.
pub(crate) fn whole_address(path: &str, asked: &Values) -> String {
    with(path, asked.iter().filter(|(_, value)| !value.is_empty()))
}

fn with<'a>(path: &str, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Whether something is looked for.
pub(crate) fn is_filtered(asked: &Values) -> bool {
    [Field::Search, Field::State, Field::County].iter().any(|it| !asked.get(*it).is_empty())
}

/// Nothing here; where something is looked for, the way to all there is.
pub(crate) fn nothing(
    l: Locale,
    path: &'static str,
    asked: &Values,
    none: &'static str,
) -> AnyView {
    if is_filtered(asked) {
        return empty(t!(l, page.nothing_found), Some((path, t!(l, page.show_all))));
    }
    empty(none, None)
}

/// The way from what is recent to what was before, and back.
pub(crate) fn earlier(l: Locale, path: &str, asked: &Values) -> impl IntoView + use<> {
    let is_earlier = asked.get(Field::View) == ListFilter::EARLIER;
    let view = Field::View.as_str();
    let kept = asked.iter().filter(|(name, value)| {
        !value.is_empty() && *name != view && *name != Field::UpTo.as_str()
    });
    let (text, add) = if is_earlier {
        (t!(l, page.recent), None)
    } else {
        (t!(l, page.earlier), Some((view, ListFilter::EARLIER)))
    };
    let href = with(path, kept.chain(add));
    view! { <p><a href=href>{text}</a></p> }
}
