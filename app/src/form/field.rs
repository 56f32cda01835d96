//! The fields of a form: each with its label, hint, typed value and problem.

use domain::form::{Field, Name};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::{Form, Line};
use crate::rulebook::rules;

/// Choices whose texts are wider have wider columns.
const NARROW: usize = 22;

impl Form {
    /// A one-line field.
    pub(crate) fn line(&self, name: Field, line: Line) -> AnyView {
        let kind = if line.kind.is_empty() { "text" } else { line.kind };
        let value = (kind != "password").then(|| self.values.get(name).to_owned());
        let control = view! {
            <input
                id=name.as_str()
                name=name.as_str()
                type=kind
                value=value
                maxlength=line.max.map(|max| max.to_string())
                min=line.min_value.map(|n| n.to_string())
                max=line.max_value.map(|n| n.to_string())
                autocomplete=line.autocomplete
                inputmode=(kind == "number").then_some("numeric")
                required=!line.is_optional
                aria-invalid=self.invalid(name)
                aria-describedby=self.described_by(name)
            />
        };
        self.field(name, line.is_optional, line.is_short, control.into_any())
    }

    /// A score or another small number; its label is that of what it is given to.
    pub(crate) fn score(&self, name: Name, label: String) -> AnyView {
        let control = view! {
            <input
                id=name.to_string()
                name=name.to_string()
                type="text"
                inputmode="decimal"
                maxlength="8"
                autocomplete="off"
                value=self.values.get(name).to_owned()
                aria-invalid=self.invalid(name)
                aria-describedby=self.described_by(name)
            />
        };
        self.field_of(name, label, true, control.into_any())
    }

    /// A field of several lines. Its length is judged when it is sent: a browser that stops taking
    /// letters, or cuts what is pasted, loses words without saying so.
    pub(crate) fn area(&self, name: Field, rows: u8, is_optional: bool) -> AnyView {
        // Leptos escapes no text of a text area, and a browser drops its first line break.
        let value = format!("\n{}", html_escape::encode_text(self.values.get(name)));
        let control = view! {
            <textarea
                id=name.as_str()
                name=name.as_str()
                rows=rows.to_string()
                aria-invalid=self.invalid(name)
                aria-describedby=self.described_by(name)
            >
                {value}
            </textarea>
        };
        self.field(name, is_optional, false, control.into_any())
    }

    /// The same for one of several things on a page, under a label of its own.
    pub(crate) fn area_of(&self, name: Name, label: String, rows: u8) -> AnyView {
        let value = format!("\n{}", html_escape::encode_text(self.values.get(name)));
        let control = view! {
            <textarea
                id=name.to_string()
                name=name.to_string()
                rows=rows.to_string()
                aria-invalid=self.invalid(name)
                aria-describedby=self.described_by(name)
            >
                {value}
            </textarea>
        };
        self.field_of(name, label, false, control.into_any())
    }

    /// A day of one of several things on a page, under a label of its own.
    pub(crate) fn date_of(&self, name: Name, label: String) -> AnyView {
        let control = view! {
            <input
                id=name.to_string()
                name=name.to_string()
                type="date"
                value=self.values.get(name).to_owned()
                aria-invalid=self.invalid(name)
                aria-describedby=self.described_by(name)
            />
        };
        self.field_of(name, label, true, control.into_any())
    }

    /// A choice of one from a list; the first entry stands for "not chosen".
    pub(crate) fn select(
        &self,
        name: Field,
        choices: Vec<(String, String)>,
        is_optional: bool,
    ) -> AnyView {
        let chosen = self.values.get(name).to_owned();
        let options = choices
            .into_iter()
            .map(|(value, text)| {
                let selected = value == chosen;
                view! { <option value=value selected=selected>{text}</option> }
            })
            .collect_view();
        let control = view! {
            <select
                id=name.as_str()
                name=name.as_str()
                aria-invalid=self.invalid(name)
                aria-describedby=self.described_by(name)
            >
                <option value="">
                    {if self.is_filter { t!(self.l, form.any) } else { t!(self.l, form.choose) }}
                </option>
                {options}
            </select>
        };
        self.field(name, is_optional, false, control.into_any())
    }

    /// A choice of several from a list, or of one with `radio`.
    pub(crate) fn choices(
        &self,
        name: Field,
        kind: &'static str,
        choices: Vec<(String, String, Option<String>)>,
        is_optional: bool,
    ) -> AnyView {
        let label = words::form::label(self.l, name);
        let hint = self.hint(name);
        let invalid = self.problems.of(name).is_some();
        let texts = choices.iter().flat_map(|(_, text, hint)| hint.iter().chain([text]));
        let is_wide = texts.map(|text| width(text)).max() > Some(NARROW);
        let class = if is_wide { "choices wide" } else { "choices" };
        // With nothing to choose from, the problem leads to the empty list.
        let anchor = choices.is_empty().then_some(name.as_str());
        let boxes = choices
            .into_iter()
            .enumerate()
            .map(|(at, (value, text, hint))| {
                let id = if at == 0 { name.to_string() } else { format!("{name}-{at}") };
                let checked = self.values.has(name, &value);
                view! {
                    <label class="choice">
                        <input type=kind id=id name=name.as_str() value=value checked=checked/>
                        <span>
                            {text}
                            {hint.map(|hint| view! { <span class="hint">{hint}</span> })}
                        </span>
                    </label>
                }
            })
            .collect_view();
        view! {
            <fieldset class="field" id=anchor data-invalid=invalid.then_some("")>
                <legend>{label}{self.mark(is_optional)}</legend>
                {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
                <div class=class>{boxes}</div>
                {self.problem(name)}
            </fieldset>
        }
        .into_any()
    }

    /// Whoever or whatever on file is like what is added, in a list, and the statement that this is
    /// another one; nothing, unless that was asked.
    pub(crate) fn another(
        &self,
        title: &'static str,
        hint: &'static str,
        like: AnyView,
    ) -> Option<AnyView> {
        let name = Field::IsAnother;
        if self.problems.of(name).is_none() && self.values.get(name).is_empty() {
            return None;
        }
        let section = view! {
            <section class="notice warning stack">
                <h2>{title}</h2>
                <p>{hint}</p>
                <ul class="names">{like}</ul>
                {self.statement(name)}
            </section>
        };
        Some(section.into_any())
    }

    /// A statement to be ticked.
    pub(crate) fn statement(&self, name: Field) -> AnyView {
        let label = words::form::label(self.l, name);
        let hint = self.hint(name);
        let invalid = self.problems.of(name).is_some();
        let checked = self.values.has(name, "yes");
        view! {
            <div class="field" data-invalid=invalid.then_some("")>
                <label class="choice">
                    <input
                        type="checkbox"
                        id=name.as_str()
                        name=name.as_str()
                        value="yes"
                        checked=checked
                        aria-describedby=self.described_by(name)
                    />
                    <span>{label}</span>
                </label>
                {hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
                {self.problem(name)}
            </div>
        }
        .into_any()
    }

    /// A file; what was kept of a refused form is named, and its token sent again.
    pub(crate) fn file(
        &self,
        name: Field,
        accept: &'static str,
        kept: Option<(String, String)>,
        is_optional: bool,
    ) -> AnyView {
        let l = self.l;
        let kept = name.token().zip(kept).map(|(token, (file_name, value))| {
            view! {
                <p class="kept-file">
                    <span>{t!(l, form.kept)}{file_name}</span>
                    <input type="hidden" name=token.as_str() value=value/>
                </p>
            }
        });
        let control = view! {
            <input
                type="file"
                id=name.as_str()
                name=name.as_str()
                accept=accept
                aria-invalid=self.invalid(name)
                aria-describedby=self.described_by(name)
            />
        };
        self.field(name, is_optional, false, view! { {kept}{control} }.into_any())
    }

    /// A value that the form carries along.
    pub(crate) fn hidden(&self, name: Field) -> impl IntoView + use<> {
        view! {
            <input type="hidden" name=name.as_str() value=self.values.get(name).to_owned()/>
            {self.told(name)}
        }
    }

    /// The token of a form that makes something.
    pub(crate) fn once(&self) -> impl IntoView + use<> {
        let value = self.once.as_str().to_owned();
        view! {
            <input type="hidden" name=Field::Once.as_str() value=value/>
            {self.told(Field::Once)}
        }
    }

    /// The revision that the form shows, so that nobody decides on what has changed since.
    pub(crate) fn revision(&self) -> impl IntoView + use<> {
        let value = self.revision.to_string();
        view! { <input type="hidden" name=Field::Revision.as_str() value=value/> }
    }

    /// What is wrong with something that is not typed, such as a button: a place of its own.
    pub(crate) fn told(&self, name: Field) -> Option<AnyView> {
        let problem = self.problem(name)?;
        Some(
            view! { <div class="field" id=name.as_str() data-invalid="">{problem}</div> }
                .into_any(),
        )
    }

    fn field(&self, name: Field, is_optional: bool, is_short: bool, control: AnyView) -> AnyView {
        let label = words::form::label(self.l, name);
        let hint = self.hint(name);
        let class = if is_short { "field short" } else { "field" };
        let invalid = self.problems.of(name).is_some();
        view! {
            <div class=class data-invalid=invalid.then_some("")>
                <label for=name.as_str()>{label}{self.mark(is_optional)}</label>
                {hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
                {control}
                {self.problem(name)}
            </div>
        }
        .into_any()
    }

    /// The field of one of several things on a page, under a label of its own.
    fn field_of(&self, name: Name, label: String, is_short: bool, control: AnyView) -> AnyView {
        let class = if is_short { "field short" } else { "field" };
        let invalid = self.problems.of(name).is_some();
        view! {
            <div class=class data-invalid=invalid.then_some("")>
                <label for=name.to_string()>{label}</label>
                {control}
                {self.problem(name)}
            </div>
        }
        .into_any()
    }

    /// What is said of a field beforehand, with the numbers of the rules.
    fn hint(&self, name: Field) -> Option<String> {
        words::form::hint(self.l, name, &rules())
    }

    fn mark(&self, is_optional: bool) -> Option<impl IntoView + use<>> {
        let l = self.l;
        (is_optional && !self.is_filter)
            .then(|| view! { <span class="optional-mark">{t!(l, form.optional)}</span> })
    }

    /// What is wrong with a field.
    pub(crate) fn problem(&self, name: impl Into<Name>) -> Option<AnyView> {
        let name = name.into();
        let text = words::form::problem(self.l, self.problems.of(name)?);
        let id = format!("{name}-problem");
        Some(view! { <p class="problem" id=id>{text}</p> }.into_any())
    }

    fn invalid(&self, name: impl Into<Name>) -> Option<&'static str> {
        self.problems.of(name).map(|_| "true")
    }

    fn described_by(&self, name: impl Into<Name>) -> Option<String> {
        let name = name.into();
        let hint = self.hint(name.field).map(|_| format!("{name}-hint"));
        let problem = self.problems.of(name).map(|_| format!("{name}-problem"));
        let ids: Vec<String> = hint.into_iter().chain(problem).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// The width of a text in Latin letters; a Chinese character takes two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
