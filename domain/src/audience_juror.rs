//! Audience jurors (大众评审): three questions with five faces each, by a link of one lecture.
//!
//! Nobody signs in or gives a name (`REV-14`): a group label is all that is known, and what is kept
//! are the counts of each face. They are shown beside the panel's result and never mixed in
//! (`REV-13`), and not at all below three.

use crate::{
    code::codes,
    form::{Field, Problems, Reader, Values},
    score_sheet::Points,
};

/// Fewer answers than this are never shown.
pub const SHOWN_FROM: i64 = 3;
/// The most people that one link is for.
pub const JURORS_MAX: i64 = 500;
/// The best face; the worst is 1.
pub const FACE_MAX: i64 = 5;
/// The longest group label, in characters.
pub const LABEL_MAX: usize = 30;
/// The characters of a link's code: none that is taken for another.
const ALPHABET: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
/// So many of them: enough that nobody guesses the link of a lecture that is open for an hour.
const CODE_LENGTH: usize = 10;

codes! {
    /// What is asked.
    JurorQuestion {
        /// 有趣吗？
        Engaging = "engaging",
        /// 听懂了吗？
        Clear = "clear",
        /// 有用吗？
        Useful = "useful",
    }
}

impl JurorQuestion {
    /// The field of its answer.
    pub fn field(self) -> Field {
        match self {
            Self::Engaging => Field::FaceEngaging,
            Self::Clear => Field::FaceClear,
            Self::Useful => Field::FaceUseful,
        }
    }
}

/// A link to be opened: for whom, and for how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJurorLink {
    /// Which group, such as a class; never a person.
    pub label: String,
    /// How many of them there are.
    pub n_jurors: i64,
}

impl NewJurorLink {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let label = reader.text(Field::GroupLabel, 1, LABEL_MAX);
        let n_jurors = reader.number(Field::NJurors, SHOWN_FROM, JURORS_MAX);
        reader.problems.or(|| Some(Self { label: label?, n_jurors: n_jurors? }))
    }
}

/// The answers of one juror, in the order of the questions; from 1 to 5.
pub type Faces = [i64; 3];

/// Reads the answers to all three questions.
pub fn parse_faces(values: &Values) -> Result<Faces, Problems> {
    let face = |code: &str| code.parse().ok().filter(|face| (1..=FACE_MAX).contains(face));
    let mut reader = Reader::new(values);
    let faces = [JurorQuestion::Engaging, JurorQuestion::Clear, JurorQuestion::Useful]
        .map(|question| reader.choice(question.field(), face));
    reader.problems.or(|| {
        let [engaging, clear, useful] = faces;
        Some([engaging?, clear?, useful?])
    })
}

/// How often each face was given to a question, from the worst to the best.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally(pub [i64; 5]);

impl Tally {
    /// How many have answered.
    pub fn count(&self) -> i64 {
        self.0.iter().sum()
    }

    /// The mean face, rounded half up to hundredths; none below three answers.
    pub fn mean(&self) -> Option<Points> {
        let n = self.count();
        let sum: i64 = (1..).zip(self.0).map(|(face, times): (i64, i64)| face * times).sum();
        (n >= SHOWN_FROM).then(|| Points::hundredths((200 * sum + n) / (2 * n)))
    }
}

/// The code of a link, from random bytes.
pub fn code(random: &[u8]) -> String {
    let letter = |byte: &u8| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]);
    random.iter().take(CODE_LENGTH).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::ProblemKind;

    #[test]
    fn all_three_questions_are_answered_with_one_of_five_faces() {
        let values = Values::default()
            .with(Field::FaceEngaging, "5")
            .with(Field::FaceClear, "4")
            .with(Field::FaceUseful, "1");
        assert_eq!(parse_faces(&values), Ok([5, 4, 1]));
        let mut wrong = values;
        wrong.set(Field::FaceClear, "6");
        wrong.set(Field::FaceUseful, "");
        let problems = parse_faces(&wrong).expect_err("two");
        assert_eq!(problems.of(Field::FaceClear), Some(ProblemKind::UnknownChoice));
        assert_eq!(problems.of(Field::FaceUseful), Some(ProblemKind::Missing));
    }

    #[test]
    fn nothing_is_said_below_three_and_the_mean_is_rounded_half_up() {
        assert_eq!(Tally([0, 0, 0, 0, 2]).mean(), None);
        let mean = |counts| Tally(counts).mean().map(|mean| mean.to_string());
        assert_eq!(mean([0, 0, 0, 0, 3]).as_deref(), Some("5.00"));
        assert_eq!(mean([0, 0, 0, 1, 2]).as_deref(), Some("4.67"));
        assert_eq!(mean([1, 0, 0, 7, 0]).as_deref(), Some("3.63"), "3.625");
    }

    #[test]
    fn a_link_is_for_a_group_and_at_least_three() {
        let values =
            Values::default().with(Field::GroupLabel, "初二（3）班").with(Field::NJurors, "40");
        let link = NewJurorLink { label: "初二（3）班".into(), n_jurors: 40 };
        assert_eq!(NewJurorLink::parse(&values), Ok(link));
        let mut few = values;
        few.set(Field::NJurors, "2");
        few.set(Field::GroupLabel, "");
        let problems = NewJurorLink::parse(&few).expect_err("two");
        assert_eq!(problems.of(Field::NJurors), Some(ProblemKind::OutOfRange(3, JURORS_MAX)));
        assert_eq!(problems.of(Field::GroupLabel), Some(ProblemKind::Missing));
    }

    #[test]
    fn a_code_has_ten_letters_that_nobody_confuses() {
        let all: Vec<u8> = (0..=255).collect();
        let code = code(&all[20..40]);
        assert_eq!(code.len(), CODE_LENGTH);
        assert!(!code.contains(['0', 'o', '1', 'l', 'i']));
    }
}
