//! The poster of a listed course: what its public page says of it, and the way there.

use actions::PublicCoursePage;
use documents::paper::{Fact, Poster};
use leptos_i18n::td_string as t;
use words::Locale;

use crate::public_url::PublicUrl;

pub(super) fn poster_of(l: Locale, course: &PublicCoursePage, site: &PublicUrl) -> Poster {
    let field = words::course::field(l, course.field_zh.as_deref(), course.field_en.as_deref());
    let facts = [
        (t!(l, catalogue.stage), words::audience::stage_list(l, &course.stages)),
        (t!(l, course.groups), words::audience::group_list(l, &course.groups)),
        (t!(l, catalogue.field), field.to_owned()),
        (
            t!(l, course.length),
            course.minutes.map_or_else(String::new, |n| words::course::minutes(l, n)),
        ),
        (
            t!(l, course.mode),
            course.mode.map_or("", |mode| words::audience::mode(l, mode)).to_owned(),
        ),
    ];
    let facts = facts.into_iter().filter(|(_, text)| !text.is_empty());
    Poster {
        offer: t!(l, review_paper.offer).to_owned(),
        title: course.title.clone(),
        lecturer: words::person::teacher(l, &course.lecturer),
        workplace: course.workplace.clone().unwrap_or_default(),
        summary: course.summary.clone(),
        facts: facts.map(|(name, text)| Fact { name: name.to_owned(), text }).collect(),
        invitation: t!(l, review_paper.invitation).to_owned(),
        address: format!("{site}/catalogue/{}", course.id),
    }
}
