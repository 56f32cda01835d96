//! What comes of a lecture's figures and vetoes (domain §4.2), and what that does to its course.

use crate::{
    code::codes,
    course::CourseVersionState,
    form::{Field, ProblemKind, Problems, REASON_MIN, Reader, TEXT_MAX, Values},
    score_sheet::Points,
};

/// The longest list of required changes.
const CHANGES_MAX: usize = 20;
/// The longest required change, in characters.
const CHANGE_MAX: usize = 300;

const REJECT_BELOW: Points = Points::hundredths(6_000);
const REJECT_SOUNDNESS_BELOW: Points = Points::hundredths(2_400);
const APPROVE_FROM: Points = Points::hundredths(8_000);
const APPROVE_SOUNDNESS_FROM: Points = Points::hundredths(3_200);

codes! {
    /// What a panel finds.
    Verdict {
        /// The course may be listed.
        Approve = "approve",
        /// Numbered changes are needed first.
        Revise = "revise",
        /// Not this course.
        Reject = "reject",
        /// Comments only; the round is not used up.
        Advisory = "advisory",
    }
}

codes! {
    /// On what ground a panelist raises a veto (domain §4.2).
    Veto {
        /// A factual falsehood that was not corrected.
        Falsehood = "falsehood",
        /// Pseudo-science.
        PseudoScience = "pseudo_science",
        /// Advertising.
        Advertising = "advertising",
        /// Discriminatory or politically improper content.
        Improper = "improper",
        /// An unsafe experiment.
        Unsafe = "unsafe",
        /// A breach of copyright.
        Copyright = "copyright",
    }
}

codes! {
    /// What a panelist says to a veto that was raised.
    VetoVote {
        /// It does not hold.
        No = "no",
        /// It holds, and can be cured.
        Correctable = "correctable",
        /// It holds, and cannot be cured.
        Uncorrectable = "uncorrectable",
    }
}

codes! {
    /// What comes of a veto that was raised.
    Outcome {
        /// Not confirmed.
        Dropped = "dropped",
        /// Confirmed, and can be cured.
        Correctable = "correctable",
        /// Confirmed, and cannot.
        Uncorrectable = "uncorrectable",
    }
}

/// Counts the votes on a veto among `n_judges` who are present and not recused: more than half of
/// them confirm it, more than half of those who said yes hold it for incurable.
pub fn tally(votes: &[VetoVote], n_judges: usize) -> Outcome {
    let n_who = |is: fn(VetoVote) -> bool| votes.iter().filter(|vote| is(**vote)).count();
    let confirmed = n_who(|vote| vote != VetoVote::No);
    if 2 * confirmed <= n_judges {
        Outcome::Dropped
    } else if 2 * n_who(|vote| vote == VetoVote::Uncorrectable) > confirmed {
        Outcome::Uncorrectable
    } else {
        Outcome::Correctable
    }
}

/// The figures that decide, each rounded half up to two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Mean of the retained totals, of 100.
    pub total: Points,
    /// Scientific soundness, of 40.
    pub soundness: Points,
}

/// What the figures and the veto come to, in the order of domain §4.2.
pub fn verdict(figures: Figures, veto: Option<Outcome>) -> Verdict {
    let Figures { total, soundness } = figures;
    if total < REJECT_BELOW || soundness < REJECT_SOUNDNESS_BELOW {
        return Verdict::Reject;
    }
    let is_good = total >= APPROVE_FROM && soundness >= APPROVE_SOUNDNESS_FROM;
    match veto {
        Some(Outcome::Uncorrectable) => Verdict::Reject,
        Some(Outcome::Dropped) | None if is_good => Verdict::Approve,
        _ => Verdict::Revise,
    }
}

/// Which round of a refinement cycle it is, and how many there are at most (`CRS-03`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its number, from 1.
    pub no: i64,
    /// The number of the last one.
    pub most: i64,
}

/// Where a confirmed verdict of a round leaves its version; a last round without approval ends the
/// cycle (`CRS-03`).
pub fn outcome(verdict: Verdict, round: Round) -> CourseVersionState {
    match verdict {
        Verdict::Approve => CourseVersionState::Approved,
        Verdict::Revise if round.no < round.most => CourseVersionState::NeedsRevision,
        Verdict::Revise | Verdict::Reject => CourseVersionState::Rejected,
        Verdict::Advisory => CourseVersionState::AwaitingSlot,
    }
}

/// Where a confirmed verdict leaves a version that stayed in the catalogue, listed or suspended, while
/// it was judged once more: without approval it goes out of it.
pub fn outcome_of_repeat(
    verdict: Verdict,
    round: Round,
    listed: CourseVersionState,
) -> CourseVersionState {
    match verdict {
        Verdict::Approve | Verdict::Advisory => listed,
        Verdict::Revise | Verdict::Reject => outcome(verdict, round),
    }
}

/// What the chair proposes to the office, or the office decides upon it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The verdict.
    pub verdict: Verdict,
    /// Why it differs from what was before; empty if it does not.
    pub reason: String,
    /// Required changes in order; numbered from 1.
    pub changes: Vec<String>,
}

impl Proposal {
    /// Reads the form of a proposal where the figures come to `computed`: one change a line.
    ///
    /// A deviation needs its reason, and who asks for a revision says what has to be changed.
    pub fn parse(values: &Values, computed: Verdict) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let verdict = reader.choice(Field::Verdict, parse_verdict);
        let least = if verdict.is_some_and(|it| it != computed) { REASON_MIN } else { 0 };
        let reason = reader.text(Field::Reason, least, TEXT_MAX);
        let text = reader.text(Field::Changes, 0, CHANGES_MAX * (CHANGE_MAX + 2));
        let changes = text.map(|text| lines(&text));
        if let Some(changes) = &changes {
            let longest = changes.iter().map(|line| line.chars().count()).max().unwrap_or(0);
            if longest > CHANGE_MAX {
                let kind = ProblemKind::TooLong { most: CHANGE_MAX, typed: longest };
                reader.problems.add(Field::Changes, kind);
            } else if changes.len() > CHANGES_MAX {
                reader.problems.add(Field::Changes, ProblemKind::TooManyLines(CHANGES_MAX));
            } else if verdict == Some(Verdict::Revise) && changes.is_empty() {
                reader.problems.add(Field::Changes, ProblemKind::Missing);
            }
        }
        reader.problems.or(|| Some(Self { verdict: verdict?, reason: reason?, changes: changes? }))
    }
}

/// One required change a line, without the number that somebody may have typed before it.
fn lines(text: &str) -> Vec<String> {
    let bare = |line: &str| {
        let line = line.trim();
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_numbered = rest.len() < line.len() && rest.starts_with(['.', '、', ')', '．', '）']);
        let line = if is_numbered {
            rest.trim_start_matches(['.', '、', ')', '．', '）'])
        } else {
            line
        };
        line.trim().to_owned()
    };
    text.lines().map(bare).filter(|line| !line.is_empty()).collect()
}

fn parse_verdict(code: &str) -> Option<Verdict> {
    Verdict::parse(code).filter(|verdict| *verdict != Verdict::Advisory)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(total: &str, soundness: &str, veto: Option<Outcome>) -> Verdict {
        let points = |text: &str| text.parse().expect("points");
        verdict(Figures { total: points(total), soundness: points(soundness) }, veto)
    }

    /// A round of three.
    fn round(no: i64) -> Round {
        Round { no, most: 3 }
    }

    #[test]
    fn the_thresholds_are_those_of_the_rubric() {
        for (total, soundness, expected) in [
            ("80.00", "32.00", Verdict::Approve),
            ("79.99", "40.00", Verdict::Revise),
            ("80.00", "31.99", Verdict::Revise),
            ("60.00", "24.00", Verdict::Revise),
            ("59.99", "40.00", Verdict::Reject),
            ("95.00", "23.99", Verdict::Reject),
            ("100.00", "40.00", Verdict::Approve),
        ] {
            assert_eq!(of(total, soundness, None), expected, "{total} {soundness}");
            assert_eq!(of(total, soundness, Some(Outcome::Dropped)), expected);
        }
    }

    #[test]
    fn a_confirmed_veto_excludes_approval_and_saves_nothing() {
        assert_eq!(of("95", "38", Some(Outcome::Correctable)), Verdict::Revise);
        assert_eq!(of("95", "38", Some(Outcome::Uncorrectable)), Verdict::Reject);
        assert_eq!(of("59.5", "38", Some(Outcome::Correctable)), Verdict::Reject);
        assert_eq!(of("70", "23.5", Some(Outcome::Correctable)), Verdict::Reject);
    }

    #[test]
    fn a_veto_needs_more_than_half_of_those_who_may_vote() {
        use VetoVote::{Correctable, No, Uncorrectable};
        assert_eq!(tally(&[Correctable, Correctable, No], 4), Outcome::Dropped);
        assert_eq!(tally(&[Correctable, Correctable, Uncorrectable], 5), Outcome::Correctable);
        assert_eq!(tally(&[Uncorrectable, Correctable, No, No], 4), Outcome::Dropped);
        assert_eq!(
            tally(&[Uncorrectable, Uncorrectable, Correctable, No], 4),
            Outcome::Uncorrectable
        );
        // As many hold it for incurable as do not: it can be cured.
        assert_eq!(
            tally(&[Uncorrectable, Uncorrectable, Correctable, Correctable], 5),
            Outcome::Correctable
        );
        assert_eq!(tally(&[], 5), Outcome::Dropped);
    }

    #[test]
    fn the_third_round_without_approval_ends_the_cycle() {
        assert_eq!(outcome(Verdict::Revise, round(2)), CourseVersionState::NeedsRevision);
        assert_eq!(outcome(Verdict::Revise, round(3)), CourseVersionState::Rejected);
        assert_eq!(outcome(Verdict::Approve, round(3)), CourseVersionState::Approved);
        assert_eq!(outcome(Verdict::Reject, round(1)), CourseVersionState::Rejected);
        assert_eq!(outcome(Verdict::Advisory, round(3)), CourseVersionState::AwaitingSlot);
    }

    #[test]
    fn a_repeat_without_approval_takes_a_listed_version_out() {
        use CourseVersionState::{Listed, NeedsRevision, Rejected, Suspended};
        for state in [Listed, Suspended] {
            assert_eq!(outcome_of_repeat(Verdict::Approve, round(1), state), state);
            assert_eq!(outcome_of_repeat(Verdict::Advisory, round(1), state), state);
            assert_eq!(outcome_of_repeat(Verdict::Revise, round(1), state), NeedsRevision);
            assert_eq!(outcome_of_repeat(Verdict::Revise, round(3), state), Rejected);
            assert_eq!(outcome_of_repeat(Verdict::Reject, round(1), state), Rejected);
        }
    }

    #[test]
    fn required_changes_are_lines_and_lose_typed_numbers() {
        let values = Values::default()
            .with(Field::Verdict, "revise")
            .with(Field::Changes, "1. 注明数据来源\r\n\r\n2、 增加互动\n3 个实验减为 2 个");
        let proposal = Proposal::parse(&values, Verdict::Revise).expect("a proposal");
        assert_eq!(proposal.changes, ["注明数据来源", "增加互动", "3 个实验减为 2 个"]);
    }

    #[test]
    fn a_revision_says_what_to_change_and_a_deviation_says_why() {
        let values = Values::default().with(Field::Verdict, "revise");
        let problems = Proposal::parse(&values, Verdict::Approve).expect_err("two problems");
        assert_eq!(problems.of(Field::Changes), Some(ProblemKind::Missing));
        assert!(problems.of(Field::Reason).is_some());
        let values = Values::default().with(Field::Verdict, "advisory");
        let problems = Proposal::parse(&values, Verdict::Approve).expect_err("no choice");
        assert_eq!(problems.of(Field::Verdict), Some(ProblemKind::UnknownChoice));
    }
}
