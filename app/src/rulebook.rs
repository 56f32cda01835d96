//! Rules: the list, one with what was set and a form, and the roles that nobody has together.

mod apart;
mod here;
mod list;
mod show;

use domain::{
    role_exclusion::{EXCLUSION_ENDERS, EXCLUSION_KEEPERS},
    rulebook::{RULE_KEEPERS, RULE_READERS},
};

pub(crate) use self::here::{amount, rules, rules_here};
use crate::route::{Route, Who};

const READER: Who = Who::Role(RULE_READERS);
const KEEPER: Who = Who::Role(RULE_KEEPERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/rulebook", READER, list::show),
        Route::get("/rulebook/apart", READER, apart::show),
        Route::post("/rulebook/apart", Who::Role(EXCLUSION_KEEPERS), apart::add),
        Route::post("/rulebook/apart/{id}/end", Who::Role(EXCLUSION_ENDERS), apart::end),
        Route::get("/rulebook/{rule}", READER, show::show),
        Route::post("/rulebook/{rule}", KEEPER, show::set),
        Route::post("/rulebook/{rule}/change/{id}/call_off", KEEPER, show::call_off),
    ]
}
