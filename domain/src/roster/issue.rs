//! What was found in a row, where, and how bad it is. Texts for people are elsewhere.

use serde::{Deserialize, Serialize};

use super::reading::At;
use crate::code::codes;

/// How bad a finding is; a row is as bad as its worst finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing to say.
    Good,
    /// The row is taken, and a person has to look at it.
    Warning,
    /// The row is not taken.
    Error,
}

impl Level {
    /// Every level, the best first.
    pub const ALL: &'static [Self] = &[Self::Good, Self::Warning, Self::Error];

    /// The code of the level.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The level of a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|level| level.as_str() == code)
    }
}

codes! {
    /// What was found.
    Code {
        /// The name of a person, host or organisation is empty.
        NameMissing = "name_missing",
        /// The title of a course is empty.
        TitleMissing = "title_missing",
        /// The workplace is empty.
        UnitMissing = "unit_missing",
        /// A person's name holds digits or a question mark.
        NameInvalid = "name_invalid",
        /// A name, title or workplace is a formula or looks like one.
        FormulaInText = "formula_in_text",
        /// The cell holds an error of the spreadsheet program.
        CellError = "cell_error",
        /// There is no such county.
        RegionUnknown = "region_unknown",
        /// Code and name of the county disagree.
        RegionCodeMismatch = "region_code_mismatch",
        /// The nominating unit is not on file.
        UnitUnknown = "unit_unknown",
        /// The lead lecturer is not on file.
        LecturerUnknown = "lecturer_unknown",
        /// The word is outside the column's list.
        ValueUnknown = "value_unknown",
        /// The cell says that it holds what stands above.
        AsAbove = "as_above",
        /// A formula whose result was never stored: nobody knows what it shows.
        FormulaWithoutValue = "formula_without_value",
        /// The row is hidden, by hand or by a filter.
        RowHidden = "row_hidden",
        /// The row is struck out.
        RowStruckOut = "row_struck_out",
        /// Two names or more in the cell of one.
        SeveralNames = "several_names",
        /// Somebody of this name and workplace is on file with another phone.
        KnownWithOtherPhone = "known_with_other_phone",
        /// Somebody of another name is on file with this phone.
        PhoneOnFile = "phone_on_file",
        /// The unit of this code was merged into another: the row changes nothing.
        UnitMerged = "unit_merged",
        /// The role that the roster gives was ended by somebody.
        RoleEnded = "role_ended",
        /// The course was suspended or retired by somebody: an import does not list it again.
        ListingEnded = "listing_ended",
        /// The person watches over those who have the role (`LAW-72`).
        RoleExcluded = "role_excluded",
        /// Somebody or something outside of the region of whoever imports.
        OutsideRegion = "outside_region",
        /// One number over several rows.
        MergedNumber = "merged_number",
        /// Not a number.
        NumberInvalid = "number_invalid",
        /// Below zero, or zero where that makes no sense.
        NumberNegative = "number_negative",
        /// One row claims more hours than its days can hold.
        HoursOverDay = "hours_over_day",
        /// There is no such date.
        DateInvalid = "date_invalid",
        /// Later than the day of import.
        DateFuture = "date_future",
        /// The end is before the start.
        EndBeforeStart = "end_before_start",
        /// The code of a region or an organisation is empty.
        CodeMissing = "code_missing",
        /// The code of a region or an organisation has a wrong form.
        CodeInvalid = "code_invalid",
        /// An earlier row has the same code.
        CodeDuplicate = "code_duplicate",
        /// The parent is neither on file nor in a sound row of the sheet.
        ParentUnknown = "parent_unknown",
        /// The parent does not stand above.
        ParentInvalid = "parent_invalid",
        /// Same name and phone as an earlier row; no second record is made.
        PersonDuplicate = "person_duplicate",
        /// Same host as an earlier row; no second record is made.
        HostDuplicate = "host_duplicate",
        /// Same title and lead lecturer as an earlier row; no second record is made.
        CourseDuplicate = "course_duplicate",
        /// Same person and event as an earlier row; counted once.
        ParticipationDuplicate = "participation_duplicate",
        /// Same name and place as an earlier row, under another code.
        NameDuplicate = "name_duplicate",
        /// The time overlaps an earlier row of the same person.
        TrainingOverlap = "training_overlap",
        /// With earlier rows the person's day exceeds eight hours.
        #[serde(rename = "day_total_over_8")]
        DayTotalOver8 = "day_total_over_8",
        /// Hours are not a multiple of one half.
        HoursStep = "hours_step",
        /// No phone.
        PhoneMissing = "phone_missing",
        /// Not a phone number.
        PhoneInvalid = "phone_invalid",
        /// Several numbers, or one with an extension: the first is taken.
        PhoneFirst = "phone_first",
        /// An earlier row has the same phone under another name.
        PhoneShared = "phone_shared",
        /// A host without contact person.
        ContactMissing = "contact_missing",
        /// The month of birth may be January or October; left empty.
        BirthAmbiguous = "birth_ambiguous",
        /// Another month may be January or October; left empty.
        MonthAmbiguous = "month_ambiguous",
        /// A free text begins like a formula; kept as text.
        TextLikeFormula = "text_like_formula",
        /// The title of a course is too long.
        TitleLong = "title_long",
        /// The deeds of a nominee are too long.
        DeedsLong = "deeds_long",
        /// The course is too long for its listeners.
        DurationLong = "duration_long",
        /// The audience is larger than usual.
        AudienceLarge = "audience_large",
        /// The lecturer is older than 65 years.
        #[serde(rename = "age_over_65")]
        AgeOver65 = "age_over_65",
        /// The nominee has served too few years.
        YearsShort = "years_short",
        /// The nominee won the award lately.
        EarlierWinner = "earlier_winner",
        /// The nominee's rank is too high.
        RankHigh = "rank_high",
        /// A school nominates more than one person in a category.
        OnePerSchool = "one_per_school",
        /// A person is nominated in two categories.
        TwoCategories = "two_categories",
        /// Two nominees of a unit have the same place in its order.
        RankDuplicate = "rank_duplicate",
        /// The nomination is on file, and was returned, checked or decided: an import does not change it.
        NominationSettled = "nomination_settled",
        /// The unit has more nominations than the announcement lets it.
        OverNumber = "over_number",
        /// Hours of whoever imports them: somebody else does that.
        OwnHours = "own_hours",
        /// Hours of somebody of the unit of whoever imports them: somebody else does that.
        OwnUnitHours = "own_unit_hours",
        /// Hours of a year that is closed.
        YearClosed = "year_closed",
        /// The hours stand on an issued record: a second person confirms the correction.
        OnPaper = "on_paper",
        /// The same, and there is nobody who could propose it.
        OnPaperUnnamed = "on_paper_unnamed",
        /// A correction of the hours waits for a second person.
        CorrectionWaits = "correction_waits",
        /// An earlier row has the same period; taken once.
        PeriodDuplicate = "period_duplicate",
        /// A period is longer than a year.
        PeriodLong = "period_long",
        /// A term overlaps another one of its region.
        TermsOverlap = "terms_overlap",
    }
}

/// One finding in one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// The row.
    pub at: At,
    /// The column's letters, if the finding belongs to one.
    pub column: Option<String>,
    /// How bad it is.
    pub level: Level,
    /// What it is.
    pub code: Code,
    /// What was read, at most 80 characters of it.
    pub read: String,
    /// What would have been fine, as data: allowed words, a limit, or an earlier row's number.
    pub expected: Option<String>,
    /// Who or what is on file already, if the finding is about that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_file: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_read_back() {
        for code in Code::ALL {
            assert_eq!(Code::parse(code.as_str()), Some(*code));
        }
    }
}
