//! Every value of every closed list has its own text, in both languages.

use domain::{
    access_log::{AccessKind, AccessResult, AccessThing},
    audience::{DeliveryMode, SchoolStage, TargetGroup},
    audience_juror::JurorQuestion,
    audit::ACTS,
    booking::{BookingState, Refusal},
    calendar::CalendarView,
    commitment::CommitmentSource,
    complaint::{ComplaintKind, ComplaintState},
    consent::{ConsentAnswer, ConsentPurpose},
    course::CourseVersionState,
    data_class::{DataClass, Fate},
    data_request::{DataDecision, DataRequestKind, DataRequestState},
    delivery::DeliveryState,
    dispatch::{DeclineReason, DispatchState},
    form::{Field, ProblemKind},
    host_unit::HOST_KINDS,
    information::{Known, Source},
    lecture_request::{RequestDecision, RequestState, RequestWarning},
    listing::{ChangeKind, ListingStep},
    observation::{EquipmentState, ObservationState},
    panel::PanelAnswer,
    review_session::{ReviewSessionState, SlotState},
    review_sheet::{Dimension, criteria},
    roster::{At, Code, Issue, Kind, Level},
    rulebook::{Keeps, Rule, RuleGroup, RulePlace, Rulebook},
    trial_lecture::{Advisory, TrialState, Verdict, Veto, VetoVote},
    waiting_list::WaitingState,
};
use words::Locale;

const BOTH: [Locale; 2] = [Locale::zh_CN, Locale::en];
const TONES: [&str; 5] = ["plain", "wait", "todo", "done", "stop"];

#[test]
fn every_refusal_has_its_own_text() {
    use Refusal::{
        AlreadyConfirmed, AlreadyStarted, BookingClosed, DoesNotFit, Lapsed, LecturerTaken,
        NoOtherDiscipline, NoTeacher, NoTravelTime, NotActive, OfferLapsed, PanelConflicted,
        Paused, SlotFree, Taken, TooManyBookings, TooShort, VersionBooked,
    };
    let all = [
        AlreadyConfirmed,
        AlreadyStarted,
        BookingClosed,
        DoesNotFit,
        Lapsed,
        LecturerTaken,
        NoOtherDiscipline,
        NoTeacher,
        NoTravelTime,
        NotActive,
        PanelConflicted,
        Paused,
        Taken,
        TooManyBookings,
        TooShort,
        VersionBooked,
        OfferLapsed,
        SlotFree,
    ];
    let rules = Rulebook::default();
    all_different(|l| {
        all.iter().map(|it| words::review_session::refusal(l, *it, &rules)).collect()
    });
}

#[test]
fn every_problem_has_its_own_text() {
    use ProblemKind::{
        AcrossYears, BeforeAcceptance, ChangesMissing, CountedOtherwise, DeclaredConflict,
        Different, EndsBeforeStart, ExcludedRole, FarFromAgreed, FileDamaged, FileKind, FileLocked,
        FileTooLarge, GuessablePassword, InTheFuture, InThePast, KnownConflict, LastDayBeforeFirst,
        LicensedWord, LineTwice, Missing, NameTaken, NoResult, NoSeatLine, NoUnit,
        NomineeNotAgreed, NotADate, NotALine, NotALink, NotANumber, NotAPhone, NotAScore,
        NotASpreadsheet, NotATime, NotAgreed, NotDecided, NotHours, NotNeeded, NotOwn, NothingNew,
        NoticeRuns, ObserverConflicted, ObserverTaken, OutOfRange, OverQuota, PairBroken,
        PairThere, PanelTooSmall, PanelUnfit, PlaceOrLink, ProofKind, ProofUsed, SameRole,
        ScopeNoRegion, ScopeNoUnit, ScopeNotEverything, SheetsMissing, TieOpen, TooFarAhead,
        TooFewJudges, TooFewSheets, TooLate, TooLong, TooManyHours, TooManyLines, TooManySeats,
        TooShort, Twice, UnknownChoice, UnknownLine, Unprintable, Vetoed, VotedOn, VotesMissing,
        WeakPassword, WrongCode, WrongPassword, YearClosed,
    };
    let all = [
        ExcludedRole,
        NothingNew,
        PairBroken(2),
        PairThere,
        SameRole,
        ScopeNoUnit,
        ScopeNoRegion,
        ScopeNotEverything,
        GuessablePassword,
        WrongCode,
        InTheFuture,
        BeforeAcceptance,
        FarFromAgreed(7),
        AcrossYears(2026),
        YearClosed(2026),
        KnownConflict,
        ObserverConflicted,
        ObserverTaken,
        LastDayBeforeFirst,
        LicensedWord,
        NameTaken,
        NoUnit,
        NotAScore(1_000),
        DeclaredConflict,
        NoSeatLine(2),
        TooFewJudges(3),
        TooFewSheets(3),
        NoResult,
        TooManySeats(4),
        NotDecided,
        NotHours,
        NotALine(2),
        UnknownLine(2),
        LineTwice(2),
        TooManyLines(10),
        NotNeeded,
        NotOwn,
        NoticeRuns,
        ProofKind,
        ProofUsed,
        TieOpen,
        TooLate,
        TooManyHours(9),
        Missing,
        NomineeNotAgreed,
        VotedOn,
        SheetsMissing,
        VotesMissing,
        ChangesMissing,
        CountedOtherwise,
        Vetoed,
        TooShort(150),
        TooLong { most: 30, typed: 31 },
        NotANumber,
        OutOfRange(10, 240),
        OverQuota,
        NotADate,
        NotATime,
        InThePast,
        UnknownChoice,
        NotAgreed,
        PlaceOrLink,
        NotALink,
        Unprintable,
        WrongPassword,
        WeakPassword,
        Different,
        PanelTooSmall(5),
        PanelUnfit,
        Twice,
        FileDamaged,
        FileKind,
        FileLocked,
        FileTooLarge(20),
        NotASpreadsheet,
        TooFarAhead(6),
        NotAPhone,
        EndsBeforeStart,
    ];
    all_different(|l| all.iter().map(|it| words::form::problem(l, *it)).collect());
}

#[test]
fn a_field_with_a_hint_has_a_label_and_no_text_is_empty() {
    for l in BOTH {
        for field in Field::ALL {
            let (label, hint) =
                (words::form::label(l, *field), words::form::hint(l, *field, &Rulebook::default()));
            assert!(label.is_some() || hint.is_none(), "{field:?}");
            let label = label.map(str::to_owned);
            assert!(label.into_iter().chain(hint).all(|text| !text.is_empty()), "{field:?}");
        }
    }
}

#[test]
fn every_act_and_thing_of_the_chain_has_a_text() {
    for l in BOTH {
        for act in ACTS {
            let text = words::audit::verb(l, act.verb, act.thing);
            assert_ne!(text, format!("{} {}", act.verb, act.thing), "{l:?}");
        }
    }
}

#[test]
fn every_state_and_kind_has_its_own_text() {
    fn each<T: Copy>(all: &[T], text: impl Fn(Locale, T) -> &'static str) {
        all_different(|l| all.iter().map(|it| text(l, *it).to_owned()).collect());
    }
    fn ruled<T: Copy>(all: &[T], text: impl Fn(Locale, T, &Rulebook) -> String) {
        all_different(|l| all.iter().map(|it| text(l, *it, &Rulebook::default())).collect());
    }
    each(AccessKind::ALL, words::access_log::kind);
    each(AccessResult::ALL, words::access_log::result);
    each(AccessThing::ALL, words::access_log::thing);
    each(CourseVersionState::ALL, words::course::state);
    each(ReviewSessionState::ALL, words::review_session::state);
    each(SlotState::ALL, words::review_session::slot_state);
    each(BookingState::ALL, words::review_session::booking_state);
    each(WaitingState::ALL, words::waiting_list::state);
    each(PanelAnswer::ALL, words::panel::answer);
    each(ListingStep::ALL, words::listing::step);
    ruled(ListingStep::ALL, words::listing::step_hint);
    each(ListingStep::ALL, words::listing::done);
    each(ChangeKind::ALL, words::listing::change_kind);
    ruled(ChangeKind::ALL, words::listing::change_hint);
    each(TrialState::ALL, words::trial_lecture::state);
    each(Verdict::ALL, words::trial_lecture::verdict);
    each(Advisory::ALL, words::trial_lecture::advisory);
    each(Veto::ALL, words::trial_lecture::veto);
    each(VetoVote::ALL, words::trial_lecture::veto_vote);
    each(Dimension::ALL, words::review_sheet::dimension);
    each(RequestState::ALL, words::lecture_request::state);
    ruled(RequestState::ALL, words::lecture_request::next);
    ruled(RequestWarning::ALL, words::lecture_request::warning);
    each(Rule::ALL, words::rulebook::rule);
    each(RuleGroup::ALL, words::rulebook::group);
    each(RulePlace::ALL, words::rulebook::place);
    each(Keeps::ALL, words::rulebook::keeps);
    each(RequestDecision::ALL, words::lecture_request::decision);
    each(DispatchState::ALL, words::dispatch::state);
    each(DeclineReason::ALL, words::dispatch::decline_reason);
    each(DeliveryState::ALL, words::delivery::state);
    each(CalendarView::ALL, words::calendar::view);
    each(ObservationState::ALL, words::observation::state);
    each(EquipmentState::ALL, words::observation::equipment);
    each(JurorQuestion::ALL, words::audience_juror::question);
    each(&[1, 2, 3, 4, 5], words::audience_juror::face);
    each(&[1, 2, 3, 4, 5], words::observation::level);
    each(CommitmentSource::ALL, words::calendar::source);
    each(HOST_KINDS, words::host_unit::kind);
    each(SchoolStage::ALL, words::audience::stage);
    each(TargetGroup::ALL, words::audience::group);
    each(DeliveryMode::ALL, words::audience::mode);
    each(Kind::ALL, words::roster::kind);
    each(Level::ALL, words::roster::level);
}

#[test]
fn every_criterion_has_its_own_text() {
    let all = criteria();
    all_different(|l| {
        all.iter().map(|it| words::review_sheet::criterion(l, &it.code).to_owned()).collect()
    });
}

#[test]
fn every_tone_is_one_of_the_five() {
    let course = CourseVersionState::ALL.iter().map(|it| words::course::tone(*it));
    let trial = TrialState::ALL.iter().map(|it| words::trial_lecture::tone(*it));
    let verdict = Verdict::ALL.iter().map(|it| words::trial_lecture::verdict_tone(*it));
    let session = ReviewSessionState::ALL.iter().map(|it| words::review_session::tone(*it));
    let slot = SlotState::ALL.iter().map(|it| words::review_session::slot_tone(*it));
    let booking = BookingState::ALL.iter().map(|it| words::review_session::booking_tone(*it));
    let request = RequestState::ALL.iter().map(|it| words::lecture_request::tone(*it));
    let dispatch = DispatchState::ALL.iter().map(|it| words::dispatch::tone(*it));
    let delivery = DeliveryState::ALL.iter().map(|it| words::delivery::tone(*it));
    let observation = ObservationState::ALL.iter().map(|it| words::observation::tone(*it));
    let lecture = request.chain(dispatch).chain(delivery).chain(observation);
    for tone in
        course.chain(session).chain(slot).chain(booking).chain(lecture).chain(trial).chain(verdict)
    {
        assert!(TONES.contains(&tone), "{tone}");
    }
}

#[test]
fn every_finding_has_its_own_text() {
    let issue = |code| Issue {
        at: At::new(0, 7),
        column: None,
        level: Level::Error,
        code,
        read: String::new(),
        expected: None,
        on_file: None,
    };
    all_different(|l| Code::ALL.iter().map(|it| words::roster::issue(l, &issue(*it))).collect());
}

#[test]
fn every_refused_file_has_its_own_text() {
    let codes = [
        "sheet_not_found",
        "header_not_found",
        "column_missing",
        "years_differ",
        "sheet_unknown",
        "empty",
        "cut_off",
        "password",
        "too_many_rows",
        "too_many_columns",
        "too_many_sheets",
        "not_a_spreadsheet",
        "too_large",
        "broken",
        "plan_changed",
        "something_new",
    ];
    all_different(|l| codes.iter().map(|it| words::roster::refused(l, it).to_owned()).collect());
}

#[test]
fn every_class_of_data_has_its_own_name_and_says_what_it_holds() {
    all_different(|l| names(DataClass::ALL, |it| words::privacy::class(l, it)));
    all_different(|l| names(DataClass::ALL, |it| words::privacy::holds(l, it)));
    let fates = [Fate::Stays, Fate::Removed, Fate::Emptied];
    all_different(|l| names(&fates, |it| words::privacy::fate(l, it)));
}

#[test]
fn every_fact_request_and_complaint_has_its_own_name() {
    use words::{complaint, my_information};
    all_different(|l| names(Known::ALL, |it| my_information::known(l, it)));
    all_different(|l| names(Source::ALL, |it| my_information::source(l, it)));
    all_different(|l| names(ConsentPurpose::ALL, |it| my_information::purpose(l, it)));
    all_different(|l| names(ConsentAnswer::ALL, |it| my_information::consent(l, Some(it))));
    all_different(|l| names(DataRequestKind::ALL, |it| my_information::kind(l, it)));
    all_different(|l| names(DataRequestState::ALL, |it| my_information::state(l, it)));
    all_different(|l| names(DataDecision::ALL, |it| my_information::decision(l, it)));
    all_different(|l| names(ComplaintKind::ALL, |it| complaint::kind(l, it)));
    all_different(|l| names(ComplaintState::ALL, |it| complaint::state(l, it)));
    for state in DataRequestState::ALL {
        assert!(TONES.contains(&my_information::tone(*state)));
    }
    for state in ComplaintState::ALL {
        assert!(TONES.contains(&complaint::tone(*state)));
    }
}

fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> Vec<String> {
    all.iter().map(|it| name(*it).to_owned()).collect()
}

/// Each of these texts is there, and no two are the same.
fn all_different(texts: impl Fn(Locale) -> Vec<String>) {
    for l in BOTH {
        let texts = texts(l);
        let different: std::collections::BTreeSet<&String> = texts.iter().collect();
        assert!(texts.iter().all(|text| !text.is_empty()));
        assert_eq!(different.len(), texts.len(), "{texts:?}");
    }
}
