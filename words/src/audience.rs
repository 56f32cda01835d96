//! Whom a course is for and how it is held.

use domain::audience::{DeliveryMode, SchoolStage, TargetGroup};
use leptos_i18n::td_string as t;

use crate::Locale;

/// A school stage.
pub fn stage(l: Locale, stage: SchoolStage) -> &'static str {
    match stage {
        SchoolStage::Kindergarten => t!(l, audience.stage.kindergarten),
        SchoolStage::PrimaryLower => t!(l, audience.stage.primary_lower),
        SchoolStage::PrimaryUpper => t!(l, audience.stage.primary_upper),
        SchoolStage::JuniorSecondary => t!(l, audience.stage.junior_secondary),
        SchoolStage::SeniorSecondary => t!(l, audience.stage.senior_secondary),
        SchoolStage::Adult => t!(l, audience.stage.adult),
    }
}

/// A target group.
pub fn group(l: Locale, group: TargetGroup) -> &'static str {
    match group {
        TargetGroup::Youth => t!(l, audience.group.youth),
        TargetGroup::Farmer => t!(l, audience.group.farmer),
        TargetGroup::IndustrialWorker => t!(l, audience.group.industrial_worker),
        TargetGroup::Elderly => t!(l, audience.group.elderly),
        TargetGroup::Official => t!(l, audience.group.official),
    }
}

/// A way of holding a course.
pub fn mode(l: Locale, mode: DeliveryMode) -> &'static str {
    match mode {
        DeliveryMode::Onsite => t!(l, audience.mode.onsite),
        DeliveryMode::Online => t!(l, audience.mode.online),
        DeliveryMode::Both => t!(l, audience.mode.both),
    }
}

/// School stages as a list.
pub fn stage_list(l: Locale, stages: &[SchoolStage]) -> String {
    list(l, stages.iter().map(|one| stage(l, *one)))
}

/// Target groups as a list.
pub fn group_list(l: Locale, groups: &[TargetGroup]) -> String {
    list(l, groups.iter().map(|one| group(l, *one)))
}

fn list<'a>(l: Locale, words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(t!(l, page.comma))
}
