//! An application for the corps of lecturers (申请加入讲师团): from the draft through the unit's word,
//! the screening and a trial lecture to a named decision (domain §3.1, §4.3).
//!
//! The trial is a refinement cycle of the applicant's course: what becomes of that moves the
//! application ([`ApplicationState::of_trial`]).

mod form;

use crate::{
    code::codes,
    course::CourseVersionState,
    id::PersonId,
    inbox::MessageKind,
    role::{Actor, Role, has_everything},
};

pub use self::form::{
    ApplicationChange, ApplicationFacts, Appointing, Eligibility, NewApplication, Screening,
};

codes! {
    /// Where an application stands.
    ApplicationState {
        /// The applicant writes it.
        Draft = "draft",
        /// The unit is asked.
        Submitted = "submitted",
        /// The unit has endorsed it.
        Nominated = "nominated",
        /// The city's office looks at it.
        Screening = "screening",
        /// The applicant's course is tried before panels.
        Trial = "trial",
        /// A decision maker is asked.
        Proposed = "proposed",
        /// A term has begun.
        Appointed = "appointed",
        /// It was refused, failed, or was called off.
        Rejected = "rejected",
        /// The applicant has given it up.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// What is done with an application.
    ApplicationStep {
        /// The applicant hands it in.
        Submit = "submit",
        /// The unit endorses it.
        Endorse = "endorse",
        /// The unit, the office or the decision maker refuses it: whoever is asked.
        Refuse = "refuse",
        /// The city's office takes it up.
        TakeUp = "take_up",
        /// It is eligible: the trial opens.
        Pass = "pass",
        /// A version of the course was approved.
        Prove = "prove",
        /// The course was rejected, or not approved in the last round.
        Fail = "fail",
        /// A repeat was ordered of a trial that had been decided.
        Retry = "retry",
        /// A decision maker appoints.
        Appoint = "appoint",
        /// The applicant gives it up.
        Withdraw = "withdraw",
        /// The city's office ends it, for a deadline was missed.
        CallOff = "call_off",
    }
}

codes! {
    /// The highest degree of an applicant (domain §4.3).
    Education {
        /// A doctor's degree.
        Doctor = "doctor",
        /// A master's degree.
        Master = "master",
        /// A bachelor's degree.
        Bachelor = "bachelor",
        /// Less: a title, or a skill that is recognised, is asked for.
        Other = "other",
    }
}

codes! {
    /// What somebody is told of an application.
    ApplicationNews {
        /// To the applicant: it was opened, and is to be written.
        Opened = "opened",
        /// To the unit, or to the office where the unit has no officer: a word is awaited.
        Submitted = "submitted",
        /// To the applicant and the city's office: the unit has endorsed it.
        Endorsed = "endorsed",
        /// To the applicant: the office looks at it.
        TakenUp = "taken_up",
        /// To the applicant: the trial is open.
        Passed = "passed",
        /// To the decision makers and the applicant: it is to be decided.
        Proposed = "proposed",
        /// To the applicant: the trial is open once more.
        Reopened = "reopened",
        /// To the unit: a term begins.
        Appointed = "appointed",
        /// To the applicant and the unit: it has ended without a term.
        Rejected = "rejected",
        /// To the unit and the office: the applicant has given it up.
        Withdrawn = "withdrawn",
    }
}

impl ApplicationNews {
    /// Its row in the table of who hears of what.
    pub const fn kind(self) -> MessageKind {
        match self {
            Self::Opened => MessageKind::ApplicationOpened,
            Self::Submitted => MessageKind::ApplicationSubmitted,
            Self::Endorsed => MessageKind::ApplicationEndorsed,
            Self::TakenUp => MessageKind::ApplicationTakenUp,
            Self::Passed => MessageKind::ApplicationPassed,
            Self::Proposed => MessageKind::ApplicationProposed,
            Self::Reopened => MessageKind::ApplicationReopened,
            Self::Appointed => MessageKind::ApplicationAppointed,
            Self::Rejected => MessageKind::ApplicationRejected,
            Self::Withdrawn => MessageKind::ApplicationWithdrawn,
        }
    }
}

impl Education {
    /// Whether it is enough by itself.
    pub const fn is_enough(self) -> bool {
        !matches!(self, Self::Other)
    }
}

impl ApplicationState {
    /// The state after a step; none: the step is none of this state. `last` is the step before: what
    /// the trial alone has rejected a repeat of the trial opens again, and nothing else does.
    pub const fn after(self, last: Option<ApplicationStep>, step: ApplicationStep) -> Option<Self> {
        use ApplicationState as S;
        use ApplicationStep as Step;
        Some(match (self, step) {
            (S::Draft, Step::Submit) => S::Submitted,
            (S::Submitted, Step::Endorse) => S::Nominated,
            (S::Nominated, Step::TakeUp) => S::Screening,
            (S::Screening, Step::Pass) | (S::Proposed, Step::Retry) => S::Trial,
            (S::Rejected, Step::Retry) if matches!(last, Some(Step::Fail)) => S::Trial,
            (S::Trial, Step::Prove) => S::Proposed,
            (S::Proposed, Step::Appoint) => S::Appointed,
            (S::Submitted | S::Screening | S::Proposed, Step::Refuse)
            | (S::Trial | S::Proposed, Step::Fail) => S::Rejected,
            (state, Step::CallOff) if state.is_before_decision() => S::Rejected,
            (state, Step::Withdraw) if state.is_live() => S::Withdrawn,
            _ => return None,
        })
    }

    /// Whether somebody still waits for something.
    pub const fn is_live(self) -> bool {
        !matches!(self, Self::Appointed | Self::Rejected | Self::Withdrawn)
    }

    /// Whether it waits for the applicant, the unit or the office.
    const fn is_before_decision(self) -> bool {
        self.is_live() && !matches!(self, Self::Proposed)
    }

    /// The step that a version of its course brings, if it brings one. `last` is the step before: a
    /// rejection by anything but the trial stays.
    pub const fn of_trial(
        self,
        last: ApplicationStep,
        version: CourseVersionState,
    ) -> Option<ApplicationStep> {
        use CourseVersionState as V;
        let by_trial = matches!(last, ApplicationStep::Fail);
        match (self, version) {
            (Self::Trial, V::Approved) => Some(ApplicationStep::Prove),
            (Self::Trial | Self::Proposed, V::Rejected) => Some(ApplicationStep::Fail),
            (Self::Proposed, V::AwaitingSlot | V::NeedsRevision) => Some(ApplicationStep::Retry),
            (Self::Rejected, V::AwaitingSlot | V::NeedsRevision) if by_trial => {
                Some(ApplicationStep::Retry)
            }
            _ => None,
        }
    }
}

impl ApplicationStep {
    /// Whether it needs a reason.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Refuse | Self::Withdraw | Self::CallOff)
    }
}

/// Who opens applications: the offices, and an officer for people of the own units.
pub const APPLICATION_OPENERS: &[Role] = &[Role::CityOffice, Role::CountyOffice, Role::UnitOfficer];
/// Who reads applications of others.
pub const APPLICATION_READERS: &[Role] = &[
    Role::CityOffice,
    Role::CountyOffice,
    Role::UnitOfficer,
    Role::DecisionMaker,
    Role::Supervisor,
];
/// Who screens and calls off.
pub const APPLICATION_SCREENERS: &[Role] = &[Role::CityOffice];
/// Who decides.
pub const APPLICATION_DECIDERS: &[Role] = &[Role::DecisionMaker];
/// Who has applications on a list: those above, and applicants their own.
pub const APPLICATION_LISTED: &[Role] = &[
    Role::CityOffice,
    Role::CountyOffice,
    Role::UnitOfficer,
    Role::DecisionMaker,
    Role::Supervisor,
    Role::Applicant,
];

/// Whether somebody opens applications; whose is a question of scope.
pub fn may_open_applications(actor: &Actor) -> bool {
    actor.is_any(APPLICATION_OPENERS)
}

/// Whether somebody has a list of applications.
pub fn may_list_applications(actor: &Actor) -> bool {
    actor.is_any(APPLICATION_LISTED)
}

/// Whether somebody screens applications.
pub fn may_screen_applications(actor: &Actor) -> bool {
    has_everything(actor, APPLICATION_SCREENERS)
}

/// Whether somebody decides applications.
pub fn may_decide_applications(actor: &Actor) -> bool {
    has_everything(actor, APPLICATION_DECIDERS)
}

/// Whether whoever opens applications may issue a first code to an applicant: to somebody who is an
/// applicant and nothing else, so that no code gives more than an application (decision 0038).
pub fn may_issue_applicant_code(actor: &Actor, person: PersonId, roles: &[Role]) -> bool {
    // Like a keeper of accounts, a deputy issues none.
    let opens = APPLICATION_OPENERS.iter().any(|role| actor.has_own(*role));
    opens && actor.person != person && roles == [Role::Applicant]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_way_to_a_term_is_the_one_of_the_domain() {
        use ApplicationState as S;
        use ApplicationStep as Step;
        let way =
            [Step::Submit, Step::Endorse, Step::TakeUp, Step::Pass, Step::Prove, Step::Appoint];
        let mut state = S::Draft;
        let mut seen = vec![state];
        for step in way {
            state = state.after(None, step).unwrap_or_else(|| panic!("{state:?} {step:?}"));
            seen.push(state);
        }
        let all = [
            S::Draft,
            S::Submitted,
            S::Nominated,
            S::Screening,
            S::Trial,
            S::Proposed,
            S::Appointed,
        ];
        assert_eq!(seen, all);
    }

    #[test]
    fn every_live_application_can_be_withdrawn_and_none_that_has_ended_moves_on() {
        for state in ApplicationState::ALL {
            let withdrawn = state.after(None, ApplicationStep::Withdraw);
            assert_eq!(withdrawn.is_some(), state.is_live(), "{state:?}");
            if state.is_live() {
                continue;
            }
            for last in ApplicationStep::ALL {
                let is_open = |step: &&ApplicationStep| state.after(Some(*last), **step).is_some();
                let steps: BTreeSet<_> = ApplicationStep::ALL.iter().filter(is_open).collect();
                let by_trial =
                    (*state, *last) == (ApplicationState::Rejected, ApplicationStep::Fail);
                let expected = by_trial.then_some(&ApplicationStep::Retry);
                assert_eq!(steps, expected.into_iter().collect(), "{state:?} {last:?}");
            }
        }
    }

    proptest! {
        /// Whatever is tried in whatever order: nobody is appointed without a unit's word, a passed
        /// screening and an approved trial, and an end is an end but for the trial's.
        #[test]
        fn nobody_is_appointed_past_a_step(steps in prop::collection::vec(
            prop::sample::select(ApplicationStep::ALL.to_vec()), 0..40,
        )) {
            let (mut state, mut done) = (ApplicationState::Draft, Vec::new());
            for step in steps {
                let last = done.last().copied();
                let Some(next) = state.after(last, step) else { continue };
                if !state.is_live() {
                    prop_assert_eq!(step, ApplicationStep::Retry);
                }
                done.push(step);
                state = next;
                if state == ApplicationState::Appointed {
                    let last = done.len();
                    for needed in [
                        ApplicationStep::Submit,
                        ApplicationStep::Endorse,
                        ApplicationStep::TakeUp,
                        ApplicationStep::Pass,
                    ] {
                        prop_assert_eq!(done.iter().filter(|it| **it == needed).count(), 1);
                    }
                    // What decides is the last word of the trial.
                    prop_assert_eq!(done[last - 2], ApplicationStep::Prove);
                }
            }
        }

        /// The trial moves what it may move, to where the table leads.
        #[test]
        fn the_trial_moves_by_steps_that_there_are(
            state in prop::sample::select(ApplicationState::ALL.to_vec()),
            last in prop::sample::select(ApplicationStep::ALL.to_vec()),
            version in prop::sample::select(CourseVersionState::ALL.to_vec()),
        ) {
            if let Some(step) = state.of_trial(last, version) {
                prop_assert!(state.after(Some(last), step).is_some(), "{:?} {:?}", state, step);
                prop_assert!(state.is_live() || last == ApplicationStep::Fail);
            }
        }
    }

    #[test]
    fn a_code_is_for_whoever_is_an_applicant_and_nothing_else() {
        use crate::role::{Grant, Scope};
        let grant = |role| Grant {
            role,
            scope: Scope::Everything,
            starts_on: chrono::NaiveDate::default(),
            ends_on: None,
        };
        let actor = |role| Actor {
            person: PersonId(1),
            name: "甲".into(),
            grants: vec![grant(role)],
            standing_in: Vec::new(),
        };
        let officer = actor(Role::UnitOfficer);
        assert!(may_issue_applicant_code(&officer, PersonId(2), &[Role::Applicant]));
        assert!(!may_issue_applicant_code(&officer, PersonId(1), &[Role::Applicant]));
        assert!(!may_issue_applicant_code(&officer, PersonId(2), &[]));
        let roles = [Role::Applicant, Role::Tutor];
        assert!(!may_issue_applicant_code(&officer, PersonId(2), &roles));
        assert!(!may_issue_applicant_code(&actor(Role::Judge), PersonId(2), &[Role::Applicant]));
    }
}
