//! What people decide where a seat line cuts a shared rank (domain §3.6.3, rules 4 and 5).
//!
//! The program never draws by itself.

use std::{cmp::Reverse, collections::BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Line, Undecided};
use crate::{
    code::codes,
    ranking::{NomineeKey, Separation},
};

codes! {
    /// Whether the document of a cycle allows seats to be added where a seat line cuts a shared rank
    /// (domain §3.6.3).
    AddedSeats {
        /// It says nothing of them.
        Forbidden = "forbidden",
        /// It does.
        Allowed = "allowed",
    }
}

/// A decision about one tied group at one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TieDecision {
    /// The line.
    pub line: Line,
    /// Where it is on record: minutes or a document's number.
    pub reference: String,
    /// What was decided.
    pub resolution: Resolution,
}

/// How a tie was decided; each names every member of the group once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Resolution {
    /// The panel's secret vote: who has the majority of the ballots comes first, more votes before
    /// fewer; everybody else, and who has equal votes, stays tied.
    Vote {
        /// Valid ballots; on each stand at most as many names as there are seats left.
        ballots: u32,
        /// What the members got.
        votes: Vec<Votes>,
    },
    /// A lot drawn by the chair before the supervisor.
    Lot {
        /// The members in the order drawn.
        order: Vec<NomineeKey>,
    },
    /// Seats are added until every member has one: only where [`AddedSeats::Allowed`].
    AddedSeat {
        /// The members.
        nominees: Vec<NomineeKey>,
    },
}

/// The votes for one nominee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Votes {
    /// Who.
    pub nominee: NomineeKey,
    /// How many.
    pub votes: u32,
}

/// Why a decision does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionProblem {
    /// Nothing is tied at that line, or no longer.
    #[error("nothing is left to decide")]
    Needless,
    /// Other nominees than the group's are named, or some twice.
    #[error("it must name each of {0:?} once and nobody else")]
    OtherGroup(Vec<NomineeKey>),
    /// Somebody got more votes than there are ballots, or all together more than fit on them.
    #[error("there are more votes than the ballots can hold")]
    TooManyVotes,
    /// It does not say where it is on record.
    #[error("it does not say where it is on record")]
    NoReference,
}

/// What a decision makes of a group.
pub(super) struct Resolved {
    /// Those who are no longer tied with each other, best first; each with the others of its class.
    pub(super) classes: Vec<Vec<NomineeKey>>,
    /// Seats that are added to the line.
    pub(super) added: u32,
    /// What separates the classes.
    pub(super) rule: Separation,
}

impl TieDecision {
    /// Applies the decision to the group that is undecided.
    pub(super) fn resolve(&self, undecided: &Undecided) -> Result<Resolved, DecisionProblem> {
        if self.reference.trim().is_empty() {
            return Err(DecisionProblem::NoReference);
        }
        check_names(&self.resolution.names(), &undecided.group)?;
        match &self.resolution {
            Resolution::Vote { ballots, votes } => {
                check_votes(*ballots, votes, undecided.seats_left)?;
                let classes = by_votes(*ballots, votes);
                Ok(Resolved { classes, added: 0, rule: Separation::Vote })
            }
            Resolution::Lot { order } => {
                let classes = order.iter().map(|nominee| vec![nominee.clone()]).collect();
                Ok(Resolved { classes, added: 0, rule: Separation::Lot })
            }
            Resolution::AddedSeat { .. } => {
                let n = u32::try_from(undecided.group.len()).unwrap_or(u32::MAX);
                let classes = vec![undecided.group.clone()];
                let added = n.saturating_sub(undecided.seats_left);
                Ok(Resolved { classes, added, rule: Separation::Tied })
            }
        }
    }
}

impl Resolution {
    fn names(&self) -> Vec<&NomineeKey> {
        match self {
            Self::Vote { votes, .. } => votes.iter().map(|it| &it.nominee).collect(),
            Self::Lot { order } => order.iter().collect(),
            Self::AddedSeat { nominees } => nominees.iter().collect(),
        }
    }
}

fn check_names(named: &[&NomineeKey], group: &[NomineeKey]) -> Result<(), DecisionProblem> {
    let members: BTreeSet<_> = group.iter().collect();
    if named.len() == group.len() && members == named.iter().copied().collect() {
        Ok(())
    } else {
        Err(DecisionProblem::OtherGroup(group.to_vec()))
    }
}

fn check_votes(ballots: u32, votes: &[Votes], seats: u32) -> Result<(), DecisionProblem> {
    let all: u64 = votes.iter().map(|it| u64::from(it.votes)).sum();
    let too_many = votes.iter().any(|it| it.votes > ballots);
    if too_many || all > u64::from(ballots) * u64::from(seats) {
        Err(DecisionProblem::TooManyVotes)
    } else {
        Ok(())
    }
}

/// Those with a majority by their votes, then everybody else in one class.
fn by_votes(ballots: u32, votes: &[Votes]) -> Vec<Vec<NomineeKey>> {
    let standing = |it: &Votes| if it.votes > ballots / 2 { it.votes } else { 0 };
    let mut votes: Vec<_> = votes.iter().collect();
    votes.sort_by_key(|it| (Reverse(standing(it)), &it.nominee));
    let class = |class: &[&Votes]| class.iter().map(|it| it.nominee.clone()).collect();
    votes.chunk_by(|one, other| standing(one) == standing(other)).map(class).collect()
}
