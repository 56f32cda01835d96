//! Assessments of lecturers' years: a year as an office leads it, the page of one, the own ones, and
//! lectures from elsewhere.

mod list;
mod outside;
mod show;

use domain::{
    annual_assessment::{ASSESSMENT_READERS, ASSESSORS},
    role::Role,
};

use crate::route::{Route, Who};

const KEEPER: Who = Who::Role(ASSESSORS);
const READER: Who = Who::Role(ASSESSMENT_READERS);
const LECTURER: Who = Who::Role(&[Role::Lecturer]);
const COUNTY: Who = Who::Role(&[Role::CountyOffice]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/annual_assessment", READER, list::years),
        Route::get("/annual_assessment/year/{year}", READER, list::list),
        Route::post("/annual_assessment/year/{year}/open", KEEPER, list::open),
        Route::post("/annual_assessment/year/{year}/score", KEEPER, list::score),
        Route::post("/annual_assessment/year/{year}/propose", KEEPER, list::propose),
        Route::post("/annual_assessment/year/{year}/decide", KEEPER, list::decide),
        Route::get("/own_assessment", LECTURER, list::own),
        Route::get("/annual_assessment/{id}", Who::SignedIn, show::show),
        Route::post("/annual_assessment/{id}/report", Who::SignedIn, show::report),
        Route::post("/annual_assessment/{id}/comment", Who::SignedIn, show::comment),
        Route::post("/annual_assessment/{id}/word", COUNTY, show::word),
        Route::post("/annual_assessment/{id}/step", KEEPER, show::step),
        Route::get("/annual_assessment/{id}/lecture", Who::SignedIn, outside::show_new),
        Route::post("/annual_assessment/{id}/lecture", Who::SignedIn, outside::add),
        Route::get("/outside_lecture/{id}", Who::SignedIn, outside::show),
        Route::get("/outside_lecture/{id}/proof", Who::SignedIn, outside::proof),
        Route::post("/outside_lecture/{id}/decide", KEEPER, outside::decide),
        Route::post("/outside_lecture/{id}/withdraw", Who::SignedIn, outside::withdraw),
    ]
}
