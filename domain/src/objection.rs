//! Objections (异议) to an award on notice: how one comes in, who may look into it, what it ends in
//! (`AWD-01` to `AWD-06`).

use chrono::NaiveDate;

use crate::{
    award_cycle::AwardCycleState,
    code::codes,
    form::{Field, LINE_MAX, ProblemKind, Problems, REASON_MIN, Reader, TEXT_MAX, Values},
    id::NominationId,
    role::{Actor, Role, Scope},
};

/// Who sees that there are objections, without a word of who made them.
pub const OBJECTION_READERS: &[Role] = &[Role::CityOffice, Role::DecisionMaker, Role::Supervisor];
/// Whose people may look into one.
pub const HANDLERS: &[Role] = &[Role::CityOffice, Role::Supervisor];

codes! {
    /// What an objection is about.
    ObjectionAbout {
        /// Somebody on the list.
        Nominee = "nominee",
        /// Somebody who is not on it and should be.
        Omission = "omission",
        /// How the list was made.
        Procedure = "procedure",
    }
}

codes! {
    /// Who objects.
    ObjectorKind {
        /// A person, who signs.
        Person = "person",
        /// An organisation, which stamps.
        Organisation = "organisation",
    }
}

codes! {
    /// Where an objection stands.
    ObjectionState {
        /// It came in, and nobody has said whether it is admissible.
        Received = "received",
        /// It is looked into.
        Admitted = "admitted",
        /// It is not looked into, and why (`AWD-01`).
        NotAdmitted = "not_admitted",
        /// It is right.
        Upheld = "upheld",
        /// It is right in part.
        PartlyUpheld = "partly_upheld",
        /// It is not.
        Dismissed = "dismissed",
        /// Taken back by who made it.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// What follows from an objection that is right.
    ObjectionEffect {
        /// Nothing of the list changes.
        Nothing = "nothing",
        /// The nominee is taken off the list.
        Removal = "removal",
        /// The decision maker looks at the proposal again; a notice of its own follows.
        Confirmation = "confirmation",
        /// The office proposes anew from the ranking; a notice of its own follows.
        Proposal = "proposal",
    }
}

impl ObjectionState {
    /// Whether it still waits for somebody: the nominee cannot be awarded until then (`AWD-04`).
    pub fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Admitted)
    }

    /// Whether it was found right, wholly or in part.
    pub fn is_upheld(self) -> bool {
        matches!(self, Self::Upheld | Self::PartlyUpheld)
    }
}

impl ObjectionEffect {
    /// The state to which a cycle goes back, if it does.
    pub fn back_to(self) -> Option<AwardCycleState> {
        match self {
            Self::Nothing | Self::Removal => None,
            Self::Confirmation => Some(AwardCycleState::Proposed),
            Self::Proposal => Some(AwardCycleState::Scored),
        }
    }

    /// Whether it can follow from an objection about something, in a state of the cycle: what is
    /// decided is not proposed again.
    pub fn suits(self, about: ObjectionAbout, state: AwardCycleState) -> bool {
        match self {
            Self::Nothing => true,
            Self::Removal => about == ObjectionAbout::Nominee,
            Self::Confirmation | Self::Proposal => state == AwardCycleState::OnNotice,
        }
    }
}

/// Who objects: read by whoever handles it and by the supervisor, and by nobody else (`AWD-02`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objector {
    /// A person or an organisation.
    pub kind: ObjectorKind,
    /// The real name.
    pub name: String,
    /// Where to reach the objector.
    pub contact: String,
}

impl Objector {
    /// Whether nobody has signed: a letter that is kept and not looked into (`AWD-01`).
    pub fn is_anonymous(&self) -> bool {
        self.name.is_empty()
    }
}

/// An objection as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewObjection {
    /// What it is about.
    pub about: ObjectionAbout,
    /// The nominee, where it is about one.
    pub nominee: Option<NominationId>,
    /// In words.
    pub body: String,
    /// Who objects.
    pub objector: Objector,
}

impl NewObjection {
    /// What was typed, or everything that is wrong with it; `nominees` are those on the notice.
    pub fn parse(values: &Values, nominees: &[NominationId]) -> Result<Self, Problems> {
        Self::read(Reader::new(values), nominees, false)
    }

    /// A letter as the office has typed it, with the day on which it came, not after today. It may be
    /// anonymous.
    pub fn parse_letter(
        values: &Values,
        nominees: &[NominationId],
        today: NaiveDate,
    ) -> Result<(Self, NaiveDate), Problems> {
        let mut reader = Reader::new(values);
        let day = reader.date(Field::ReceivedOn);
        if day.is_some_and(|day| day > today) {
            reader.problems.add(Field::ReceivedOn, ProblemKind::InTheFuture);
        }
        let is_anonymous = !values.trimmed(Field::Anonymous).is_empty();
        let letter = Self::read(reader, nominees, is_anonymous)?;
        day.map(|day| (letter, day)).ok_or_else(Problems::default)
    }

    fn read(
        mut reader: Reader<'_>,
        nominees: &[NominationId],
        is_anonymous: bool,
    ) -> Result<Self, Problems> {
        let about = reader.choice(Field::ObjectionAbout, ObjectionAbout::parse);
        let nominee = if about == Some(ObjectionAbout::Nominee) {
            let known =
                |text: &str| text.parse().ok().filter(|id: &NominationId| nominees.contains(id));
            reader.choice(Field::Nominee, known)
        } else {
            None
        };
        let body = reader.text(Field::Objection, REASON_MIN, TEXT_MAX);
        let objector = if is_anonymous {
            let (name, contact) = (String::new(), String::new());
            Some(Objector { kind: ObjectorKind::Person, name, contact })
        } else {
            let kind = reader.choice(Field::ObjectorKind, ObjectorKind::parse);
            let name = reader.text(Field::ObjectorName, 2, LINE_MAX);
            let contact = reader.text(Field::ObjectorContact, 5, LINE_MAX);
            kind.zip(name.zip(contact)).map(|(kind, (name, contact))| Objector {
                kind,
                name,
                contact,
            })
        };
        reader
            .problems
            .or(|| Some(Self { about: about?, nominee, body: body?, objector: objector? }))
    }
}

/// Whether an objection is looked into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examination {
    /// Whether it is admissible.
    pub is_admitted: bool,
    /// Why not; empty where it is.
    pub reason: String,
}

impl Examination {
    /// Reads the form. An objection without a paper that is signed or stamped is not admissible
    /// (`AWD-01`).
    pub fn parse(values: &Values, has_scan: bool) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let is_admitted = reader.choice(Field::Decision, |text| match text {
            "admit" => Some(true),
            "refuse" => Some(false),
            _ => None,
        });
        if is_admitted == Some(true) && !has_scan {
            reader.problems.add(Field::Decision, ProblemKind::NotSigned);
        }
        let least = if is_admitted == Some(false) { REASON_MIN } else { 0 };
        let reason = reader.text(Field::Reason, least, TEXT_MAX);
        reader.problems.or(|| Some(Self { is_admitted: is_admitted?, reason: reason? }))
    }
}

/// What an objection ends in, with the answer to who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// [`ObjectionState::Upheld`], [`ObjectionState::PartlyUpheld`] or [`ObjectionState::Dismissed`].
    pub state: ObjectionState,
    /// What follows.
    pub effect: ObjectionEffect,
    /// The words that the objector reads.
    pub answer: String,
}

impl Finding {
    /// Reads the form of an objection about something, with the cycle in a state.
    pub fn parse(
        values: &Values,
        about: ObjectionAbout,
        cycle: AwardCycleState,
    ) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let state = reader.choice(Field::Finding, |code| {
            ObjectionState::parse(code)
                .filter(|it| it.is_upheld() || *it == ObjectionState::Dismissed)
        });
        let effect = if state == Some(ObjectionState::Dismissed) {
            Some(ObjectionEffect::Nothing)
        } else {
            reader.choice(Field::Effect, |code| {
                ObjectionEffect::parse(code).filter(|it| it.suits(about, cycle))
            })
        };
        let answer = reader.text(Field::Answer, REASON_MIN, TEXT_MAX);
        reader.problems.or(|| Some(Self { state: state?, effect: effect?, answer: answer? }))
    }
}

/// What of a nominee is printed wrong, put right without an objection (`AWD-03`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NomineeCorrection {
    /// The name as it should be.
    pub name: String,
    /// The workplace as it should be.
    pub workplace: String,
    /// Why.
    pub reason: String,
}

impl NomineeCorrection {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let name = reader.text(Field::NomineeName, 2, LINE_MAX);
        let workplace = reader.text(Field::NomineeWorkplace, 0, LINE_MAX);
        let reason = reader.text(Field::Reason, REASON_MIN, LINE_MAX);
        reader.problems.or(|| Some(Self { name: name?, workplace: workplace?, reason: reason? }))
    }
}

/// Whether somebody sees that there are objections.
pub fn may_read_objections(actor: &Actor) -> bool {
    has_any(actor, OBJECTION_READERS)
}

/// Whether somebody may look into objections where nothing stands against it (`AWD-06`).
pub fn may_handle_objections(actor: &Actor) -> bool {
    has_any(actor, HANDLERS)
}

/// Whether somebody reads who objects, and names who looks into it.
pub fn may_supervise_objections(actor: &Actor) -> bool {
    has_any(actor, &[Role::Supervisor])
}

fn has_any(actor: &Actor, roles: &[Role]) -> bool {
    roles.iter().any(|role| actor.scopes(*role).any(|scope| scope == Scope::Everything))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Values {
        Values::default()
            .with(Field::ObjectionAbout, "nominee")
            .with(Field::Nominee, "7")
            .with(Field::Objection, "事迹与实际不符")
            .with(Field::ObjectorKind, "person")
            .with(Field::ObjectorName, "钱某")
            .with(Field::ObjectorContact, "0573-00000000")
    }

    #[test]
    fn an_objection_has_a_real_name_and_is_about_somebody_on_the_list() {
        let read = NewObjection::parse(&typed(), &[NominationId(7)]).expect("an objection");
        assert_eq!((read.about, read.nominee), (ObjectionAbout::Nominee, Some(NominationId(7))));
        let wrong = NewObjection::parse(&typed(), &[NominationId(8)]).expect_err("not on it");
        assert_eq!(wrong.of(Field::Nominee), Some(ProblemKind::UnknownChoice));
        let mut nameless = typed();
        nameless.set(Field::ObjectorName, " ");
        let wrong = NewObjection::parse(&nameless, &[NominationId(7)]).expect_err("anonymous");
        assert_eq!(wrong.of(Field::ObjectorName), Some(ProblemKind::Missing));
        let today = NaiveDate::from_ymd_opt(2026, 12, 1).expect("a day");
        let letter = nameless.with(Field::ReceivedOn, "2026-12-01").with(Field::Anonymous, "yes");
        let (read, _) =
            NewObjection::parse_letter(&letter, &[NominationId(7)], today).expect("a letter");
        assert!(read.objector.is_anonymous(), "kept, and nobody is made up");
        let mut about = typed();
        about.set(Field::ObjectionAbout, "procedure");
        assert_eq!(NewObjection::parse(&about, &[]).expect("an objection").nominee, None);
    }

    #[test]
    fn nothing_unsigned_is_admitted_and_a_refusal_says_why() {
        let admit = Values::default().with(Field::Decision, "admit");
        assert!(Examination::parse(&admit, true).expect("admitted").is_admitted);
        let wrong = Examination::parse(&admit, false).expect_err("unsigned");
        assert_eq!(wrong.of(Field::Decision), Some(ProblemKind::NotSigned));
        let refuse = Values::default().with(Field::Decision, "refuse");
        let wrong = Examination::parse(&refuse, false).expect_err("why?");
        assert_eq!(wrong.of(Field::Reason), Some(ProblemKind::Missing));
    }

    #[test]
    fn what_follows_suits_what_it_is_about_and_how_far_the_cycle_is() {
        use ObjectionAbout::{Nominee, Procedure};
        let finding = |effect: &str, about, cycle| {
            let values = Values::default()
                .with(Field::Finding, "upheld")
                .with(Field::Effect, effect)
                .with(Field::Answer, "经核实情况属实");
            Finding::parse(&values, about, cycle).map(|found| found.effect).ok()
        };
        let (running, over) = (AwardCycleState::OnNotice, AwardCycleState::Decided);
        assert_eq!(finding("removal", Nominee, over), Some(ObjectionEffect::Removal));
        assert_eq!(finding("removal", Procedure, running), None);
        assert_eq!(finding("proposal", Procedure, running), Some(ObjectionEffect::Proposal));
        assert_eq!(finding("proposal", Procedure, over), None, "it is decided");
        let dismissed = Values::default()
            .with(Field::Finding, "dismissed")
            .with(Field::Effect, "removal")
            .with(Field::Answer, "经核实不属实");
        let read = Finding::parse(&dismissed, Nominee, running).expect("a finding");
        assert_eq!(read.effect, ObjectionEffect::Nothing, "nothing follows from it");
    }
}
