//! Reads the texts of both languages and writes the module that checks every key when compiled.

use std::{error::Error, fs, path::PathBuf};

use leptos_i18n_parser::parse_locales::{
    options::{Config, ParseOptions},
    parse_locales,
};
use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// One file of texts per feature, in each language.
const FEATURES: &[&str] = &[
    "absence",
    "access_log",
    "account",
    "annual_assessment",
    "appointment",
    "assessment_year",
    "audience",
    "audience_juror",
    "audit",
    "award",
    "award_archive",
    "award_paper",
    "award_result",
    "award_stage",
    "evaluation",
    "final_meeting",
    "calendar",
    "calendar_feed",
    "calibration",
    "catalogue",
    "certificate",
    "complaint",
    "course",
    "deadline",
    "delivery",
    "deputy",
    "desk",
    "dispatch",
    "error",
    "evidence",
    "form",
    "host_unit",
    "hour_claim",
    "inbox",
    "late_conflict",
    "lecture_request",
    "lecturer_application",
    "listing",
    "mail",
    "merging",
    "my_information",
    "nomination",
    "objection",
    "observation",
    "organisation",
    "overview",
    "page",
    "panel",
    "panel_proposal",
    "paper_correction",
    "person",
    "person_tie",
    "place",
    "reference_lecture",
    "refinement",
    "register_entry",
    "privacy",
    "report",
    "review_paper",
    "review_session",
    "review_sheet",
    "roster",
    "rulebook",
    "school_period",
    "work_calendar",
    "slides",
    "style_guide",
    "time",
    "told",
    "training_event",
    "training_record",
    "trial_lecture",
    "unconfirmed_request",
    "unit_enrolment",
    "waiting_list",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?).join("i18n");
    let config = Config::new("zh-CN")?
        .add_locale("en")?
        .add_namespaces(FEATURES)?
        .parse_options(ParseOptions::new().interpolate_display(true));
    let texts = parse_locales(None, config)?;
    for warning in texts.diag.warnings().iter() {
        println!("cargo::warning={warning}");
    }
    for error in texts.diag.errors().iter() {
        println!("cargo::error={error}");
    }
    let module = leptos_i18n_codegen::gen_code(&texts, None, false, None, false)?;
    fs::create_dir_all(&out)?;
    let mut text = String::new();
    write_lines(module, &mut text);
    fs::write(out.join("mod.rs"), text)?;
    Ok(())
}

/// Tokens as text in short lines: whoever asks where something stands counts the letters of its line,
/// and in one line of seven million that took checks their minutes.
fn write_lines(tokens: TokenStream, text: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ") "),
                    Delimiter::Bracket => ("[", "] "),
                    Delimiter::Brace => ("{\n", "}\n"),
                    Delimiter::None => ("", " "),
                };
                text.push_str(open);
                write_lines(group.stream(), text);
                text.push_str(close);
            }
            TokenTree::Punct(punct) => {
                text.push(punct.as_char());
                match (punct.as_char(), punct.spacing()) {
                    (';' | ',', _) => text.push('\n'),
                    (_, Spacing::Alone) => text.push(' '),
                    (_, Spacing::Joint) => {}
                }
            }
            word => {
                text.push_str(&word.to_string());
                text.push(' ');
            }
        }
    }
}
