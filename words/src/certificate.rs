//! Certificates, training records and service statements.

use chrono::{Datelike as _, NaiveDate};
use domain::{
    certificate::{CertificateKind, CertificateState, Recovery, RevocationGround},
    credit_hour::Hours,
    roster::AwardCategory,
};
use leptos_i18n::td_string as t;

use crate::{Locale, time};

/// What it is.
pub fn kind(l: Locale, kind: CertificateKind) -> &'static str {
    match kind {
        CertificateKind::Award => t!(l, certificate.kind.award),
        CertificateKind::TrainingRecord => t!(l, certificate.kind.training_record),
        CertificateKind::ServiceStatement => t!(l, certificate.kind.service_statement),
    }
}

/// Where it stands.
pub fn state(l: Locale, state: CertificateState) -> &'static str {
    match state {
        CertificateState::Valid => t!(l, certificate.state.valid),
        CertificateState::Superseded => t!(l, certificate.state.superseded),
        CertificateState::Revoked => t!(l, certificate.state.revoked),
    }
}

/// The tone of a state.
pub fn tone(state: CertificateState) -> &'static str {
    match state {
        CertificateState::Valid => "done",
        CertificateState::Superseded => "draft",
        CertificateState::Revoked => "ended",
    }
}

/// Why it is revoked.
pub fn ground(l: Locale, ground: RevocationGround) -> &'static str {
    match ground {
        RevocationGround::Fraud => t!(l, certificate.ground_of.fraud),
        RevocationGround::Ineligible => t!(l, certificate.ground_of.ineligible),
        RevocationGround::Misconduct => t!(l, certificate.ground_of.misconduct),
        RevocationGround::Procedure => t!(l, certificate.ground_of.procedure),
    }
}

/// What has become of a paper or prize.
pub fn recovery(l: Locale, recovery: Recovery) -> &'static str {
    match recovery {
        Recovery::NotAsked => t!(l, certificate.recovery_of.not_asked),
        Recovery::Asked => t!(l, certificate.recovery_of.asked),
        Recovery::Back => t!(l, certificate.recovery_of.back),
        Recovery::Lost => t!(l, certificate.recovery_of.lost),
    }
}

/// What a record or statement comes to: hours in hundredths, and lectures.
pub fn total(l: Locale, kind: CertificateKind, amount: i64, rows: i64) -> String {
    let n = Hours::hundredths(amount).to_string();
    if kind == CertificateKind::ServiceStatement {
        t!(l, certificate.service, rows = rows, n = n)
    } else {
        t!(l, certificate.hours, n = n)
    }
}

/// A period, with its years.
pub fn period(l: Locale, first: NaiveDate, last: NaiveDate) -> String {
    format!("{} – {}", time::date(l, first), time::date(l, last))
}

/// The button that issues so many.
pub fn issue(l: Locale, n: usize) -> String {
    t!(l, certificate.issue, n = n)
}

/// Of how many the first are shown.
pub fn first_of(l: Locale, shown: usize, n: usize) -> String {
    t!(l, certificate.first_of, shown = shown, n = n)
}

/// How many PDFs are set.
pub fn progress(l: Locale, (done, all): (usize, usize)) -> String {
    t!(l, certificate.progress, done = done, all = all)
}

/// The link to a PDF of certificates between two of them, counted from 1.
pub fn bulk(l: Locale, from: usize, to: usize) -> String {
    t!(l, certificate.bulk, from = from, to = to)
}

/// The characters that no font has.
pub fn characters(l: Locale, characters: &str) -> String {
    t!(l, certificate.characters, characters = characters)
}

/// The name on a certificate, with the form of address.
pub fn addressed(l: Locale, category: AwardCategory, name: &str) -> String {
    if category.is_collective() {
        t!(l, certificate.collective_name, name = name)
    } else {
        t!(l, certificate.award_name, name = name)
    }
}

/// For what a certificate is given.
pub fn award_text(l: Locale, title: &str, category: AwardCategory) -> String {
    t!(l, certificate.award_text, title = title, category = category.title())
}

/// A number behind its name.
pub fn award_no(l: Locale, number: &str) -> String {
    t!(l, certificate.award_no, number = number)
}

/// A day in Chinese figures, as it stands above a seal: 二〇二六年十一月二十九日.
pub fn chinese_day(day: NaiveDate) -> String {
    let year: String = day.year().to_string().chars().map(figure).collect();
    format!("{year}年{}月{}日", chinese(day.month()), chinese(day.day()))
}

fn figure(digit: char) -> char {
    let at = usize::try_from(digit.to_digit(10).unwrap_or(0)).unwrap_or(0);
    ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'][at]
}

/// A number below a hundred.
fn chinese(n: u32) -> String {
    let one = |n: u32| char::from_digit(n, 10).map(figure);
    let tens = match n / 10 {
        0 => String::new(),
        1 => "十".to_owned(),
        tens => one(tens).into_iter().chain(['十']).collect(),
    };
    let rest = one(n % 10).filter(|_| !n.is_multiple_of(10));
    tens.chars().chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_in_chinese_figures() {
        let day = |y, m, d| chinese_day(NaiveDate::from_ymd_opt(y, m, d).expect("a date"));
        assert_eq!(day(2026, 11, 29), "二〇二六年十一月二十九日");
        assert_eq!(day(2030, 1, 10), "二〇三〇年一月十日");
        assert_eq!(day(2026, 10, 20), "二〇二六年十月二十日");
    }
}
