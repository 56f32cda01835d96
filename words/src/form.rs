//! Fields of forms: their labels and hints, and what is wrong with them.

mod label;

use domain::{form::ProblemKind, rulebook::Rule};
use leptos_i18n::td_string as t;

pub use self::label::{hint, label};
use crate::Locale;

/// How many fields have problems.
pub fn summary(l: Locale, n: usize) -> String {
    t!(l, form.summary, count = n)
}

/// What is wrong with a field, said as what is expected.
#[expect(clippy::too_many_lines, reason = "a line for each kind of problem")]
pub fn problem(l: Locale, kind: ProblemKind) -> String {
    let text = match kind {
        ProblemKind::TooShort(n) => return t!(l, form.problem.too_short, n = n),
        ProblemKind::TooLong { most, typed } => {
            return t!(l, form.problem.too_long, most = most, typed = typed);
        }
        ProblemKind::OutOfRange(least, most) => {
            return t!(l, form.problem.out_of_range, least = least, most = most);
        }
        ProblemKind::PanelTooSmall(n) => return t!(l, form.problem.panel_too_small, n = n),
        ProblemKind::NotAScore(max) => {
            let max = format!("{}.{:02}", max / 100, max % 100);
            return t!(l, form.problem.not_a_score, max = max);
        }
        ProblemKind::FileTooLarge(n) => return t!(l, form.problem.file_too_large, n = n),
        ProblemKind::TooFarAhead(n) => return t!(l, form.problem.too_far_ahead, n = n),
        ProblemKind::AcrossYears(year) => return t!(l, form.problem.across_years, year = year),
        ProblemKind::YearClosed(year) => return t!(l, form.problem.year_closed, year = year),
        ProblemKind::FarFromAgreed(n) => return t!(l, form.problem.far_from_agreed, n = n),
        ProblemKind::LecturesAhead(n) => return t!(l, form.problem.lectures_ahead, n = n),
        ProblemKind::NotRenewable(n) => return t!(l, form.problem.not_renewable, n = n),
        ProblemKind::LooksLike(n) => return t!(l, form.problem.looks_like, n = n),
        ProblemKind::AgeOutside(least, most) => {
            return t!(l, form.problem.age_outside, least = least, most = most);
        }
        ProblemKind::YearsBelow(n) => return t!(l, form.problem.years_below, n = n),
        ProblemKind::AppliesAlready => t!(l, form.problem.applies_already),
        ProblemKind::NoDraft => t!(l, form.problem.no_draft),
        ProblemKind::ConsentMissing => t!(l, form.problem.consent_missing),
        ProblemKind::TermOfThatDay => t!(l, form.problem.term_of_that_day),
        ProblemKind::ConductNotStated(years) => {
            let years = crate::rulebook::amount(l, Rule::ApplicantConductYears, years);
            return t!(l, form.problem.conduct_not_stated, years = years);
        }
        ProblemKind::NoOrientation(hours) => {
            let hours = crate::rulebook::amount(l, Rule::OrientationHours, hours);
            return t!(l, form.problem.no_orientation, hours = hours);
        }
        ProblemKind::NotFailedInARow(years) => {
            let years = crate::rulebook::amount(l, Rule::FailedYears, years);
            return t!(l, form.problem.not_failed_in_a_row, years = years);
        }
        ProblemKind::OutOfYear(year) => return t!(l, form.problem.out_of_year, year = year),
        ProblemKind::NotCountedYet(n) => return t!(l, form.problem.not_counted_yet, n = n),
        ProblemKind::NobodyDue => t!(l, form.problem.nobody_due),
        ProblemKind::NotHeardYet => t!(l, form.problem.not_heard_yet),
        ProblemKind::CodeTaken => t!(l, form.problem.code_taken),
        ProblemKind::AboveItself => t!(l, form.problem.above_itself),
        ProblemKind::NotAName => t!(l, form.problem.not_a_name),
        ProblemKind::NotAPhone => t!(l, form.problem.not_a_phone),
        ProblemKind::EndsBeforeStart => t!(l, form.problem.ends_before_start),
        ProblemKind::TooManyHours(n) => return t!(l, form.problem.too_many_hours, n = n),
        ProblemKind::NotAPattern => t!(l, form.problem.not_a_pattern),
        ProblemKind::NotVerified => t!(l, form.problem.not_verified),
        ProblemKind::OtherFile => t!(l, form.problem.other_file),
        ProblemKind::NothingToCertify => t!(l, form.problem.nothing_to_certify),
        ProblemKind::CorrectionWaits => t!(l, form.problem.correction_waits),
        ProblemKind::CorrectedOtherwise => t!(l, form.problem.corrected_otherwise),
        ProblemKind::OwnCorrection => t!(l, form.problem.own_correction),
        ProblemKind::Missing => t!(l, form.problem.missing),
        ProblemKind::SheetsMissing => t!(l, form.problem.sheets_missing),
        ProblemKind::VotesMissing => t!(l, form.problem.votes_missing),
        ProblemKind::ChangesMissing => t!(l, form.problem.changes_missing),
        ProblemKind::SlotsOverlap => t!(l, form.problem.slots_overlap),
        ProblemKind::LectureTooLong(n) => return t!(l, form.problem.lecture_too_long, n = n),
        ProblemKind::PlaceClosed => t!(l, form.problem.place_closed),
        ProblemKind::SeriesPlanned => t!(l, form.problem.series_planned),
        ProblemKind::SlotFirst => t!(l, form.problem.slot_first),
        ProblemKind::CountedOtherwise => t!(l, form.problem.counted_otherwise),
        ProblemKind::Vetoed => t!(l, form.problem.vetoed),
        ProblemKind::NotANumber => t!(l, form.problem.not_a_number),
        ProblemKind::NotADate => t!(l, form.problem.not_a_date),
        ProblemKind::NotATime => t!(l, form.problem.not_a_time),
        ProblemKind::InThePast => t!(l, form.problem.in_the_past),
        ProblemKind::UnknownChoice => t!(l, form.problem.unknown_choice),
        ProblemKind::NotAgreed => t!(l, form.problem.not_agreed),
        ProblemKind::PlaceOrLink => t!(l, form.problem.place_or_link),
        ProblemKind::NotALink => t!(l, form.problem.not_a_link),
        ProblemKind::HasRole => t!(l, form.problem.has_role),
        ProblemKind::HasRoleElsewhere => t!(l, form.problem.has_role_elsewhere),
        ProblemKind::NotAnAddress => t!(l, form.problem.not_an_address),
        ProblemKind::AskedBefore => t!(l, form.problem.asked_before),
        ProblemKind::Unprintable => t!(l, form.problem.unprintable),
        ProblemKind::WrongPassword => t!(l, form.problem.wrong_password),
        ProblemKind::WeakPassword => t!(l, form.problem.weak_password),
        ProblemKind::Different => t!(l, form.problem.different),
        ProblemKind::PanelUnfit => t!(l, form.problem.panel_unfit),
        ProblemKind::Twice => t!(l, form.problem.twice),
        ProblemKind::FileKind => t!(l, form.problem.file_kind),
        ProblemKind::FileLocked => t!(l, form.problem.file_locked),
        ProblemKind::FileDamaged => t!(l, form.problem.file_damaged),
        ProblemKind::ExcludedRole => t!(l, form.problem.excluded_role),
        ProblemKind::SameRole => t!(l, form.problem.same_role),
        ProblemKind::PairThere => t!(l, form.problem.pair_there),
        ProblemKind::PairBroken(n) => return t!(l, form.problem.pair_broken, n = n),
        ProblemKind::NothingNew => t!(l, form.problem.nothing_new),
        ProblemKind::ScopeNoUnit => t!(l, form.problem.scope_no_unit),
        ProblemKind::ScopeNoRegion => t!(l, form.problem.scope_no_region),
        ProblemKind::ScopeNotEverything => t!(l, form.problem.scope_not_everything),
        ProblemKind::GuessablePassword => t!(l, form.problem.guessable_password),
        ProblemKind::WrongCode => t!(l, form.problem.wrong_code),
        ProblemKind::NameTaken => t!(l, form.problem.name_taken),
        ProblemKind::LicensedWord => t!(l, form.problem.licensed_word),
        ProblemKind::NotALine(n) => return t!(l, form.problem.not_a_line, n = n),
        ProblemKind::UnknownLine(n) => return t!(l, form.problem.unknown_line, n = n),
        ProblemKind::LineTwice(n) => return t!(l, form.problem.line_twice, n = n),
        ProblemKind::TooManyLines(n) => return t!(l, form.problem.too_many_lines, n = n),
        ProblemKind::ObserverConflicted => t!(l, form.problem.observer_conflicted),
        ProblemKind::PeriodTooLong(days) => {
            return t!(l, form.problem.period_too_long, days = days);
        }
        ProblemKind::NotOnFile => t!(l, form.problem.not_on_file),
        ProblemKind::OutsideCounty => t!(l, form.problem.outside_county),
        ProblemKind::SeveralOnFile(n) => {
            return t!(l, form.problem.several_on_file, count = n);
        }
        ProblemKind::OneSubject => t!(l, form.problem.one_subject),
        ProblemKind::ConditionsOpen(n) => {
            return t!(l, form.problem.conditions_open, count = n);
        }
        ProblemKind::EntryThere => t!(l, form.problem.entry_there),
        ProblemKind::TermsOverlap => t!(l, form.problem.terms_overlap),
        ProblemKind::Unavailable => t!(l, form.problem.unavailable),
        ProblemKind::ObserverTaken => t!(l, form.problem.observer_taken),
        ProblemKind::KnownConflict => t!(l, form.problem.known_conflict),
        ProblemKind::DeclaredConflict => t!(l, form.problem.declared_conflict),
        ProblemKind::NoSeatLine(n) => return t!(l, form.problem.no_seat_line, n = n),
        ProblemKind::Oneself => t!(l, form.problem.oneself),
        ProblemKind::SeatsOfLevels(n) => return t!(l, form.problem.seats_of_levels, n = n),
        ProblemKind::FewerSeatsThanUnits(n) => {
            return t!(l, form.problem.fewer_seats_than_units, n = n);
        }
        ProblemKind::OverAwardCap(n) => return t!(l, form.problem.over_award_cap, n = n),
        ProblemKind::ConflictedRow => t!(l, form.problem.conflicted_row),
        ProblemKind::TooFewJudges(n) => return t!(l, form.problem.too_few_judges, n = n),
        ProblemKind::OverQuota => t!(l, form.problem.over_quota),
        ProblemKind::TooFewSheets(n) => return t!(l, form.problem.too_few_sheets, n = n),
        ProblemKind::NoResult => t!(l, form.problem.no_result),
        ProblemKind::TooManySeats(n) => return t!(l, form.problem.too_many_seats, n = n),
        ProblemKind::NoAddedSeats => t!(l, form.problem.no_added_seats),
        ProblemKind::NotDecided => t!(l, form.problem.not_decided),
        ProblemKind::NotNeeded => t!(l, form.problem.not_needed),
        ProblemKind::TieOpen => t!(l, form.problem.tie_open),
        ProblemKind::NotLater => t!(l, form.problem.not_later),
        ProblemKind::StageRuns(day) => {
            return t!(l, form.problem.stage_runs, day = crate::time::day(l, day));
        }
        ProblemKind::NoticeRuns => t!(l, form.problem.notice_runs),
        ProblemKind::NotHours => t!(l, form.problem.not_hours),
        ProblemKind::InTheFuture => t!(l, form.problem.in_the_future),
        ProblemKind::TooManyFiles(most) => return t!(l, form.problem.too_many_files, most = most),
        ProblemKind::NominationGaps => t!(l, form.problem.nomination_gaps),
        ProblemKind::NominatedAlready => t!(l, form.problem.nominated_already),
        ProblemKind::LecturesGiven => t!(l, form.problem.lectures_given),
        ProblemKind::NotSigned => t!(l, form.problem.not_signed),
        ProblemKind::AfterNotice => t!(l, form.problem.after_notice),
        ProblemKind::OwnNomination => t!(l, form.problem.own_nomination),
        ProblemKind::CorrectionsRun => t!(l, form.problem.corrections_run),
        ProblemKind::VotedOn => t!(l, form.problem.voted_on),
        ProblemKind::NomineeNotAgreed => t!(l, form.problem.nominee_not_agreed),
        ProblemKind::NomineeOpen => t!(l, form.problem.nominee_open),
        ProblemKind::ObjectionOpen => t!(l, form.problem.objection_open),
        ProblemKind::BeforeAcceptance => t!(l, form.problem.before_acceptance),
        ProblemKind::LastDayBeforeFirst => t!(l, form.problem.last_day_before_first),
        ProblemKind::TooLate => t!(l, form.problem.too_late),
        ProblemKind::ProofUsed => t!(l, form.problem.proof_used),
        ProblemKind::ProofKind => t!(l, form.problem.proof_kind),
        ProblemKind::NoUnit => t!(l, form.problem.no_unit),
        ProblemKind::NotOwn => t!(l, form.problem.not_own),
        ProblemKind::NotASpreadsheet => t!(l, form.problem.not_a_spreadsheet),
    };
    text.to_owned()
}
