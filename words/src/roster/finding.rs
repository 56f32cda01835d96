//! What each code of a roster's findings says.

use domain::roster::Code;
use leptos_i18n::td_string as t;

use crate::Locale;

/// What the expected value of a finding is.
pub(super) enum Expected {
    /// The words that may be written.
    Words,
    /// The most that is allowed.
    Most,
    /// The least that is allowed.
    Least,
    /// The last day or month allowed.
    NotAfter,
    /// The first day or month allowed.
    NotBefore,
    /// The number of the earlier row.
    Row,
    /// What stands above.
    Above,
    /// What is taken of it.
    Taken,
}

/// How the expected value of a code is to be read.
pub(super) fn expected(code: Code) -> Expected {
    match code {
        Code::AsAbove => Expected::Above,
        Code::PhoneFirst => Expected::Taken,
        Code::DateFuture => Expected::NotAfter,
        Code::EndBeforeStart | Code::YearClosed => Expected::NotBefore,
        Code::CodeDuplicate
        | Code::PersonDuplicate
        | Code::HostDuplicate
        | Code::CourseDuplicate
        | Code::ParticipationDuplicate
        | Code::NameDuplicate
        | Code::TrainingOverlap
        | Code::PhoneShared
        | Code::OnePerSchool
        | Code::TwoCategories
        | Code::PeriodDuplicate
        | Code::TermsOverlap
        | Code::RankDuplicate => Expected::Row,
        Code::TitleLong
        | Code::DeedsLong
        | Code::DurationLong
        | Code::AudienceLarge
        | Code::AgeOver65
        | Code::HoursOverDay
        | Code::DayTotalOver8
        | Code::PeriodLong
        | Code::OverNumber
        | Code::RankHigh => Expected::Most,
        Code::YearsShort | Code::NumberNegative | Code::HoursStep => Expected::Least,
        _ => Expected::Words,
    }
}

/// What was found.
pub(super) fn finding(l: Locale, code: Code) -> &'static str {
    match code {
        Code::NameMissing => t!(l, roster.code.name_missing),
        Code::TitleMissing => t!(l, roster.code.title_missing),
        Code::UnitMissing => t!(l, roster.code.unit_missing),
        Code::NameInvalid => t!(l, roster.code.name_invalid),
        Code::FormulaInText => t!(l, roster.code.formula_in_text),
        Code::CellError => t!(l, roster.code.cell_error),
        Code::RegionUnknown => t!(l, roster.code.region_unknown),
        Code::RegionCodeMismatch => t!(l, roster.code.region_code_mismatch),
        Code::UnitUnknown => t!(l, roster.code.unit_unknown),
        Code::LecturerUnknown => t!(l, roster.code.lecturer_unknown),
        Code::ValueUnknown => t!(l, roster.code.value_unknown),
        Code::AsAbove => t!(l, roster.code.as_above),
        Code::FormulaWithoutValue => t!(l, roster.code.formula_without_value),
        Code::RowHidden => t!(l, roster.code.row_hidden),
        Code::RowStruckOut => t!(l, roster.code.row_struck_out),
        Code::SeveralNames => t!(l, roster.code.several_names),
        Code::KnownWithOtherPhone => t!(l, roster.code.known_with_other_phone),
        Code::PhoneOnFile => t!(l, roster.code.phone_on_file),
        Code::UnitMerged => t!(l, roster.code.unit_merged),
        Code::OutsideRegion => t!(l, roster.code.outside_region),
        Code::RoleExcluded => t!(l, roster.code.role_excluded),
        Code::ListingEnded => t!(l, roster.code.listing_ended),
        Code::RoleEnded => t!(l, roster.code.role_ended),
        Code::MergedNumber => t!(l, roster.code.merged_number),
        Code::NumberInvalid => t!(l, roster.code.number_invalid),
        Code::NumberNegative => t!(l, roster.code.number_negative),
        Code::HoursOverDay => t!(l, roster.code.hours_over_day),
        Code::DateInvalid => t!(l, roster.code.date_invalid),
        Code::DateFuture => t!(l, roster.code.date_future),
        Code::EndBeforeStart => t!(l, roster.code.end_before_start),
        Code::CodeMissing => t!(l, roster.code.code_missing),
        Code::CodeInvalid => t!(l, roster.code.code_invalid),
        Code::CodeDuplicate => t!(l, roster.code.code_duplicate),
        Code::ParentUnknown => t!(l, roster.code.parent_unknown),
        Code::ParentInvalid => t!(l, roster.code.parent_invalid),
        Code::PersonDuplicate => t!(l, roster.code.person_duplicate),
        Code::HostDuplicate => t!(l, roster.code.host_duplicate),
        Code::CourseDuplicate => t!(l, roster.code.course_duplicate),
        Code::ParticipationDuplicate => t!(l, roster.code.participation_duplicate),
        Code::NameDuplicate => t!(l, roster.code.name_duplicate),
        Code::TrainingOverlap => t!(l, roster.code.training_overlap),
        Code::DayTotalOver8 => t!(l, roster.code.day_total_over_8),
        Code::HoursStep => t!(l, roster.code.hours_step),
        Code::PhoneMissing => t!(l, roster.code.phone_missing),
        Code::PhoneInvalid => t!(l, roster.code.phone_invalid),
        Code::PhoneFirst => t!(l, roster.code.phone_first),
        Code::PhoneShared => t!(l, roster.code.phone_shared),
        Code::ContactMissing => t!(l, roster.code.contact_missing),
        Code::BirthAmbiguous => t!(l, roster.code.birth_ambiguous),
        Code::MonthAmbiguous => t!(l, roster.code.month_ambiguous),
        Code::TextLikeFormula => t!(l, roster.code.text_like_formula),
        Code::TitleLong => t!(l, roster.code.title_long),
        Code::DeedsLong => t!(l, roster.code.deeds_long),
        Code::DurationLong => t!(l, roster.code.duration_long),
        Code::AudienceLarge => t!(l, roster.code.audience_large),
        Code::AgeOver65 => t!(l, roster.code.age_over_65),
        Code::YearsShort => t!(l, roster.code.years_short),
        Code::EarlierWinner => t!(l, roster.code.earlier_winner),
        Code::RankHigh => t!(l, roster.code.rank_high),
        Code::OnePerSchool => t!(l, roster.code.one_per_school),
        Code::TwoCategories => t!(l, roster.code.two_categories),
        Code::RankDuplicate => t!(l, roster.code.rank_duplicate),
        Code::NominationSettled => t!(l, roster.code.nomination_settled),
        Code::OverNumber => t!(l, roster.code.over_number),
        Code::OwnHours => t!(l, roster.code.own_hours),
        Code::OwnUnitHours => t!(l, roster.code.own_unit_hours),
        Code::YearClosed => t!(l, roster.code.year_closed),
        Code::OnPaper => t!(l, roster.code.on_paper),
        Code::OnPaperUnnamed => t!(l, roster.code.on_paper_unnamed),
        Code::CorrectionWaits => t!(l, roster.code.correction_waits),
        Code::PeriodDuplicate => t!(l, roster.code.period_duplicate),
        Code::PeriodLong => t!(l, roster.code.period_long),
        Code::TermsOverlap => t!(l, roster.code.terms_overlap),
    }
}
