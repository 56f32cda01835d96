use super::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date")
}

fn lengths() -> SessionLengths {
    SessionLengths::of(&Rulebook::default())
}

fn plan() -> Values {
    Values::default()
        .with(Field::HeldOn, "2026-12-10")
        .with(Field::StartsAt, "09:00")
        .with(Field::SlotMinutes, "60")
        .with(Field::NSlots, "3")
        .with(Field::BreakMinutes, "10")
        .with(Field::Place, "1")
        .with(Field::Stages, "primary_upper")
        .with(Field::Panel, "1")
        .with(Field::Panel, "2")
}

fn peer(id: i64, field: i64, is_teacher: bool, organisation: i64) -> Peer {
    let stay = Stay { organisation: OrganisationId(organisation), ends_on: None };
    Peer {
        person: PersonId(id),
        fields: vec![FieldId(field)],
        is_teacher,
        stays: vec![stay],
        ties: Vec::new(),
    }
}

#[test]
fn slots_follow_each_other_with_their_break() {
    let plan = SessionPlan::parse(&plan(), today(), &lengths()).expect("sound");
    let starts: Vec<i64> = plan.slot_offsets().map(|(start, _)| start.num_minutes()).collect();
    assert_eq!(starts, [0, 70, 140]);
}

#[test]
fn a_session_has_a_place_or_a_link_but_not_both() {
    let mut both = plan();
    both.set(Field::VideoLink, "https://video.example.invalid/1");
    let problems = SessionPlan::parse(&both, today(), &lengths()).expect_err("both");
    assert_eq!(problems.of(Field::Place), Some(ProblemKind::PlaceOrLink));
    let mut link = plan();
    link.set(Field::Place, "");
    link.set(Field::VideoLink, "javascript:alert(1)");
    let problems = SessionPlan::parse(&link, today(), &lengths()).expect_err("not a link");
    assert_eq!(problems.of(Field::VideoLink), Some(ProblemKind::NotALink));
}

#[test]
fn a_session_ends_on_its_day() {
    let mut late = plan();
    late.set(Field::StartsAt, "22:00");
    let problems = SessionPlan::parse(&late, today(), &lengths()).expect_err("after midnight");
    assert_eq!(problems.of(Field::NSlots), Some(ProblemKind::OutOfRange(1, 1)));
}

#[test]
fn a_session_is_not_planned_for_today() {
    let mut values = plan();
    values.set(Field::HeldOn, "2026-11-23");
    let problems = SessionPlan::parse(&values, today(), &lengths()).expect_err("today");
    assert_eq!(problems.of(Field::HeldOn), Some(ProblemKind::InThePast));
}

#[test]
fn nobody_sits_twice_on_a_panel() {
    let problems = SessionPlan::parse(&plan().with(Field::Panel, "1"), today(), &lengths())
        .expect_err("twice");
    assert_eq!(problems.of(Field::Panel), Some(ProblemKind::Twice));
}

#[test]
fn a_panel_needs_five_without_conflict_a_teacher_and_another_discipline() {
    let rules = Rulebook::default();
    let lecturer = peer(1, 1, false, 1);
    let stages = [SchoolStage::JuniorSecondary];
    let mut panel: Vec<Peer> = (2..=6).map(|id| peer(id, id, id == 2, id)).collect();
    let check = |panel: &[Peer], stages: &[SchoolStage]| {
        check_panel(&lecturer, stages, panel, today(), &rules)
    };
    assert_eq!(check(&panel, &stages), Ok(()));
    panel[4].stays[0].organisation = OrganisationId(1);
    assert_eq!(check(&panel, &stages), Err(Refusal::PanelConflicted));
    panel[4] = peer(6, 6, false, 6);
    panel[0].is_teacher = false;
    assert_eq!(check(&panel, &stages), Err(Refusal::NoTeacher));
    assert_eq!(check(&panel, &[SchoolStage::Adult]), Ok(()));
    for peer in &mut panel {
        peer.fields.push(FieldId(1));
    }
    // Whoever knows another discipline beside the lecturer's is of the lecturer's all the same.
    assert_eq!(check(&panel, &[SchoolStage::Adult]), Err(Refusal::NoOtherDiscipline));
    panel[3].fields = Vec::new();
    assert_eq!(check(&panel, &[SchoolStage::Adult]), Ok(()));
}

#[test]
fn a_colleague_of_four_years_ago_is_no_conflict_but_by_another_rule() {
    let (lecturer, mut other) = (peer(1, 1, false, 1), peer(2, 2, false, 1));
    let rules = Rulebook::default();
    let since = conflict_since(&rules, today()).unit;
    assert!(conflict(&lecturer, &other, since));
    other.stays[0].ends_on = NaiveDate::from_ymd_opt(2022, 11, 1);
    assert!(!conflict(&lecturer, &other, since));
    let longer = Rulebook::new(1, [(Rule::ConflictUnitYears, 5)]);
    assert!(conflict(&lecturer, &other, conflict_since(&longer, today()).unit));
}

#[test]
fn booking_is_open_between_its_times_only() {
    let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
    let terms = Terms {
        state: ReviewSessionState::Open,
        opens_at: at("2026-11-01T00:00:00Z"),
        closes_at: at("2026-12-01T00:00:00Z"),
        stages: vec![SchoolStage::Adult],
        fields: vec![],
    };
    let check = |now: &str, stage| check_terms(&terms, &[stage], None, at(now));
    assert_eq!(check("2026-11-01T00:00:00Z", SchoolStage::Adult), Ok(()));
    assert_eq!(check("2026-10-31T23:59:59Z", SchoolStage::Adult), Err(Refusal::BookingClosed));
    assert_eq!(check("2026-12-01T00:00:00Z", SchoolStage::Adult), Err(Refusal::BookingClosed));
    let other = check("2026-11-02T00:00:00Z", SchoolStage::Kindergarten);
    assert_eq!(other, Err(Refusal::DoesNotFit));
}
