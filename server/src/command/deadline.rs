//! `whetstone deadline`: the first and the last day of so many working days (`CAL-01…04`).

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use domain::working_day::{Count, WorkCalendar, notice_period};
use serde_json::json;

use super::{CommandError, say};
use crate::config::read_years;

#[derive(Args, Debug)]
pub(super) struct Deadline {
    /// The day of posting, as 2026-09-18.
    #[arg(long, env = "WHETSTONE_DEADLINE_FROM")]
    from: NaiveDate,
    /// How many working days.
    #[arg(long, env = "WHETSTONE_DEADLINE_DAYS", value_parser = clap::value_parser!(u32).range(1..=366))]
    days: u32,
    /// Whether the day of posting counts.
    #[arg(long, env = "WHETSTONE_DEADLINE_COUNT", default_value = "next-day")]
    count: CountArg,
    /// A year's days off and make-up workdays; several files stand one after the other, or with
    /// commas between them.
    #[arg(long, env = "WHETSTONE_CALENDAR", value_delimiter = ',', required = true)]
    calendar: Vec<PathBuf>,
    /// Print one JSON object instead of lines.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum CountArg {
    IncludeStart,
    NextDay,
}

/// Prints the period, and warns of years of which no calendar was given (`CAL-02`).
pub(super) fn run(command: &Deadline) -> Result<(), CommandError> {
    let years = read_years(&command.calendar);
    let years = years.map_err(|error| CommandError::Unreadable(error.to_string()))?;
    let calendar = WorkCalendar::from_years(years);
    let count = match command.count {
        CountArg::IncludeStart => Count::IncludeStart,
        CountArg::NextDay => Count::NextDay,
    };
    let period = notice_period(command.from, command.days, count, &calendar);
    if command.json {
        say(json!({
            "first": period.first,
            "last": period.last,
            "unknown_years": period.unknown_years,
        }))?;
        return Ok(());
    }
    say(format_args!("{} {}", period.first, period.last))?;
    for year in period.unknown_years {
        say(format_args!("节假日安排未发布: no calendar of {year} was given"))?;
    }
    Ok(())
}
