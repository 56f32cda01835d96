//! What is going on, as parts of two pages: for everybody on the front page, for offices their year on
//! the desk.

use actions::{Alive, CountyTowns, DeliveryFilter, Strip, YearOf, YearView};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::visit::Visit;

/// Height of the strip's bars, in units of the picture.
const HEIGHT: i64 = 32;
/// Width of a month.
const MONTH: usize = 20;

/// What is alive: the next dates, what is new, what runs, and what was given this year.
/// A training leads to its page for whoever it opens for, and a session, which is open to all who are
/// known, also by way of signing in.
pub(crate) fn alive(visit: &Visit, alive: &Alive) -> AnyView {
    let l = visit.l;
    let to_session = visit.call.actor.is_none() || visit.may_open("/review_session");
    let sessions = alive.sessions.iter().map(|session| {
        let place = session.place.clone();
        let place = place.unwrap_or_else(|| t!(l, overview.online).to_owned());
        let text = words::time::moment(l, session.starts_at);
        let text = led(to_session.then(|| format!("/review_session/{}", session.id)), text);
        let free = words::overview::free(l, session.n_free);
        view! { <li><strong>{text}</strong> " " <span class="meta"><span>{place}</span><span>{free}</span></span></li> }
    });
    let sessions = sessions.collect_view();
    let trainings = alive.trainings.iter().map(|training| {
        let days = words::time::dates(l, training.starts_on, training.ends_on);
        let opens = alive.opens.contains(&training.id);
        let to = opens.then(|| format!("/training_event/{}", training.id));
        view! {
            <li>
                <strong>{led(to, training.title.clone())}</strong>
                " "
                <span class="meta"><span>{days}</span><span>{training.place.clone()}</span></span>
            </li>
        }
    });
    let trainings = trainings.collect_view();
    let courses = alive.courses.iter().map(|course| {
        let href = format!("/catalogue/{}", course.id);
        let lecturer = words::person::teacher(l, &course.lecturer);
        view! { <li><a href=href>{course.title.clone()}</a> " " <span class="meta">{lecturer}</span></li> }
    });
    let courses = courses.collect_view();
    let notices = alive.notices.iter().map(|notice| {
        let href = format!("/notice/{}", notice.id);
        let days = words::time::dates(l, notice.first_day, notice.last_day);
        view! { <li><a href=href>{notice.title.clone()}</a> " " <span class="meta">{days}</span></li> }
    });
    let notices = notices.collect_view();
    let given = words::overview::given(
        l,
        alive.year,
        alive.given.n_lectures,
        alive.given.n_listeners,
        alive.n_towns,
    );
    let part = |is_there: bool, title: &'static str, list: AnyView| {
        is_there.then(
            || view! { <section><h2>{title}</h2><ul class="alive-list">{list}</ul></section> },
        )
    };
    view! {
        <p class="lede">{given}</p>
        <div class="alive">
            {part(!alive.courses.is_empty(), t!(l, overview.new_courses), courses.into_any())}
            {part(!alive.notices.is_empty(), t!(l, overview.notices), notices.into_any())}
            {part(!alive.sessions.is_empty(), t!(l, overview.sessions_open), sessions.into_any())}
            {part(!alive.trainings.is_empty(), t!(l, overview.trainings), trainings.into_any())}
        </div>
    }
    .into_any()
}

/// Where the figures of a year lead to, as far as the reader may go there.
pub(crate) struct Links {
    sessions: Option<&'static str>,
    lectures: bool,
    trainings: Option<&'static str>,
    awards: Option<&'static str>,
    hours: Option<&'static str>,
}

impl Links {
    /// Those of a reader.
    pub(crate) fn of(visit: &Visit) -> Self {
        let open = |path: &'static str| visit.may_open(path).then_some(path);
        Self {
            sessions: open("/review_session"),
            lectures: visit.may_open("/delivery"),
            trainings: open("/training_event"),
            // Who has nothing to do with awards reads what is published of them.
            awards: open("/award").or(open("/notice")),
            hours: open("/report"),
        }
    }
}

/// The address of the lectures of a year.
fn lectures(year: i32) -> String {
    format!("/delivery?from={year}-01-01&to={year}-12-31")
}

/// A text, as a link where there is somewhere to go.
fn led(href: Option<String>, text: impl IntoView + 'static) -> AnyView {
    match href {
        Some(href) => view! { <a href=href>{text}</a> }.into_any(),
        None => view! { <span>{text}</span> }.into_any(),
    }
}

/// An office's year: a strip of twelve months of each kind, the towns, and the hours.
pub(crate) fn year(l: Locale, year: &YearView, links: &Links) -> AnyView {
    let strips = year.strips.iter().map(|strip| row(l, year, strip, links)).collect_view();
    let months = (1..=12).map(|month| view! { <li>{month}</li> }).collect_view();
    let counties = year
        .counties
        .iter()
        .map(|county| towns(l, (year.year, links.lectures), county))
        .collect_view();
    let all = || year.counties.iter().flat_map(|county| &county.towns);
    let served = all().filter(|(_, n)| *n > 0).count();
    let n_towns = all().count();
    let hours = words::overview::hours(l, year.hours);
    view! {
        <section class="year stack" aria-labelledby="year">
            <h2 id="year">{words::overview::year(l, year.year)}</h2>
            <ul class="strips">{strips}</ul>
            <ol class="strip-months" aria-hidden="true">{months}</ol>
            <p>{led(links.hours.map(str::to_owned), hours)}</p>
            {(n_towns > 0).then(|| view! {
                <h3>{words::overview::towns(l, served, n_towns)}</h3>
                <div class="towns">{counties}</div>
            })}
        </section>
    }
    .into_any()
}

/// Twelve months of one kind, as bars; the figures are told as a text.
fn row(l: Locale, year: &YearView, strip: &Strip, links: &Links) -> impl IntoView + use<> {
    let (name, href) = match strip.of {
        YearOf::Sessions => (t!(l, overview.of_sessions), links.sessions.map(str::to_owned)),
        YearOf::Lectures => {
            (t!(l, overview.of_lectures), links.lectures.then(|| lectures(year.year)))
        }
        YearOf::Trainings => (t!(l, overview.of_trainings), links.trainings.map(str::to_owned)),
        YearOf::Awards => (t!(l, overview.of_awards), links.awards.map(str::to_owned)),
    };
    let most = strip.months.iter().copied().max().unwrap_or(0).max(1);
    let bars = strip.months.iter().enumerate().map(|(month, n)| {
        // Whatever there is, is seen.
        let height = if *n > 0 { (n * HEIGHT / most).max(2) } else { 0 };
        let (x, y) = (month * MONTH + 3, HEIGHT + 2 - height);
        view! {
            <rect
                class="strip-bar"
                x=x.to_string()
                y=y.to_string()
                width="14"
                height=height.to_string()
            />
        }
    });
    let bars = bars.collect_view();
    let now = (year.month * MONTH).to_string();
    let spoken = words::overview::months(l, &strip.months);
    let sum: i64 = strip.months.iter().sum();
    view! {
        <li>
            {led(href, name)}
            <strong>{sum}</strong>
            <svg viewBox="0 0 240 36" preserveAspectRatio="none" role="img" aria-label=spoken>
                <rect class="strip-now" x=now y="0" width="20" height="36"/>
                {bars}
                <line class="strip-base" x1="0" y1="35" x2="240" y2="35"/>
            </svg>
        </li>
    }
}

/// The towns of a county: who had a lecture this year, and who none.
fn towns(l: Locale, (year, is_led): (i32, bool), county: &CountyTowns) -> impl IntoView + use<> {
    let name = words::place::county(l, &county.county.name_zh, &county.county.name_en).to_owned();
    let tiles = county.towns.iter().map(|(town, n)| {
        let name = words::place::county(l, &town.name_zh, &town.name_en).to_owned();
        let served = (*n > 0).then_some("");
        let count = (*n > 0).then(|| view! { " " <strong>{*n}</strong> });
        // What was given in the town.
        let given = DeliveryFilter::GIVEN;
        let href = (is_led && *n > 0)
            .then(|| format!("{}&town={}&state={given}", lectures(year), town.id));
        view! { <li class="tile" data-served=served>{led(href, name)}{count}</li> }
    });
    let tiles = tiles.collect_view();
    view! {
        <section>
            <h4>{name}</h4>
            <ul class="tiles">{tiles}</ul>
        </section>
    }
}
