//! What deciding an assessment fixes.

use super::{Counted, Grade, VetoGround};
use crate::record::{Canonical, Kind};

/// A decided assessment with what it rests on. Report, word, comment and reasons stay out: they speak
/// about people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssessmentRecord {
    /// Key.
    pub id: i64,
    /// Who was assessed.
    pub person_id: i64,
    /// In which year.
    pub year: i64,
    /// What was counted.
    pub counted: Counted,
    /// Lectures that were asked for.
    pub minimum: Option<i64>,
    /// Points in hundredths.
    pub points: Option<i64>,
    /// A ground that excludes everything but failing.
    pub veto: Option<VetoGround>,
    /// The grade.
    pub grade: Option<Grade>,
    /// Who has decided.
    pub decider_id: Option<i64>,
    /// The document.
    pub document_no: String,
}

impl AssessmentRecord {
    /// The canonical form.
    pub fn record(&self) -> Canonical {
        let c = &self.counted;
        Canonical::new(Kind::AnnualAssessment, 1, self.id)
            .number("person", self.person_id)
            .number("year", self.year)
            .number("deliveries", c.deliveries)
            .number("outside", c.outside)
            .number("listeners", c.listeners)
            .number("rural", c.rural)
            .number("review", c.review)
            .number("observations", c.observations)
            .number("levels", c.levels)
            .number("approved", c.approved)
            .number("listed", c.listed)
            .number("teaching", c.teaching)
            .number("missed", c.missed)
            .number("sittings", c.sittings)
            .number("hours", c.hours)
            .number("minimum", self.minimum)
            .number("points", self.points)
            .text("veto", self.veto.map(VetoGround::as_str))
            .text("grade", self.grade.map(Grade::as_str))
            .number("decider", self.decider_id)
            .text("document_no", self.document_no.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decided_assessment_has_these_bytes() {
        let assessment = AssessmentRecord {
            id: 5,
            person_id: 12,
            year: 2026,
            counted: Counted { deliveries: 6, review: Some(8_650), ..Counted::default() },
            minimum: Some(4),
            points: Some(7_850),
            veto: None,
            grade: Some(Grade::Qualified),
            decider_id: Some(3),
            document_no: "9号".into(),
        };
        assert_eq!(
            std::str::from_utf8(assessment.record().bytes()).unwrap(),
            "17:annual_assessment;1:1;1:5;6:person;2:12;4:year;4:2026;10:deliveries;1:6;\
             7:outside;1:0;9:listeners;1:0;5:rural;1:0;6:review;4:8650;12:observations;1:0;\
             6:levels;1:0;8:approved;1:0;6:listed;1:0;8:teaching;1:0;6:missed;1:0;8:sittings;1:0;\
             5:hours;1:0;7:minimum;1:4;6:points;4:7850;4:veto;-;5:grade;9:qualified;\
             7:decider;1:3;11:document_no;4:9号;"
        );
    }
}
