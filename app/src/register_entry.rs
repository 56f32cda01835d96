//! Registers: which there are, a page of each with its filters and spreadsheet, and a page of each entry.

mod edit;
mod list;
mod sheet;
mod show;

use actions::RegisterEntryRow;
use domain::register_entry::{REGISTER_READERS, RegisterKind};
use words::Locale;

use crate::route::{Route, Who};

const READER: Who = Who::Role(REGISTER_READERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/register", READER, list::all),
        Route::get("/register/{kind}", READER, list::list),
        Route::get("/register/{kind}/export.xlsx", READER, sheet::export),
        Route::get("/register/{kind}/new", READER, edit::show_new),
        Route::post("/register/{kind}/new", READER, edit::add),
        Route::get("/register_entry/{id}", Who::SignedIn, show::show),
        Route::get("/register_entry/{id}/change", READER, edit::show),
        Route::post("/register_entry/{id}/change", READER, edit::change),
        Route::post("/register_entry/{id}/step", READER, show::step),
        Route::post("/register_entry/{id}/condition", READER, show::see),
        Route::post("/register_entry/{id}/member", READER, show::join),
        Route::post("/register_entry/{id}/member/{member}/end", READER, show::leave),
    ]
}

const fn address(kind: RegisterKind) -> &'static str {
    match kind {
        RegisterKind::Team => "/register/team",
        RegisterKind::EStation => "/register/e_station",
        RegisterKind::Expert => "/register/expert",
        RegisterKind::Whitelist => "/register/whitelist",
        RegisterKind::Safeguarding => "/register/safeguarding",
        RegisterKind::Quota => "/register/quota",
        RegisterKind::Processor => "/register/processor",
    }
}

/// What an entry is called: by its own name, its person, its course or its unit.
fn name(entry: &RegisterEntryRow) -> String {
    let names = [
        Some(entry.name.clone()),
        entry.person_name.clone(),
        entry.course_title.clone(),
        entry.unit_name.clone(),
    ];
    names.into_iter().flatten().find(|name| !name.is_empty()).unwrap_or_default()
}

fn region(l: Locale, entry: &RegisterEntryRow) -> String {
    let (zh, en) = (entry.region_zh.as_deref(), entry.region_en.as_deref());
    zh.zip(en).map(|(zh, en)| words::place::county(l, zh, en).to_owned()).unwrap_or_default()
}

fn field(l: Locale, entry: &RegisterEntryRow) -> String {
    let name = match l {
        Locale::zh_CN => entry.field_zh.clone(),
        Locale::en => entry.field_en.clone(),
    };
    name.unwrap_or_default()
}
