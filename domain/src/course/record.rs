//! What handing a course version in fixes.

use crate::{
    audience::{SchoolStage, TargetGroup},
    record::{Canonical, Kind},
};

/// A course version as far as it is fixed by handing it in.
///
/// All of its text is what the lecturer teaches, and is published; the office's `remark` is about
/// the lecturer's work and may have to be erased: it is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRecord {
    /// Key of the version.
    pub id: i64,
    /// The course.
    pub course_id: i64,
    /// The lead lecturer.
    pub lecturer_id: i64,
    /// Number of the version.
    pub version_no: i64,
    /// Title.
    pub title: String,
    /// Abstract.
    pub summary: String,
    /// Subject field.
    pub field_id: Option<i64>,
    /// Minutes.
    pub minutes: Option<i64>,
    /// Largest audience.
    pub max_audience: Option<i64>,
    /// Equipment.
    pub equipment: String,
    /// Outline.
    pub outline: String,
    /// Sources.
    pub sources: String,
    /// Digest of the slides.
    pub slides_sha256: Option<String>,
    /// "The material is mine to use."
    pub owns_rights: bool,
    /// "There is no advertising in it."
    pub no_advertising: bool,
}

impl VersionRecord {
    /// The canonical form, with school stages and target groups in their own order.
    pub fn record(
        &self,
        stages: impl IntoIterator<Item = SchoolStage>,
        groups: impl IntoIterator<Item = TargetGroup>,
    ) -> Canonical {
        Canonical::new(Kind::CourseVersion, 1, self.id)
            .number("course", self.course_id)
            .number("lecturer", self.lecturer_id)
            .number("version", self.version_no)
            .text("title", self.title.as_str())
            .text("summary", self.summary.as_str())
            .number("field", self.field_id)
            .list("stages", stages.into_iter().map(SchoolStage::as_str))
            .list("groups", groups.into_iter().map(TargetGroup::as_str))
            .number("minutes", self.minutes)
            .number("max_audience", self.max_audience)
            .text("equipment", self.equipment.as_str())
            .text("outline", self.outline.as_str())
            .text("sources", self.sources.as_str())
            .text("slides", self.slides_sha256.as_deref())
            .flag("owns_rights", self.owns_rights)
            .flag("no_advertising", self.no_advertising)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_has_these_bytes() {
        let version = VersionRecord {
            id: 3,
            course_id: 2,
            lecturer_id: 7,
            version_no: 1,
            title: "潮汐".into(),
            summary: "海".into(),
            field_id: Some(4),
            minutes: Some(60),
            max_audience: None,
            equipment: String::new(),
            outline: "一".into(),
            sources: "表".into(),
            slides_sha256: Some("ab".into()),
            owns_rights: true,
            no_advertising: false,
        };
        let record = version.record([SchoolStage::PrimaryUpper], []);
        assert_eq!(
            std::str::from_utf8(record.bytes()).expect("a text"),
            "14:course_version;1:1;1:3;6:course;1:2;8:lecturer;1:7;7:version;1:1;\
             5:title;6:潮汐;7:summary;3:海;5:field;1:4;6:stages;17:13:primary_upper;;\
             6:groups;0:;7:minutes;2:60;12:max_audience;-;9:equipment;0:;7:outline;3:一;\
             7:sources;3:表;6:slides;2:ab;11:owns_rights;3:yes;14:no_advertising;2:no;"
        );
    }
}
