//! What is wrong with a form.

use chrono::NaiveDate;

use super::Name;

/// Why a field was refused. The words for it are in `words`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// Nothing was typed.
    Missing,
    /// Sheets are missing, and the deadline for them has not passed.
    SheetsMissing,
    /// Not all have voted on a veto that was raised.
    VotesMissing,
    /// A revision without a required change.
    ChangesMissing,
    /// A conflict has changed what the sheets come to since scoring was closed.
    CountedOtherwise,
    /// Another slot of the session is there, or the day is over.
    SlotsOverlap,
    /// The booked lecture takes so many minutes.
    LectureTooLong(i64),
    /// The series is planned already.
    SeriesPlanned,
    /// A place is closed, and nothing is planned there anew.
    PlaceClosed,
    /// A booked slot is given back first.
    SlotFirst,
    /// A confirmed veto excludes approval (domain §4.2).
    Vetoed,
    /// Not a pattern of numbers.
    NotAPattern,
    /// There is no paper with this number and name.
    NotVerified,
    /// No paper that was issued is this file.
    OtherFile,
    /// There is nothing of this kind in the period.
    NothingToCertify,
    /// A correction of it waits for a second person.
    CorrectionWaits,
    /// It was changed otherwise since its correction was proposed.
    CorrectedOtherwise,
    /// Nobody proposes a correction of the own hours.
    OwnCorrection,
    /// Fewer characters than this.
    TooShort(usize),
    /// More characters than there may be.
    TooLong {
        /// So many there may be.
        most: usize,
        /// So many were typed.
        typed: usize,
    },
    /// Not a whole number.
    NotANumber,
    /// Outside these bounds, both included.
    OutOfRange(i64, i64),
    /// Not a date.
    NotADate,
    /// Not a time of day.
    NotATime,
    /// Earlier than it may be.
    InThePast,
    /// Later than it may be: more than this many months ahead.
    TooFarAhead(i64),
    /// Lasts longer than so many days.
    PeriodTooLong(i64),
    /// The region has a term that overlaps.
    TermsOverlap,
    /// Not a phone number.
    NotAPhone,
    /// An end that is not after its beginning.
    EndsBeforeStart,
    /// Not one of the choices.
    UnknownChoice,
    /// A statement that must be ticked.
    NotAgreed,
    /// Neither a place nor a link, or both.
    PlaceOrLink,
    /// Not an `https` address.
    NotALink,
    /// The person has this role already.
    HasRole,
    /// The person has this role, for another region or unit.
    HasRoleElsewhere,
    /// Not an address that mail can go to.
    NotAnAddress,
    /// A mail that asks for it was sent a moment ago.
    AskedBefore,
    /// Nobody's name.
    NotAName,
    /// So many on file have this name or this phone number.
    LooksLike(usize),
    /// So many accepted lectures lie ahead, and are given to others first.
    LecturesAhead(usize),
    /// Lectures were given in the term that is to be taken back.
    LecturesGiven,
    /// Somebody whose age in years is outside of these bounds.
    AgeOutside(i64, i64),
    /// Somebody with fewer years of related work.
    YearsBelow(i64),
    /// The person is a lecturer, or has an application that is not decided.
    AppliesAlready,
    /// A course that is not the person's own draft.
    NoDraft,
    /// Whoever wants that has to agree first that the own data are handled.
    ConsentMissing,
    /// Another term of the person begins on that day.
    TermOfThatDay,
    /// So many of the ticked terms may not be renewed.
    NotRenewable(usize),
    /// The person has not answered, and the time for it has not passed.
    NotHeardYet,
    /// The unit has to state that nothing was violated for so many years.
    ConductNotStated(i64),
    /// So many hundredths of an hour of orientation have to be behind the applicant.
    NoOrientation(i64),
    /// There are not so many failed assessments in a row.
    NotFailedInARow(i64),
    /// Not a day of this assessment year.
    OutOfYear(i32),
    /// So many assessments are not counted yet, and of all a part may be excellent.
    NotCountedYet(usize),
    /// Nobody's turn has come.
    NobodyDue,
    /// Another unit has this code.
    CodeTaken,
    /// A unit cannot be above itself.
    AboveItself,
    /// Control characters, or text that cannot be stored.
    Unprintable,
    /// Sign-in name and password do not belong together.
    WrongPassword,
    /// Too simple: eight characters of three classes are needed (`LAW-70`).
    WeakPassword,
    /// The two passwords differ.
    Different,
    /// The panel is smaller than this (`REV-06`).
    PanelTooSmall(usize),
    /// With it, the panel could not judge somebody who has booked (`REV-06`).
    PanelUnfit,
    /// The same person twice.
    Twice,
    /// A file of a kind that is not taken.
    FileKind,
    /// A file that opens with a password alone.
    FileLocked,
    /// A file that is empty, cut off or damaged.
    FileDamaged,
    /// A file over this many mebibytes.
    FileTooLarge(u64),
    /// A role that cannot be held beside another (`LAW-72`).
    ExcludedRole,
    /// It is so already.
    NothingNew,
    /// The same role twice: a pair is of two.
    SameRole,
    /// The pair is there already.
    PairThere,
    /// So many people have both roles.
    PairBroken(usize),
    /// A unit's officer is one of a unit.
    ScopeNoUnit,
    /// A county's office is that of a region.
    ScopeNoRegion,
    /// The role is for everything.
    ScopeNotEverything,
    /// A password that is leaked, or made of what everybody knows of its owner (`LAW-70`).
    GuessablePassword,
    /// Not the code that the app shows now, nor a recovery code.
    WrongCode,
    /// Somebody else signs in by this name.
    NameTaken,
    /// A word that needs an approved programme (`LAW-40`).
    LicensedWord,
    /// The line of this number is not a name with a number.
    NotALine(usize),
    /// The line of this number names what is not on file.
    UnknownLine(usize),
    /// The line of this number names what another has named.
    LineTwice(usize),
    /// More lines than this.
    TooManyLines(usize),
    /// More files than there may be.
    TooManyFiles(usize),
    /// Not between nothing and this many hundredths of a point, in steps of half a point.
    NotAScore(i64),
    /// A conflict that is on file was declared away.
    KnownConflict,
    /// A conflict that was declared is final.
    DeclaredConflict,
    /// So many nominees are of units that have no line in the quota.
    NoSeatLine(usize),
    /// So many nominees can be scored by too few judges (`AWD-11`).
    TooFewJudges(usize),
    /// Beyond the host's quota a request passes with a reason alone (`REQ-03`).
    OverQuota,
    /// So many nominees have fewer than five sheets that count.
    TooFewSheets(usize),
    /// The other is the person itself.
    Oneself,
    /// Each of so many units is to have a seat first, and there are fewer.
    FewerSeatsThanUnits(usize),
    /// The seats of all levels are not so many, which are there.
    SeatsOfLevels(u32),
    /// More seats than this for individuals, or for collectives (`LAW-41`).
    OverAwardCap(i64),
    /// An import would change nominations that somebody else has to change (`AWD-12`).
    ConflictedRow,
    /// Somebody without a result is proposed.
    NoResult,
    /// More are proposed than there are seats.
    TooManySeats(usize),
    /// The rules of the category do not allow added seats.
    NoAddedSeats,
    /// The decision does not settle the tie.
    NotDecided,
    /// Nothing asks for it.
    NotNeeded,
    /// A tie still waits for a decision.
    TieOpen,
    /// Not later than the day on which it ends now, or over already.
    NotLater,
    /// What was announced has not ended yet.
    StageRuns(NaiveDate),
    /// The notice still runs.
    NoticeRuns,
    /// No hours in steps of one half, of at least one half.
    NotHours,
    /// More hours than there can be; in whole hours.
    TooManyHours(i64),
    /// Later than today.
    InTheFuture,
    /// Nobody endorses or judges a nomination of oneself.
    OwnNomination,
    /// Nominations that were sent back are still being corrected.
    CorrectionsRun,
    /// The nominee has not agreed that the data are handled.
    NomineeNotAgreed,
    /// The meeting of a final has gone on from this nominee.
    VotedOn,
    /// Something is missing before a nomination can be handed in.
    NominationGaps,
    /// The unit has nominated the same in this category.
    NominatedAlready,
    /// No paper that is signed or stamped is there.
    NotSigned,
    /// It came after the last day of the notice.
    AfterNotice,
    /// An objection is open that is about nobody on the list.
    ObjectionOpen,
    /// Somebody on the list is not decided about yet.
    NomineeOpen,
    /// Before the day on which the lecturer accepted.
    BeforeAcceptance,
    /// More than so many days from the agreed one, which needs a reason.
    FarFromAgreed(i64),
    /// Before the first day.
    LastDayBeforeFirst,
    /// After the last day on which it could be handed in.
    TooLate,
    /// The activity began in this year, which is over: it is claimed in two parts.
    AcrossYears(i32),
    /// Hours would be added to this year, which is closed.
    YearClosed(i32),
    /// A proof that is neither PDF nor a picture.
    ProofKind,
    /// The same file proves another claim of the person (`TRN-07`).
    ProofUsed,
    /// The person has no workplace that could confirm.
    NoUnit,
    /// It is the own one, or of the own unit (`TRN-08`).
    NotOwn,
    /// Who is chosen may not judge the lecturer (`AWD-10`).
    ObserverConflicted,
    /// Who is chosen is taken at the time of the lecture.
    ObserverTaken,
    /// Has said not to be available then.
    Unavailable,
    /// Nobody and nothing of this name is on file within reach.
    NotOnFile,
    /// Not of the county whose it is.
    OutsideCounty,
    /// So many on file have this name.
    SeveralOnFile(usize),
    /// One of the three, and one alone.
    OneSubject,
    /// So many of the five conditions are open.
    ConditionsOpen(usize),
    /// There is such an entry already.
    EntryThere,
    /// The file cannot be read as a spreadsheet.
    NotASpreadsheet,
}

/// One field and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field.
    pub field: Name,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// All that is wrong with a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("the form has {} problems", .0.len())]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// One problem of one field.
    pub fn one(field: impl Into<Name>, kind: ProblemKind) -> Self {
        Self(vec![Problem { field: field.into(), kind }])
    }

    /// The same of one of several things on a page: what is wrong is told at its own fields.
    #[must_use]
    pub fn of_thing(self, number: impl Into<i64>) -> Self {
        let number = number.into();
        let named = self.0.into_iter().map(|problem| {
            let field = problem.field.field.at(number);
            Problem { field, ..problem }
        });
        Self(named.collect())
    }

    /// Adds a problem.
    pub fn add(&mut self, field: impl Into<Name>, kind: ProblemKind) {
        self.0.push(Problem { field: field.into(), kind });
    }

    /// The first problem of a field.
    pub fn of(&self, field: impl Into<Name>) -> Option<ProblemKind> {
        let field = field.into();
        self.0.iter().find(|problem| problem.field == field).map(|problem| problem.kind)
    }

    /// The command, if nothing was wrong.
    pub fn or<T>(self, command: impl FnOnce() -> Option<T>) -> Result<T, Self> {
        if !self.0.is_empty() {
            return Err(self);
        }
        command().ok_or(self)
    }
}
