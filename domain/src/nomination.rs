//! A nomination (推荐): its states, the check of eligibility, and who may not look at it.

mod draft;
mod record;

use serde::{Deserialize, Serialize};

pub use self::{
    draft::{
        ATTACHMENT_READERS, ATTACHMENTS_MAX, CONSENT_READERS, Completeness, DEEDS_MAX, DEEDS_MIN,
        NOMINATORS, NominationConsentChannel, NominationDraft, NominationGap, NomineeAnswer, Said,
        SignedConsent, may_nominate, parse_nomination_reason, parse_truth,
    },
    record::CheckRecord,
};

use crate::{
    annual_assessment::Counted,
    code::codes,
    evidence::EvidenceFact,
    form::{Field, Name, ProblemKind, Problems, Reader, TEXT_MAX, Values},
    roster::{AwardCategory, years_rule},
    rulebook::{Rule, Rulebook},
    score_sheet::ConflictKind,
};

codes! {
    /// Where a nomination stands.
    NominationState {
        /// Its unit writes it.
        Draft = "draft",
        /// Handed in.
        Submitted = "submitted",
        /// Sent back to its unit, to be corrected.
        Returned = "returned",
        /// Taken back by nominee or unit before the evaluation was over.
        Withdrawn = "withdrawn",
        /// A person has confirmed that it may take part.
        Eligible = "eligible",
        /// A person has found that it may not.
        Ineligible = "ineligible",
        /// On the shortlist of the final.
        Shortlisted = "shortlisted",
        /// Not on it.
        NotShortlisted = "not_shortlisted",
        /// Among the proposed.
        Proposed = "proposed",
        /// Not among them.
        NotProposed = "not_proposed",
        /// Taken off the list after an objection.
        Removed = "removed",
        /// The award was given.
        Awarded = "awarded",
        /// It was not.
        NotAwarded = "not_awarded",
    }
}

impl NominationState {
    /// Whether an objection can take somebody off the list, or keep somebody from it. A letter that
    /// came in time may be entered after the decision: then an award is taken away.
    pub fn may_be_removed(self) -> bool {
        matches!(
            self,
            Self::Eligible
                | Self::Shortlisted
                | Self::NotShortlisted
                | Self::Proposed
                | Self::NotProposed
                | Self::Awarded
                | Self::NotAwarded
        )
    }
}

/// What the check of a nomination looked at, kept with its result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "what was found, each by itself")]
pub struct Figures {
    /// Years of service as nominated.
    pub years: Option<i64>,
    /// The least years.
    pub years_needed: i64,
    /// Credit hours of the assessment year in hundredths, where they count and are on file.
    pub hours: Option<i64>,
    /// The least hours in hundredths; none where they do not count.
    pub hours_needed: Option<i64>,
    /// Awards won before, as nominated.
    pub earlier_awards: String,
    /// Whether post or title names a rank from which officials are not nominated.
    #[serde(default)]
    pub is_high_rank: bool,
    /// Whether the same honour was won in one of the last cycles, as nominated or as on file here.
    #[serde(default)]
    pub has_won_lately: bool,
    /// How many others of the same school, station or unit are nominated in the category.
    #[serde(default)]
    pub n_same_place: usize,
    /// Activities and pupils' projects of the year that are on file, where they count.
    #[serde(default)]
    pub service: Option<i64>,
    /// The least of them; none where they do not count.
    #[serde(default)]
    pub service_needed: Option<i64>,
    /// Whether a training of station managers of the year is on file; none where it does not count.
    #[serde(default)]
    pub is_station_trained: Option<bool>,
    /// Whether all five conditions of a station of the manager's were seen; none where they do not count.
    #[serde(default)]
    pub has_station_conditions: Option<bool>,
    /// Members of a team on file.
    #[serde(default)]
    pub members: Option<i64>,
    /// The least members; none where they do not count.
    #[serde(default)]
    pub members_needed: Option<i64>,
    /// For how many years the unit states that there was no violation; none where it states nothing.
    #[serde(default)]
    pub conduct_years: Option<i64>,
    /// Whether the unit has handed in more than the announcement lets it.
    #[serde(default)]
    pub is_over_number: bool,
    /// Whether another one of the unit has the same place in its order.
    #[serde(default)]
    pub is_rank_taken: bool,
    /// What a person has confirmed of what is not on file.
    #[serde(default)]
    pub confirmed: Vec<EligibilityFinding>,
}

codes! {
    /// What a check found, for a person to look at.
    EligibilityFinding {
        /// Fewer years than needed, or none stated.
        YearsShort = "years_short",
        /// Fewer hours than needed, or none on file.
        HoursShort = "hours_short",
        /// An earlier award is named.
        EarlierAward = "earlier_award",
        /// An official of a rank that is not nominated.
        HighRank = "high_rank",
        /// The same honour was won in one of the last cycles.
        WonLately = "won_lately",
        /// Another one of the same school, station or unit is nominated.
        SamePlace = "same_place",
        /// The unit has handed in more than the announcement lets it.
        OverNumber = "over_number",
        /// Another one of the unit has the same place in its order.
        RankTaken = "rank_taken",
        /// Fewer activities than needed, or none on file.
        ServiceShort = "service_short",
        /// No training of station managers on file in the year.
        TrainingMissing = "training_missing",
        /// Not all five conditions of the station were seen.
        ConditionsOpen = "conditions_open",
        /// Fewer members than needed, or no such team on file.
        TeamSmall = "team_small",
        /// The unit states that there was no violation.
        ConductStated = "conduct_stated",
    }
}

impl EligibilityFinding {
    /// Whether a person confirms it by what the unit has handed in, where it is not on file here.
    pub fn is_confirmed_by_hand(self) -> bool {
        matches!(
            self,
            Self::ServiceShort
                | Self::TrainingMissing
                | Self::ConditionsOpen
                | Self::TeamSmall
                | Self::ConductStated
        )
    }
}

/// What is on file here of a nominee and stands beside the nomination, kept when the evaluation opens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NominationFacts {
    /// What is counted of lectures, observations and reviews.
    #[serde(flatten)]
    pub counted: Counted,
    /// Those of the lectures of a tutor that were given in schools: they do not score, and stand in no sum
    /// (`LAW-66`).
    #[serde(default)]
    pub in_school: InSchool,
    /// Whether a tutor's verified hours reach what the announcement asks for; how many they are scores
    /// nowhere (`LAW-62`).
    #[serde(default)]
    pub hours_met: Option<bool>,
    /// Confirmed papers and contest results; what was kept before there were any has none.
    #[serde(default)]
    pub evidence: Vec<EvidenceFact>,
}

/// Lectures given in schools.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InSchool {
    /// How many.
    pub deliveries: i64,
    /// Their listeners.
    pub listeners: i64,
}

impl NominationFacts {
    /// The same as they stand beside a nomination of a category. Of a tutor, lectures in schools are left
    /// out of what is summed, and hours are a threshold.
    #[must_use]
    pub fn beside(
        mut self,
        category: AwardCategory,
        in_school: InSchool,
        rules: &Rulebook,
    ) -> Self {
        if category == AwardCategory::Tutor {
            self.counted.deliveries -= in_school.deliveries;
            self.counted.listeners -= in_school.listeners;
            self.in_school = in_school;
            self.hours_met = Some(self.counted.hours >= rules.get(Rule::NominationTutorHours));
        }
        self
    }
}

impl Figures {
    /// The figures of a nomination; `hours` are the counted ones of the assessment year. They are a
    /// threshold, never a score (`LAW-62`).
    pub fn new(
        rules: &Rulebook,
        category: AwardCategory,
        years: Option<i64>,
        hours: Option<i64>,
        earlier_awards: &str,
    ) -> Self {
        let is_tutor = category == AwardCategory::Tutor;
        Self {
            years,
            years_needed: rules.get(years_rule(category)),
            hours: hours.filter(|_| is_tutor),
            hours_needed: is_tutor.then(|| rules.get(Rule::NominationTutorHours)),
            earlier_awards: earlier_awards.to_owned(),
            ..Self::default()
        }
    }

    /// The same with what else a category asks for in its year (domain §4.3): the least activities, the
    /// training and the conditions of a station, the members of a team, and the unit's word.
    #[must_use]
    pub fn demanding(mut self, rules: &Rulebook, category: AwardCategory) -> Self {
        let service = match category {
            AwardCategory::Tutor => Some(Rule::NominationTutorService),
            AwardCategory::StationManager => Some(Rule::NominationStationService),
            AwardCategory::Team => Some(Rule::NominationTeamService),
            AwardCategory::Lecturer | AwardCategory::Collective => None,
        };
        let least = |rule| Some(rules.get(rule)).filter(|least| *least > 0);
        self.service_needed = service.and_then(least);
        let is_manager = category == AwardCategory::StationManager;
        self.is_station_trained = is_manager.then_some(false);
        self.has_station_conditions = is_manager.then_some(false);
        let is_team = category == AwardCategory::Team;
        self.members_needed = is_team.then_some(Rule::NominationTeamMembers).and_then(least);
        self.conduct_years = least(Rule::NominationConductYears);
        self
    }

    /// What a person has to look at; the machine proposes, and a person decides.
    pub fn findings(&self) -> Vec<EligibilityFinding> {
        let mut findings = Vec::new();
        if self.years.is_none_or(|years| years < self.years_needed) {
            findings.push(EligibilityFinding::YearsShort);
        }
        if self.hours_needed.is_some_and(|needed| self.hours.is_none_or(|hours| hours < needed)) {
            findings.push(EligibilityFinding::HoursShort);
        }
        if !self.earlier_awards.trim().is_empty() {
            findings.push(EligibilityFinding::EarlierAward);
        }
        for (is_found, finding) in [
            (self.is_high_rank, EligibilityFinding::HighRank),
            (self.has_won_lately, EligibilityFinding::WonLately),
            (self.n_same_place > 0, EligibilityFinding::SamePlace),
            (self.is_over_number, EligibilityFinding::OverNumber),
            (self.is_rank_taken, EligibilityFinding::RankTaken),
            (is_short(self.service, self.service_needed), EligibilityFinding::ServiceShort),
            (self.is_station_trained == Some(false), EligibilityFinding::TrainingMissing),
            (self.has_station_conditions == Some(false), EligibilityFinding::ConditionsOpen),
            (is_short(self.members, self.members_needed), EligibilityFinding::TeamSmall),
            (self.conduct_years.is_some(), EligibilityFinding::ConductStated),
        ] {
            findings.extend(is_found.then_some(finding));
        }
        findings.retain(|finding| !self.confirmed.contains(finding));
        findings
    }
}

/// Whether fewer are known of than needed, where any are.
fn is_short(n: Option<i64>, needed: Option<i64>) -> bool {
    needed.is_some_and(|needed| n.is_none_or(|n| n < needed))
}

/// A person's decision about a nomination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EligibilityDecision {
    /// [`NominationState::Eligible`] or [`NominationState::Ineligible`].
    pub state: NominationState,
    /// Why: needed for a refusal, and where the check found something that nobody confirms.
    pub reason: String,
    /// What the person confirms of what is not on file.
    pub confirmed: Vec<EligibilityFinding>,
}

impl EligibilityDecision {
    /// Reads the form. Whoever has not agreed to the handling of the data is not found eligible
    /// (`LAW-03`).
    pub fn parse(
        values: &Values,
        findings: &[EligibilityFinding],
        said: Option<Said>,
    ) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let state = reader.choice(Field::Decision, |text| match text {
            "eligible" => Some(NominationState::Eligible),
            "ineligible" => Some(NominationState::Ineligible),
            _ => None,
        });
        let is_eligible = state == Some(NominationState::Eligible);
        let ticked = values.all(Field::Confirmed);
        let is_ticked = |finding: &EligibilityFinding| {
            finding.is_confirmed_by_hand() && ticked.iter().any(|code| *code == finding.as_str())
        };
        let confirmed: Vec<_> = findings.iter().copied().filter(is_ticked).collect();
        let is_plain = is_eligible && confirmed.len() == findings.len();
        let reason = reader.text(Field::Reason, if is_plain { 0 } else { 5 }, TEXT_MAX);
        if is_eligible && !said.is_some_and(|said| said.processing) {
            reader.problems.add(Field::Decision, ProblemKind::NomineeNotAgreed);
        }
        reader.problems.or(|| Some(Self { state: state?, reason: reason?, confirmed }))
    }
}

/// What somebody declares about a nominee: no relation, or one of the kinds (`AWD-10`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation(pub Option<ConflictKind>);

impl Relation {
    /// From its code: `none` or a kind.
    pub fn parse(code: &str) -> Option<Self> {
        if code == "none" {
            Some(Self(None))
        } else {
            ConflictKind::parse(code).map(Some).map(Self)
        }
    }

    /// The code.
    pub fn as_str(self) -> &'static str {
        self.0.map_or("none", ConflictKind::as_str)
    }

    /// Reads a declaration of one nominee.
    pub fn read(values: &Values, field: impl Into<Name>) -> Result<Self, ProblemKind> {
        match values.trimmed(field) {
            "" => Err(ProblemKind::Missing),
            code => Self::parse(code).ok_or(ProblemKind::UnknownChoice),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_that_were_kept_before_have_no_evidence() {
        let counted = Counted { deliveries: 3, ..Counted::default() };
        let before = serde_json::to_string(&counted).expect("JSON");
        let facts = NominationFacts { counted, ..NominationFacts::default() };
        assert_eq!(serde_json::from_str::<NominationFacts>(&before).expect("facts"), facts);
        let kept = serde_json::to_string(&facts).expect("JSON");
        assert_eq!(serde_json::from_str::<NominationFacts>(&kept).expect("facts"), facts);
    }

    #[test]
    fn of_a_tutor_lectures_in_schools_do_not_score_and_hours_are_a_threshold() {
        let rules = Rulebook::default();
        let least = rules.get(Rule::NominationTutorHours);
        let counted = Counted { deliveries: 5, listeners: 300, hours: least, ..Counted::default() };
        let facts = NominationFacts { counted, ..NominationFacts::default() };
        let in_school = InSchool { deliveries: 2, listeners: 120 };
        let tutor = facts.clone().beside(AwardCategory::Tutor, in_school, &rules);
        assert_eq!((tutor.counted.deliveries, tutor.counted.listeners), (3, 180));
        assert_eq!((tutor.in_school, tutor.hours_met), (in_school, Some(true)));
        let mut short = facts.clone();
        short.counted.hours = least - 1;
        let short = short.beside(AwardCategory::Tutor, in_school, &rules);
        assert_eq!(short.hours_met, Some(false));
        assert_eq!(facts.clone().beside(AwardCategory::Lecturer, in_school, &rules), facts);
    }

    #[test]
    fn what_an_import_warns_of_is_found_and_kept_with_the_figures() {
        let plain = Figures::new(&Rulebook::default(), AwardCategory::Lecturer, Some(5), None, "");
        let warned =
            Figures { is_high_rank: true, has_won_lately: true, n_same_place: 1, ..plain.clone() };
        assert_eq!(plain.findings(), []);
        let found = warned.findings();
        let all = [
            EligibilityFinding::HighRank,
            EligibilityFinding::WonLately,
            EligibilityFinding::SamePlace,
        ];
        assert_eq!(found, all);
        let kept = serde_json::to_string(&warned).expect("JSON");
        assert_eq!(serde_json::from_str::<Figures>(&kept).expect("figures"), warned);
        let before = "{\"years\":5,\"years_needed\":1,\"hours\":null,\"hours_needed\":null,\
            \"earlier_awards\":\"\"}";
        assert_eq!(serde_json::from_str::<Figures>(before).expect("earlier figures"), plain);
    }

    #[test]
    fn hours_are_a_threshold_for_tutors_alone() {
        let tutor = |hours| {
            Figures::new(&Rulebook::default(), AwardCategory::Tutor, Some(5), hours, "").findings()
        };
        assert_eq!(tutor(Some(2_400)), []);
        assert_eq!(tutor(Some(2_399)), [EligibilityFinding::HoursShort]);
        assert_eq!(tutor(None), [EligibilityFinding::HoursShort]);
        let lecturer =
            Figures::new(&Rulebook::default(), AwardCategory::Lecturer, Some(1), Some(9_999), "");
        assert_eq!((lecturer.findings(), lecturer.hours), (vec![], None));
    }

    #[test]
    fn years_and_earlier_awards_are_found() {
        let figures = Figures::new(
            &Rulebook::default(),
            AwardCategory::Tutor,
            Some(1),
            Some(3_000),
            "2025年优秀辅导员",
        );
        let found = [EligibilityFinding::YearsShort, EligibilityFinding::EarlierAward];
        assert_eq!(figures.findings(), found);
    }

    #[test]
    fn a_refusal_needs_a_reason_and_so_does_an_exception() {
        let yes = Values::default().with(Field::Decision, "eligible");
        let agreed = Some(Said { processing: true, publication: false });
        assert!(EligibilityDecision::parse(&yes, &[], agreed).is_ok());
        let found = [EligibilityFinding::HoursShort];
        let problems = EligibilityDecision::parse(&yes, &found, agreed).expect_err("an exception");
        assert_eq!(problems.of(Field::Reason), Some(ProblemKind::Missing));
        let no = Values::default().with(Field::Decision, "ineligible").with(Field::Reason, "学时");
        let problems = EligibilityDecision::parse(&no, &[], agreed).expect_err("too short");
        assert_eq!(problems.of(Field::Reason), Some(ProblemKind::TooShort(5)));
    }

    #[test]
    fn what_is_not_on_file_a_person_confirms() {
        use EligibilityFinding::{
            ConditionsOpen, ConductStated, ServiceShort, TeamSmall, TrainingMissing,
        };
        let rules = Rulebook::default();
        let of = |category| {
            let hours = (category == AwardCategory::Tutor).then_some(9_999);
            Figures::new(&rules, category, Some(9), hours, "").demanding(&rules, category)
        };
        let tutor = of(AwardCategory::Tutor);
        assert_eq!(tutor.findings(), [ServiceShort, ConductStated]);
        let served = Figures { service: Some(4), ..tutor };
        assert_eq!(served.findings(), [ConductStated], "as many as needed are on file");
        assert_eq!(of(AwardCategory::Lecturer).findings(), [ConductStated]);
        let manager = of(AwardCategory::StationManager);
        let all = [ServiceShort, TrainingMissing, ConditionsOpen, ConductStated];
        assert_eq!(manager.findings(), all);
        let team = Figures { members: Some(4), ..of(AwardCategory::Team) };
        assert_eq!(team.findings(), [ServiceShort, TeamSmall, ConductStated]);
        let agreed = Some(Said { processing: true, publication: true });
        let yes = Values::default()
            .with(Field::Decision, "eligible")
            .with(Field::Confirmed, "service_short")
            .with(Field::Confirmed, "years_short")
            .with(Field::Confirmed, "conduct_stated");
        let found = served.findings();
        let decision = EligibilityDecision::parse(&yes, &found, agreed).expect("confirmed");
        assert_eq!(decision.confirmed, [ConductStated], "what was found, and may be");
        let kept = Figures { confirmed: decision.confirmed, ..served };
        assert_eq!(kept.findings(), []);
        let found = team.findings();
        assert!(EligibilityDecision::parse(&yes, &found, agreed).is_err(), "the members are few");
        let years = [EligibilityFinding::YearsShort];
        assert!(EligibilityDecision::parse(&yes, &years, agreed).is_err(), "years need a reason");
    }

    #[test]
    fn nobody_is_eligible_before_agreeing_to_the_handling() {
        let yes = Values::default().with(Field::Decision, "eligible");
        let no = Values::default()
            .with(Field::Decision, "ineligible")
            .with(Field::Reason, "年限不足两年");
        let refused = Some(Said { processing: false, publication: true });
        for said in [None, refused] {
            let problems = EligibilityDecision::parse(&yes, &[], said).expect_err("no consent");
            assert_eq!(problems.of(Field::Decision), Some(ProblemKind::NomineeNotAgreed));
            assert!(EligibilityDecision::parse(&no, &[], said).is_ok(), "refused all the same");
        }
    }

    #[test]
    fn a_relation_is_none_or_a_kind() {
        assert_eq!(Relation::parse("none"), Some(Relation(None)));
        assert_eq!(Relation::parse("friend"), None);
        for kind in ConflictKind::ALL {
            assert_eq!(Relation::parse(kind.as_str()), Some(Relation(Some(*kind))));
        }
    }
}
