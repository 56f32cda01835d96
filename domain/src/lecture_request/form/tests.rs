use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn terms() -> RequestTerms {
    RequestTerms { earliest: day("2026-12-08"), today: day("2026-11-24"), months: 6 }
}

fn complete() -> Values {
    Values::default()
        .with(Field::HostName, "菱歌示范小学")
        .with(Field::HostKind, "school")
        .with(Field::HostCounty, "3")
        .with(Field::Address, "示范路1号")
        .with(Field::Hall, "报告厅")
        .with(Field::Stage, "primary_upper")
        .with(Field::Audience, "１８０")
        .with(Field::Mode, "onsite")
        .with(Field::Day1, "2026-12-10")
        .with(Field::Hour1, "14:00")
        .with(Field::Contact, "沈老师")
        .with(Field::ContactPhone, "138 0000 0001")
        .with(Field::Adult, "yes")
        .with(Field::Consent, "yes")
}

#[test]
fn a_request_has_one_to_three_times() {
    let mut values = complete();
    let request = NewRequest::parse(&values, &terms()).expect("sound");
    assert_eq!(request.times.len(), 1);
    assert_eq!((request.audience, request.contact_phone.as_str()), (180, "13800000001"));
    values.set(Field::Day3, "2026-12-11");
    values.set(Field::Hour3, "09:00");
    assert_eq!(NewRequest::parse(&values, &terms()).expect("sound").times.len(), 2);
    values.set(Field::Day2, "2026-12-10");
    let problems = NewRequest::parse(&values, &terms()).expect_err("half a time");
    assert_eq!(problems.of(Field::Hour2), Some(ProblemKind::Missing));
    values.set(Field::Hour2, "14:00");
    let problems = NewRequest::parse(&values, &terms()).expect_err("the same twice");
    assert_eq!(problems.of(Field::Day2), Some(ProblemKind::Twice));
}

#[test]
fn a_lecture_is_asked_for_in_time_and_not_too_far_ahead() {
    let check = |day: &str| {
        let mut values = complete();
        values.set(Field::Day1, day);
        NewRequest::parse(&values, &terms()).err().and_then(|all| all.of(Field::Day1))
    };
    assert_eq!(check("2026-12-07"), Some(ProblemKind::InThePast));
    assert_eq!(check("2026-12-08"), None);
    assert_eq!(check("2027-05-24"), None);
    assert_eq!(check("2027-05-25"), Some(ProblemKind::TooFarAhead(6)));
}

#[test]
fn minors_need_an_adult_in_the_room_and_adults_do_not() {
    let mut values = complete();
    values.set(Field::Adult, "");
    let problems = NewRequest::parse(&values, &terms()).expect_err("minors");
    assert_eq!(problems.of(Field::Adult), Some(ProblemKind::NotAgreed));
    values.set(Field::Stage, "adult");
    assert!(NewRequest::parse(&values, &terms()).is_ok());
}

#[test]
fn nothing_is_saved_without_consent() {
    let mut values = complete();
    values.set(Field::Consent, "");
    let problems = NewRequest::parse(&values, &terms()).expect_err("no consent");
    assert_eq!(problems.of(Field::Consent), Some(ProblemKind::NotAgreed));
}

#[test]
fn every_field_of_an_empty_form_is_told_at_once() {
    let problems = NewRequest::parse(&Values::default(), &terms()).expect_err("empty");
    for field in [
        Field::HostName,
        Field::HostKind,
        Field::HostCounty,
        Field::Address,
        Field::Hall,
        Field::Stage,
    ] {
        assert_eq!(problems.of(field), Some(ProblemKind::Missing), "{field:?}");
    }
    for field in [
        Field::Audience,
        Field::Mode,
        Field::Day1,
        Field::Hour1,
        Field::Contact,
        Field::ContactPhone,
    ] {
        assert_eq!(problems.of(field), Some(ProblemKind::Missing), "{field:?}");
    }
}
