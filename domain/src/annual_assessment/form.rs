//! What the forms of an assessment say.

use chrono::NaiveDate;

use super::{AssessmentStep, VetoGround};
use crate::{
    assessment_year::AssessmentYear,
    delivery::ATTENDANCE_MAX,
    form::{Field, LINE_MAX, ProblemKind, Problems, REASON_MIN, Reader, TEXT_MAX, Values},
    id::{PersonId, UploadId},
};

/// The least number of characters of a report.
const REPORT_MIN: usize = 20;

/// The lecturer's own report.
pub fn parse_report(values: &Values) -> Result<String, Problems> {
    text(values, Field::SelfReport, REPORT_MIN)
}

/// What the lecturer says to the proposed grade.
pub fn parse_comment(values: &Values) -> Result<String, Problems> {
    text(values, Field::GradeComment, REASON_MIN)
}

/// The county's word.
pub fn parse_word(values: &Values) -> Result<String, Problems> {
    text(values, Field::CountyWord, REASON_MIN)
}

/// Why a lecture does not count.
pub fn parse_refusal(values: &Values) -> Result<String, Problems> {
    text(values, Field::Reason, REASON_MIN)
}

fn text(values: &Values, field: Field, least: usize) -> Result<String, Problems> {
    let mut reader = Reader::new(values);
    let text = reader.text(field, least, TEXT_MAX);
    reader.problems.or(|| text)
}

/// A step of the office with what it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeStep {
    /// The step.
    pub step: AssessmentStep,
    /// Why.
    pub reason: String,
    /// The ground, where one is set.
    pub ground: Option<VetoGround>,
    /// Months of an illness, where they are set.
    pub ill_months: Option<i64>,
}

impl OfficeStep {
    /// Reads the form: every step says why.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let step = reader.choice(Field::Step, AssessmentStep::parse);
        let reason = reader.text(Field::Reason, REASON_MIN, TEXT_MAX);
        let ground = if step == Some(AssessmentStep::SetVeto) {
            reader.choice(Field::VetoGround, VetoGround::parse).map(Some)
        } else {
            Some(None)
        };
        let ill_months = if step == Some(AssessmentStep::SetIllMonths) {
            reader.number(Field::IllMonths, 0, 12).map(Some)
        } else {
            Some(None)
        };
        reader.problems.or(|| {
            Some(Self { step: step?, reason: reason?, ground: ground?, ill_months: ill_months? })
        })
    }
}

/// By whom and which document grades are decided (`LAW-14`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinalDecision {
    /// Who has decided, by name.
    pub decider: PersonId,
    /// The document.
    pub document_no: String,
}

impl FinalDecision {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let decider = reader.choice(Field::Decider, |text| text.parse().ok());
        let document_no = reader.text(Field::DocumentNo, 2, LINE_MAX);
        reader.problems.or(|| Some(Self { decider: decider?, document_no: document_no? }))
    }
}

/// A lecture that was not given through this program, with its proof (`LEC-01`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideLecture {
    /// What it was about.
    pub title: String,
    /// The day.
    pub held_on: NaiveDate,
    /// Before whom.
    pub host: String,
    /// Listeners.
    pub listeners: i64,
    /// Whether it was in the country.
    pub is_rural: bool,
    /// The proof.
    pub proof: UploadId,
}

impl OutsideLecture {
    /// Reads the form of a lecture of a year, with the proof that was stored; it was held already.
    pub fn parse(
        values: &Values,
        proof: Option<UploadId>,
        year: AssessmentYear,
        today: NaiveDate,
    ) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let title = reader.text(Field::OutsideTitle, 2, LINE_MAX);
        let held_on = match reader.date(Field::OutsideDay) {
            Some(day) if day > today => reader.refuse(Field::OutsideDay, ProblemKind::InTheFuture),
            Some(day) if !year.contains(day) => {
                reader.refuse(Field::OutsideDay, ProblemKind::OutOfYear(year.0))
            }
            day => day,
        };
        let host = reader.text(Field::OutsideHost, 2, LINE_MAX);
        let listeners = reader.number(Field::Attendance, 1, ATTENDANCE_MAX);
        let is_rural = values.has(Field::IsRural, "yes");
        let proof = match proof {
            None => reader.refuse(Field::Proof, ProblemKind::Missing),
            proof => proof,
        };
        reader.problems.or(|| {
            Some(Self {
                title: title?,
                held_on: held_on?,
                host: host?,
                listeners: listeners?,
                is_rural,
                proof: proof?,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lecture() -> Values {
        Values::default()
            .with(Field::OutsideTitle, "钱塘潮")
            .with(Field::OutsideDay, "2026-05-04")
            .with(Field::OutsideHost, "海宁市盐官中学")
            .with(Field::Attendance, "180")
    }

    #[test]
    fn a_lecture_elsewhere_is_of_its_year_and_has_a_proof() {
        let today = "2026-11-23".parse().unwrap();
        let read = |values: &Values, proof| {
            OutsideLecture::parse(values, proof, AssessmentYear(2026), today)
        };
        let whole = read(&lecture(), Some(UploadId(3))).unwrap();
        assert_eq!((whole.listeners, whole.is_rural, whole.proof), (180, false, UploadId(3)));
        let rural = read(&lecture().with(Field::IsRural, "yes"), Some(UploadId(3))).unwrap();
        assert!(rural.is_rural);
        let bare = read(&lecture(), None).unwrap_err();
        assert_eq!(bare.of(Field::Proof), Some(ProblemKind::Missing));
        for (day, problem) in [
            ("2026-11-24", ProblemKind::InTheFuture),
            ("2025-11-30", ProblemKind::OutOfYear(2026)),
            ("", ProblemKind::Missing),
        ] {
            let mut values = lecture();
            values.set(Field::OutsideDay, day);
            let refused = read(&values, Some(UploadId(3))).unwrap_err();
            assert_eq!(refused.of(Field::OutsideDay), Some(problem), "{day}");
        }
    }

    #[test]
    fn a_step_says_why_and_what_it_sets() {
        let step = |step: &str| {
            Values::default().with(Field::Step, step).with(Field::Reason, "经核实情况属实")
        };
        let refused = OfficeStep::parse(&step("set_veto")).unwrap_err();
        assert_eq!(refused.of(Field::VetoGround), Some(ProblemKind::Missing));
        let veto = OfficeStep::parse(&step("set_veto").with(Field::VetoGround, "fee_taken"));
        assert_eq!(veto.unwrap().ground, Some(VetoGround::FeeTaken));
        let many = step("set_ill_months").with(Field::IllMonths, "13");
        let refused = OfficeStep::parse(&many).unwrap_err();
        assert_eq!(refused.of(Field::IllMonths), Some(ProblemKind::OutOfRange(0, 12)));
        let bare = Values::default().with(Field::Step, "send_back");
        let refused = OfficeStep::parse(&bare).unwrap_err();
        assert_eq!(refused.of(Field::Reason), Some(ProblemKind::Missing));
        assert!(OfficeStep::parse(&step("send_back")).is_ok());
    }

    #[test]
    fn words_have_a_least_length_and_a_decision_a_name() {
        let short = Values::default().with(Field::SelfReport, "讲了很多");
        assert!(parse_report(&short).is_err());
        assert!(parse_word(&Values::default().with(Field::CountyWord, "情况属实，同意")).is_ok());
        let refused = FinalDecision::parse(&Values::default()).unwrap_err();
        assert_eq!(refused.of(Field::Decider), Some(ProblemKind::Missing));
        assert_eq!(refused.of(Field::DocumentNo), Some(ProblemKind::Missing));
    }
}
