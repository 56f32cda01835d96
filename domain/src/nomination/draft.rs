//! A nomination as a unit writes it: who, the deeds, and what has to be there before it is handed in
//! (domain §3.6, §4.3).

use chrono::NaiveDate;

use super::NominationState;
use crate::{
    code::codes,
    folding::folded,
    form::{Field, LINE_MAX, ProblemKind, Problems, REASON_MIN, Reader, TEXT_MAX, Values},
    role::{Actor, Role, Scope},
    roster::Sex,
};

/// The longest account of somebody's deeds, in characters.
pub const DEEDS_MAX: usize = 2_000;
/// The shortest with which a nomination may be handed in, in characters.
pub const DEEDS_MIN: usize = 50;
/// The most attachments of a nomination.
pub const ATTACHMENTS_MAX: usize = 10;
/// Who nominates: units for their own people, counties as the units that they are.
pub const NOMINATORS: &[Role] = &[Role::UnitOfficer, Role::CountyOffice];
/// Who may read files of nominations: units and counties their own, who runs a cycle and who judges.
pub const ATTACHMENT_READERS: &[Role] =
    &[Role::UnitOfficer, Role::CountyOffice, Role::CityOffice, Role::AwardOrganiser, Role::Judge];

/// Who may read what a nominee has signed: units and counties their own, and who runs a cycle.
pub const CONSENT_READERS: &[Role] =
    &[Role::UnitOfficer, Role::CountyOffice, Role::CityOffice, Role::AwardOrganiser];

codes! {
    /// How a nominee has said yes or no.
    NominationConsentChannel {
        /// On the page behind a link that the unit has handed over.
        Link = "link",
        /// On paper, signed, which the unit has filed.
        Paper = "paper",
    }
}

/// What a nominee says of the two things that are asked (`LAW-03`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// Whether the data of the nomination may be handled; without it there is no nomination.
    pub processing: bool,
    /// Whether name and deeds may be published.
    pub publication: bool,
}

impl Said {
    /// Reads the form: two questions, each with yes or no.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let yes_or_no = |text: &str| match text {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        let processing = reader.choice(Field::ConsentProcessing, yes_or_no);
        let publication = reader.choice(Field::ConsentPublication, yes_or_no);
        reader.problems.or(|| Some(Self { processing: processing?, publication: publication? }))
    }
}

/// What is said behind a nominee's link, and of a team or unit by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NomineeAnswer {
    /// What.
    pub said: Said,
    /// The head of a team or unit, who answers for it; empty for a person.
    pub name: String,
}

impl NomineeAnswer {
    /// Reads the form.
    pub fn parse(values: &Values, is_collective: bool) -> Result<Self, Problems> {
        let said = Said::parse(values);
        if !is_collective {
            return Ok(Self { said: said?, name: String::new() });
        }
        let mut reader = Reader::new(values);
        let name = reader.text(Field::ConsentName, 2, LINE_MAX);
        match (said, reader.problems.or(|| name)) {
            (Ok(said), Ok(name)) => Ok(Self { said, name }),
            (Err(problems), Ok(_)) | (Ok(_), Err(problems)) => Err(problems),
            (Err(said), Err(rest)) => Err(Problems([said.0, rest.0].concat())),
        }
    }
}

/// A consent on paper: who has signed it, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedConsent {
    /// What was said.
    pub said: Said,
    /// Who has signed: the nominee, or the head of a team or unit.
    pub name: String,
    /// When.
    pub day: NaiveDate,
}

impl SignedConsent {
    /// Reads the form.
    pub fn parse(values: &Values, today: NaiveDate) -> Result<Self, Problems> {
        let said = Said::parse(values);
        let mut reader = Reader::new(values);
        let name = reader.text(Field::ConsentName, 2, LINE_MAX);
        let day = reader.date(Field::SignedOn);
        if day.is_some_and(|day| day > today) {
            reader.problems.add(Field::SignedOn, ProblemKind::InTheFuture);
        }
        match (said, reader.problems.or(|| name.zip(day))) {
            (Ok(said), Ok((name, day))) => Ok(Self { said, name, day }),
            (Err(problems), Ok(_)) | (Ok(_), Err(problems)) => Err(problems),
            (Err(said), Err(rest)) => Err(Problems([said.0, rest.0].concat())),
        }
    }
}

/// A nomination as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NominationDraft {
    /// Name of the person or team.
    pub name: String,
    /// Sex, if it was said.
    pub sex: Option<Sex>,
    /// `YYYY-MM`, if it was said.
    pub born_in: Option<String>,
    /// Ethnic group.
    pub ethnic_group: String,
    /// Workplace.
    pub workplace: String,
    /// Post.
    pub post: String,
    /// Professional title.
    pub title: String,
    /// Phone.
    pub phone: Option<String>,
    /// Years of service.
    pub years: Option<i64>,
    /// Deeds, up to [`DEEDS_MAX`] characters.
    pub deeds: String,
    /// Awards won before.
    pub earlier_awards: String,
    /// Place in the unit's order within the category.
    pub unit_rank: i64,
    /// The unit's opinion.
    pub opinion: String,
}

impl NominationDraft {
    /// Reads the form; what is missing before it is handed in is told then.
    pub fn parse(values: &Values, is_collective: bool) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let name = reader.text(Field::NomineeName, 2, LINE_MAX);
        let sex = reader.optional_choice(Field::Sex, Sex::parse);
        let born_in = reader.text(Field::BornIn, 0, 7);
        let is_month =
            |text: &String| NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").is_ok();
        if born_in.as_ref().is_some_and(|text| !text.is_empty() && !is_month(text)) {
            reader.problems.add(Field::BornIn, ProblemKind::NotADate);
        }
        let ethnic_group = reader.text(Field::EthnicGroup, 0, 20);
        let workplace =
            reader.text(Field::NomineeWorkplace, usize::from(!is_collective) * 2, LINE_MAX);
        let post = reader.text(Field::NomineePost, 0, LINE_MAX);
        let title = reader.text(Field::NomineeTitle, 0, LINE_MAX);
        let phone = reader.optional_phone(Field::NomineePhone);
        let years = if values.trimmed(Field::ServiceYears).is_empty() {
            Some(None)
        } else {
            reader.number(Field::ServiceYears, 0, 70).map(Some)
        };
        let deeds = reader.text(Field::Deeds, 0, DEEDS_MAX);
        let earlier_awards = reader.text(Field::EarlierAwards, 0, LINE_MAX);
        let unit_rank = reader.number(Field::UnitRank, 1, 999);
        let opinion = reader.text(Field::UnitOpinion, 0, TEXT_MAX);
        reader.problems.or(|| {
            Some(Self {
                name: name?,
                sex: sex.ok()?,
                born_in: born_in.filter(|text| !text.is_empty()),
                ethnic_group: ethnic_group?,
                workplace: workplace?,
                post: post?,
                title: title?,
                phone: phone.ok()?,
                years: years?,
                deeds: deeds?,
                earlier_awards: earlier_awards?,
                unit_rank: unit_rank?,
                opinion: opinion?,
            })
        })
    }

    /// Whether two are about the same nominee.
    pub fn is_same(&self, name: &str, workplace: &str) -> bool {
        folded(&self.name) == folded(name) && folded(&self.workplace) == folded(workplace)
    }
}

impl From<&NominationDraft> for Values {
    fn from(draft: &NominationDraft) -> Self {
        Self::default()
            .with(Field::NomineeName, &draft.name)
            .with(Field::Sex, draft.sex.map_or("", Sex::as_str))
            .with(Field::BornIn, draft.born_in.as_deref().unwrap_or_default())
            .with(Field::EthnicGroup, &draft.ethnic_group)
            .with(Field::NomineeWorkplace, &draft.workplace)
            .with(Field::NomineePost, &draft.post)
            .with(Field::NomineeTitle, &draft.title)
            .with(Field::NomineePhone, draft.phone.as_deref().unwrap_or_default())
            .with(
                Field::ServiceYears,
                draft.years.map(|years| years.to_string()).unwrap_or_default(),
            )
            .with(Field::Deeds, &draft.deeds)
            .with(Field::EarlierAwards, &draft.earlier_awards)
            .with(Field::UnitRank, draft.unit_rank.to_string())
            .with(Field::UnitOpinion, &draft.opinion)
    }
}

codes! {
    /// What is missing before a nomination can be handed in.
    NominationGap {
        /// The deeds are too short.
        Deeds = "deeds",
        /// The unit says nothing of it.
        Opinion = "opinion",
        /// The nominee has not said whether the data may be handled, or has said no.
        Processing = "processing",
        /// The nominee has not said whether name and deeds may be published.
        Publication = "publication",
        /// Another nomination of the unit has the same place in its order.
        Rank = "rank",
        /// The unit has handed in as many as it may.
        Full = "full",
    }
}

/// What is on file of a nomination when it is to be handed in.
#[derive(Clone, Copy, Debug)]
pub struct Completeness<'a> {
    /// The deeds.
    pub deeds: &'a str,
    /// The unit's opinion.
    pub opinion: &'a str,
    /// What the nominee has said.
    pub said: Option<Said>,
    /// Whether another one of the unit has its place in the order.
    pub is_rank_taken: bool,
    /// Nominations that the unit has handed in for the category, without this one.
    pub n_handed_in: usize,
    /// The most that it may hand in; none: as many as it likes.
    pub most: Option<usize>,
}

impl Completeness<'_> {
    /// What is missing, in the order of the page.
    pub fn gaps(&self) -> Vec<NominationGap> {
        let mut gaps = Vec::new();
        if self.deeds.chars().count() < DEEDS_MIN {
            gaps.push(NominationGap::Deeds);
        }
        if self.opinion.trim().is_empty() {
            gaps.push(NominationGap::Opinion);
        }
        if !self.said.is_some_and(|said| said.processing) {
            gaps.push(NominationGap::Processing);
        }
        if self.said.is_none() {
            gaps.push(NominationGap::Publication);
        }
        if self.is_rank_taken {
            gaps.push(NominationGap::Rank);
        }
        if self.most.is_some_and(|most| self.n_handed_in >= most) {
            gaps.push(NominationGap::Full);
        }
        gaps
    }
}

/// Whether somebody has said that what a nomination states is true (domain 3.6).
pub fn parse_truth(values: &Values) -> Result<(), Problems> {
    if values.trimmed(Field::Truthful).is_empty() {
        return Err(Problems::one(Field::Truthful, ProblemKind::Missing));
    }
    Ok(())
}

impl NominationState {
    /// Whether the unit may write it: nobody has it, or it came back.
    pub fn is_with_unit(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Whether it was handed in: it counts among those that a unit may have.
    pub fn is_handed_in(self) -> bool {
        !matches!(self, Self::Draft | Self::Withdrawn)
    }

    /// Whether it takes part in the evaluation, or did.
    pub fn takes_part(self) -> bool {
        !matches!(
            self,
            Self::Draft | Self::Submitted | Self::Returned | Self::Withdrawn | Self::Ineligible
        )
    }

    /// Whether the office may check it, once or anew.
    pub fn is_checked_by_office(self) -> bool {
        matches!(self, Self::Submitted | Self::Eligible | Self::Ineligible)
    }

    /// Whether nominee or unit may withdraw it: until it is decided.
    pub fn may_be_withdrawn(self) -> bool {
        !matches!(
            self,
            Self::Withdrawn | Self::Removed | Self::Awarded | Self::NotAwarded | Self::Ineligible
        )
    }

    /// Whether the nominee says yes or no, by the link or on paper: as long as it may be withdrawn,
    /// where a refusal may be taken back, and of somebody awarded to being published.
    pub fn may_be_answered(self) -> bool {
        self.may_be_withdrawn() || matches!(self, Self::Awarded | Self::Ineligible)
    }
}

/// Why a nomination is withdrawn ([`Field::Reason`]) or sent back ([`Field::ReturnReason`]).
pub fn parse_nomination_reason(field: Field, values: &Values) -> Result<String, Problems> {
    let mut reader = Reader::new(values);
    let reason = reader.text(field, REASON_MIN, LINE_MAX);
    reader.problems.or(|| reason)
}

/// Whether somebody nominates for any unit.
pub fn may_nominate(actor: &Actor) -> bool {
    NOMINATORS.iter().any(|role| {
        actor.scopes(*role).any(|scope| matches!(scope, Scope::Organisation(_) | Scope::Region(_)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Values {
        Values::default()
            .with(Field::NomineeName, "张三")
            .with(Field::NomineeWorkplace, "示范小学")
            .with(Field::UnitRank, "1")
            .with(Field::ServiceYears, "5")
    }

    #[test]
    fn a_draft_needs_a_name_a_workplace_and_a_place_in_the_order() {
        let draft = NominationDraft::parse(&typed(), false).expect("a draft");
        assert_eq!((draft.unit_rank, draft.years), (1, Some(5)));
        assert_eq!(NominationDraft::parse(&Values::from(&draft), false), Ok(draft), "and back");
        let none = NominationDraft::parse(&Values::default(), false).expect_err("nothing");
        for field in [Field::NomineeName, Field::NomineeWorkplace, Field::UnitRank] {
            assert_eq!(none.of(field), Some(ProblemKind::Missing), "{field:?}");
        }
        let team = typed().with(Field::BornIn, "1971-13");
        let wrong = NominationDraft::parse(&team, true).expect_err("no month");
        assert_eq!(wrong.of(Field::BornIn), Some(ProblemKind::NotADate));
        let mut long = typed();
        long.set(Field::Deeds, "长".repeat(DEEDS_MAX + 1));
        assert!(NominationDraft::parse(&long, false).is_err());
    }

    #[test]
    fn what_is_missing_is_told_before_it_is_handed_in() {
        use NominationGap::{Deeds, Full, Opinion, Processing, Publication, Rank};
        let deeds = "事迹".repeat(DEEDS_MIN);
        let whole = Completeness {
            deeds: &deeds,
            opinion: "同意推荐",
            said: Some(Said { processing: true, publication: false }),
            is_rank_taken: false,
            n_handed_in: 1,
            most: Some(2),
        };
        assert_eq!(whole.gaps(), [], "who says no to publication may be nominated");
        let nothing = Completeness { deeds: "", opinion: " ", said: None, ..whole };
        assert_eq!(nothing.gaps(), [Deeds, Opinion, Processing, Publication]);
        let full = Completeness { is_rank_taken: true, n_handed_in: 2, ..whole };
        assert_eq!(full.gaps(), [Rank, Full]);
        let refused =
            Completeness { said: Some(Said { processing: false, publication: true }), ..whole };
        assert_eq!(refused.gaps(), [Processing]);
    }

    #[test]
    fn of_a_team_its_head_answers_by_name() {
        let yes = Values::default()
            .with(Field::ConsentProcessing, "yes")
            .with(Field::ConsentPublication, "yes");
        let person = NomineeAnswer::parse(&yes, false).expect("a person");
        assert_eq!(person.name, "");
        let unnamed = NomineeAnswer::parse(&yes, true).expect_err("who answers?");
        assert_eq!(unnamed.of(Field::ConsentName), Some(ProblemKind::Missing));
        let named = yes.with(Field::ConsentName, "队长甲");
        assert_eq!(NomineeAnswer::parse(&named, true).expect("a head").name, "队长甲");
        let nothing = NomineeAnswer::parse(&Values::default(), true).expect_err("nothing");
        assert_eq!(nothing.0.len(), 3, "all of it is told at once");
    }

    #[test]
    fn a_signed_paper_says_who_and_when() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
        let typed = Values::default()
            .with(Field::ConsentProcessing, "yes")
            .with(Field::ConsentPublication, "no")
            .with(Field::ConsentName, "张三")
            .with(Field::SignedOn, "2026-11-20");
        let signed = SignedConsent::parse(&typed, today).expect("signed");
        assert_eq!(signed.said, Said { processing: true, publication: false });
        let wrong = SignedConsent::parse(&Values::default(), today).expect_err("nothing");
        assert_eq!(wrong.0.len(), 4, "all of it is told at once");
    }
}
