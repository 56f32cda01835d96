//! Lists of course versions.

use actions::CourseRow;
use domain::{form::Values, rulebook::Rule};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::query,
    page::Page,
    parts::{badge, empty, further, part},
    visit::Visit,
};

pub(super) async fn mine(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let courses = visit.actions.my_courses(&visit.call).await?;
    Ok(Page::new(t!(l, course.mine)).render(&visit, move || {
        let new = view! {
            <p><a class="button primary large" href="/course/new">{t!(l, course.new)}</a></p>
        };
        view! { {new}{cards(l, &courses, &asked, "/course", t!(l, course.none_of_mine))} }
    }))
}

pub(super) async fn to_check(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let courses = visit.actions.course_checks(&visit.call).await?;
    let page = Page::new(t!(l, course.checks)).lede(t!(
        l,
        course.checks_lede,
        time = words::rulebook::of(l, &visit.rules, Rule::ContentCheckWorkingDays)
    ));
    Ok(page.render(&visit, move || {
        cards(l, &courses, &asked, "/course_check", t!(l, course.no_checks))
    }))
}

fn cards(
    l: Locale,
    courses: &[CourseRow],
    asked: &Values,
    base: &'static str,
    nothing: &'static str,
) -> AnyView {
    if courses.is_empty() {
        return empty(nothing, None);
    }
    let (courses, next) = part(courses, asked, |course| course.id.into());
    let cards = courses
        .iter()
        .map(|course| {
            let href = format!("{base}/{}", course.id);
            let changed = words::time::moment(l, course.changed_at);
            view! {
                <li class="card">
                    <h2 class="card-title"><a href=href>{course.title.clone()}</a></h2>
                    <p class="meta">
                        <span>{words::person::teacher(l, &course.lecturer_name)}</span>
                        <span>{changed}</span>
                    </p>
                    {badge(words::course::tone(course.state), words::course::state(l, course.state))}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="card-list">{cards}</ul>{further(l, base, asked, next)} }.into_any()
}
