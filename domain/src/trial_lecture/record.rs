//! What confirming a verdict fixes.

use super::Verdict;
use crate::record::{Canonical, Kind};

/// A confirmed verdict with the sheets that it rests on. Reasons stay out: they speak about people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictRecord {
    /// Key: the booking of the lecture.
    pub id: i64,
    /// Which version was judged.
    pub version_id: i64,
    /// In which sitting.
    pub session_id: i64,
    /// The rubric and its version.
    pub rubric: String,
    /// What the chair proposed; none where there are comments only.
    pub proposed: Option<Verdict>,
    /// What holds.
    pub verdict: Option<Verdict>,
}

impl VerdictRecord {
    /// The canonical form: seats with the scores of their sheets, and the required changes in order.
    pub fn record<'a>(
        &self,
        sheets: impl IntoIterator<Item = (i64, &'a str)>,
        changes: impl IntoIterator<Item = &'a str>,
    ) -> Canonical {
        let sheet = |(seat, scores): (i64, &str)| {
            crate::record::row([Some(seat.to_string()), Some(scores.to_owned())])
        };
        Canonical::new(Kind::Verdict, 1, self.id)
            .number("version", self.version_id)
            .number("session", self.session_id)
            .text("rubric", self.rubric.as_str())
            .text("proposed", self.proposed.map(Verdict::as_str))
            .text("verdict", self.verdict.map(Verdict::as_str))
            .list("sheets", sheets.into_iter().map(sheet))
            .list("changes", changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_has_these_bytes() {
        let verdict = VerdictRecord {
            id: 5,
            version_id: 12,
            session_id: 7,
            rubric: "R1/1".into(),
            proposed: Some(Verdict::Revise),
            verdict: Some(Verdict::Revise),
        };
        let record = verdict.record([(2, "[\"9.50\"]")], ["注明来源"]);
        assert_eq!(
            std::str::from_utf8(record.bytes()).expect("a text"),
            "7:verdict;1:1;1:5;7:version;2:12;7:session;1:7;6:rubric;4:R1/1;8:proposed;6:revise;\
             7:verdict;6:revise;6:sheets;19:15:1:2;8:[\"9.50\"];;;7:changes;16:12:注明来源;;"
        );
    }
}
