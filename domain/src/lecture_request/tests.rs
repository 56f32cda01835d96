use super::*;
use crate::id::RegionId;

#[test]
fn a_request_goes_through_county_and_city_to_the_lecture() {
    use RequestState::{
        CityReview, Confirmed, CountyReview, Delivered, Dispatched, Matching, Reported,
    };
    let first = RequestState::submitted(HostRegion::County(RegionId(1)));
    assert_eq!(first, CountyReview);
    assert_eq!(RequestState::submitted(HostRegion::City), CityReview);
    assert_eq!(first.decide(RequestDecision::Pass), Ok(CityReview));
    assert_eq!(CityReview.decide(RequestDecision::Pass), Ok(Matching));
    assert_eq!(Matching.dispatch(), Ok(Dispatched));
    assert_eq!(Dispatched.look_again(), Ok(Matching));
    assert_eq!(Dispatched.confirm(), Ok(Confirmed));
    assert_eq!(Confirmed.report(Agreement::Open), Ok(Delivered));
    assert_eq!(Delivered.report(Agreement::Reached), Ok(Reported));
    assert_eq!(Reported.close(), Ok(RequestState::Closed));
}

#[test]
fn a_term_begins_in_february_or_august() {
    let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
    for (of, start) in [
        ("2026-01-31", "2025-08-01"),
        ("2026-02-01", "2026-02-01"),
        ("2026-07-31", "2026-02-01"),
        ("2026-08-01", "2026-08-01"),
        ("2026-12-31", "2026-08-01"),
    ] {
        assert_eq!(term_start(day(of)), day(start), "{of}");
    }
}

#[test]
fn nothing_is_skipped_and_nothing_over_is_called_off() {
    use RequestState::{CountyReview, Delivered, Matching, Rejected};
    assert_eq!(CountyReview.dispatch(), Err(WrongState(CountyReview)));
    assert_eq!(Matching.confirm(), Err(WrongState(Matching)));
    assert_eq!(Matching.decide(RequestDecision::Pass), Err(WrongState(Matching)));
    assert_eq!(Delivered.cancel(), Err(WrongState(Delivered)));
    assert_eq!(Rejected.cancel(), Err(WrongState(Rejected)));
    assert_eq!(Matching.cancel(), Ok(RequestState::Cancelled));
    assert_eq!(CountyReview.expire(), Ok(RequestState::Expired));
    assert_eq!(Delivered.expire(), Err(WrongState(Delivered)));
}

#[test]
fn an_office_is_warned_but_not_hindered() {
    let rules = Rulebook::default();
    let calm = RequestFacts {
        stage: SchoolStage::PrimaryUpper,
        audience: 120,
        max_audience: Some(150),
        minutes: Some(60),
        fits_stage: true,
        n_alike: 0,
        is_in_exams: false,
        is_in_holiday: false,
        n_of_host: 3,
    };
    assert_eq!(warnings(&calm, &rules), []);
    let loud = RequestFacts {
        audience: 501,
        minutes: Some(91),
        fits_stage: false,
        n_alike: 1,
        is_in_exams: true,
        is_in_holiday: true,
        n_of_host: 4,
        ..calm
    };
    assert_eq!(warnings(&loud, &rules), RequestWarning::ALL);
    let adults = RequestFacts { stage: SchoolStage::Adult, ..loud };
    let of_school = [RequestWarning::ExamWeek, RequestWarning::SchoolHoliday];
    assert!(warnings(&adults, &rules).iter().all(|warning| !of_school.contains(warning)));
}
