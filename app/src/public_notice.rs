//! What the public sees of awards: how winners are chosen, from the announcement on (`LAW-43`), and
//! the notice (公示) with names, workplaces and units of the proposed, and nothing else.

use actions::{AnnouncedCategory, Announcement, NoticeLine, PublicAward, PublicNotice};
use axum::Extension;
use chrono::NaiveDate;
use domain::{
    award_cycle::AwardCycleState, id::AwardCycleId, rulebook::Rulebook, working_day::WorkCalendar,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    award_cycle::stage_table,
    content::{Content, Contents},
    error::{Answer, AppError},
    id::Id,
    parts::{badge, cell, empty, fact},
    route::{Route, Who},
    visit::Visit,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/notice", Who::Anyone, list).public(&[]),
        Route::get("/notice/{id}", Who::Anyone, show).public(&[]),
    ]
}

async fn list(visit: Visit, Extension(contents): Contents) -> Answer {
    contents.page(&visit, || list_content(&visit)).await
}

async fn list_content(visit: &Visit) -> Result<Content, AppError> {
    let l = visit.l;
    let announced = visit.actions.announced_awards().await?;
    let notices = visit.actions.public_notices().await?;
    let (today, calendar) = (visit.call.today(), visit.actions.work_calendar());
    Ok(Content::new(visit, t!(l, award.notices), None, move || {
        let nothing = notices.is_empty().then(|| empty(t!(l, award.no_notice), None));
        let cards = notices
            .into_iter()
            .map(|notice| {
                let days = (notice.first_day, notice.last_day);
                let days = words::award_cycle::notice_days(l, days, today, &calendar);
                view! {
                    <li class="card">
                        <h2 class="card-title">
                            <a href=format!("/notice/{}", notice.id)>{notice.title}</a>
                        </h2>
                        <p class="meta">
                            <span>{level(l, notice.county.as_ref())}</span>
                            <span>{days}</span>
                        </p>
                    </li>
                }
            })
            .collect_view();
        let announced = (!announced.is_empty()).then(|| {
            let cards = announced.into_iter().map(|one| {
                view! {
                    <li class="card">
                        <h3 class="card-title">
                            <a href=format!("/notice/{}", one.id)>{one.title}</a>
                        </h3>
                        <p class="meta">
                            <span>{level(l, one.county.as_ref())}</span>
                            {one.is_aborted.then(|| badge("stop", words::award_cycle::state(l, AwardCycleState::Aborted)))}
                        </p>
                    </li>
                }
            });
            view! {
                <section class="stack">
                    <h2>{t!(l, award.announced)}</h2>
                    <ul class="card-list">{cards.collect_view()}</ul>
                </section>
                <h2>{t!(l, award.notices)}</h2>
            }
        });
        view! { {announced}{nothing}<ul class="card-list">{cards}</ul> }
    }))
}

async fn show(visit: Visit, Id(id): Id<AwardCycleId>, Extension(contents): Contents) -> Answer {
    contents.page(&visit, || show_content(&visit, id)).await
}

async fn show_content(visit: &Visit, id: AwardCycleId) -> Result<Content, AppError> {
    let l = visit.l;
    let today = visit.call.today();
    let PublicAward { announcement, notice, abort_reason, taken_back } =
        visit.actions.public_award(id, today).await?;
    let title = announcement.title.clone();
    let has_pdf = visit.settings.typesetter.is_there();
    let Some(notice) = notice else {
        let lede = format!(
            "{} · {}",
            words::award_cycle::year(l, announcement.year),
            level(l, announcement.county.as_ref())
        );
        return Ok(Content::new(visit, title, Some(lede), move || {
            let aborted = (!abort_reason.is_empty()).then(|| {
                view! {
                    <section class="notice warning">
                        <p>{t!(l, award.is_aborted)}</p>
                        <p>{abort_reason}</p>
                    </section>
                }
            });
            let taken_back = taken_back.map(|(first, last)| {
                let days = words::time::dates(l, first, last);
                view! { <p class="notice warning">{words::award_cycle::taken_back(l, &days)}</p> }
            });
            view! { {aborted}{taken_back}{announcement_view(l, &announcement, has_pdf)} }
        }));
    };
    let days = (notice.first_day, notice.last_day);
    let calendar = visit.actions.work_calendar();
    let days = words::award_cycle::notice_days(l, days, today, &calendar);
    Ok(Content::new(visit, title, Some(days), move || {
        view! {
            <p>{level(l, announcement.county.as_ref())}</p>
            {notice_view(l, &notice, (today, &calendar), has_pdf)}
            <details class="more">
                <summary>{t!(l, award.announcement)}</summary>
                {announcement_view(l, &announcement, has_pdf)}
            </details>
        }
    }))
}

/// Whose award it is.
fn level(l: Locale, county: Option<&(String, String)>) -> String {
    words::award_cycle::level(l, county.map(|(zh, en)| (zh.as_str(), en.as_str())))
}

/// How winners are chosen: criteria and seats of each category, and the method.
fn announcement_view(
    l: Locale,
    announcement: &Announcement,
    has_pdf: bool,
) -> impl IntoView + use<> {
    let rules = &announcement.rules;
    let categories = announcement.categories.iter().map(|one| announced_category(l, one, rules));
    let categories = categories.collect_view();
    let method = words::award_cycle::method(l, &announcement.rules, announcement.final_kind);
    let method = method.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <dl class="facts">
            {fact(t!(l, award.basis), words::award_cycle::basis(l, announcement.legal_basis))}
            {fact(t!(l, award.approval_no), announcement.approval_no.clone())}
            {fact(t!(l, award.contact), announcement.contact.clone())}
            {fact(t!(l, award.digest), announcement.digest.clone())}
        </dl>
        {announcement.takes_nominations.then(|| {
            let href = format!("/notice/{}/nominate", announcement.id);
            view! { <p><a class="button" href=href>{t!(l, nomination.oneself)}</a></p> }
        })}
        {dates(l, announcement)}
        {categories}
        <section class="stack">
            <h2>{t!(l, award.method_title)}</h2>
            <ul>{method}</ul>
        </section>
        {has_pdf.then(|| {
            let href = format!("/notice/{}/announcement.pdf", announcement.id);
            view! { <p><a href=href>{t!(l, award_paper.announcement_pdf)}</a></p> }
        })}
    }
}

/// The dates of all stages, and what has moved them.
fn dates(l: Locale, announcement: &Announcement) -> Option<impl IntoView + use<>> {
    let addenda = announcement.addenda.iter().map(|row| {
        let days = (row.from_day, row.to_day);
        let line = words::award_stage::addendum(l, row.stage, days, &row.reason, row.at);
        view! { <li>{line}</li> }
    });
    let addenda = addenda.collect_view();
    let addenda = (!announcement.addenda.is_empty()).then(|| {
        view! { <h3>{t!(l, award_stage.addenda)}</h3><ul>{addenda}</ul> }
    });
    let notice = words::award_stage::notice(l, &announcement.rules);
    let table = stage_table(l, &announcement.stages)?;
    Some(view! {
        {table}
        <p>{t!(l, award_stage.stages.notice)}{t!(l, form.colon)}{notice}</p>
        {addenda}
    })
}

fn announced_category(
    l: Locale,
    one: &AnnouncedCategory,
    rules: &Rulebook,
) -> impl IntoView + use<> {
    let asked = words::award_cycle::eligibility(l, rules, one.category).into_iter();
    let asked = asked.map(|line| view! { <li>{line}</li> }).collect_view();
    let criteria = one.criteria.iter().map(|criterion| {
        let (name, max) = (criterion.code.clone(), criterion.max.to_string());
        view! { <li>{words::award_cycle::criterion(l, &name, &max)}</li> }
    });
    let levels = words::award_cycle::levels(l, &one.levels).map(|text| view! { <p>{text}</p> });
    let units = one.units.iter().map(|(name, seats)| {
        view! {
            <tr>
                <td data-label=t!(l, award.unit)>{name.clone()}</td>
                <td class="number" data-label=t!(l, award.seats_head)>{*seats}</td>
            </tr>
        }
    });
    let units = (!one.units.is_empty()).then(|| {
        view! {
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, award.unit)}</th>
                    <th scope="col" class="number">{t!(l, award.seats_head)}</th>
                </tr></thead>
                <tbody>{units.collect_view()}</tbody>
            </table>
        }
    });
    view! {
        <section class="stack">
            <h2>{words::award_cycle::category(l, one.category)}</h2>
            <p>{words::award_cycle::seats(l, one.seats)}</p>
            {levels}
            <p>{words::award_cycle::most_nominations(l, one.most_nominations)}</p>
            <h3>{t!(l, award.eligibility.title)}</h3>
            <ul>{asked}</ul>
            <h3>{t!(l, award.criteria_head)}</h3>
            <ul>{criteria.collect_view()}</ul>
            <p>{words::award_cycle::ties_off_line(l, one.ties_off_line)}</p>
            <p>{words::award_cycle::added_seats(l, one.added_seats)}</p>
            <p>{words::award_cycle::seat_passing(l, one.seat_passing)}</p>
            {units}
        </section>
    }
}

/// The lines of a notice as they stand: substitutes have a notice of their own until they are
/// awarded, and who was held back stands apart once the others are decided.
pub(crate) struct Standing {
    /// The list.
    pub(crate) listed: Vec<NoticeLine>,
    /// Substitutes on a notice of their own.
    pub(crate) own: Vec<NoticeLine>,
    /// Who was held back.
    pub(crate) held: Vec<NoticeLine>,
}

impl Standing {
    pub(crate) fn of(notice: &PublicNotice) -> Self {
        let mut standing = Self { listed: Vec::new(), own: Vec::new(), held: Vec::new() };
        for line in &notice.lines {
            let is_own = line.notice_until.is_some() && !line.is_awarded;
            let is_held = notice.is_decided && !line.is_awarded;
            let list = match (is_own, is_held) {
                (true, _) => &mut standing.own,
                (false, true) => &mut standing.held,
                (false, false) => &mut standing.listed,
            };
            list.push(line.clone());
        }
        standing
    }
}

fn notice_view(
    l: Locale,
    notice: &PublicNotice,
    (today, calendar): (NaiveDate, &WorkCalendar),
    has_pdf: bool,
) -> impl IntoView + use<> {
    let Standing { listed, own, held } = Standing::of(notice);
    let own = own.chunk_by(|one, other| one.notice_until == other.notice_until).map(|lines| {
        let until = lines.first().and_then(|line| line.notice_until);
        view! {
            <section class="stack">
                <h2>{t!(l, award.on_own_notice)}</h2>
                <p>{words::award_cycle::own_notice(l, until, today, calendar)}</p>
                {sections(l, lines)}
            </section>
        }
    });
    let own = own.collect_view();
    let held = (!held.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{t!(l, award.held_back)}</h2>
                {sections(l, &held)}
            </section>
        }
    });
    let objects = notice.objections_until.is_some_and(|last| today <= last).then(|| {
        let href = format!("/notice/{}/objection", notice.id);
        view! { <p><a class="button" href=href>{t!(l, objection.make)}</a></p> }
    });
    let sections = sections(l, &listed);
    let later = notice.supplements.iter().map(|(document, day)| {
        let text = words::award_paper::decided_later(l, document, *day);
        fact(t!(l, award.later_decision), text)
    });
    let later = later.collect_view();
    view! {
        <dl class="facts">
            {fact(t!(l, award.document_no), notice.document_no.clone().unwrap_or_default())}
            {later}
            {fact(t!(l, award.contact), notice.contact.clone())}
            {fact(t!(l, award_result.judges), notice.judges.join(t!(l, page.comma)))}
            {fact(t!(l, audit.head_short), format!("{} {}", notice.chain.line, notice.chain.hash))}
        </dl>
        {sections}
        {own}
        {held}
        <p class="meta">{words::award_cycle::order(l, notice.order)}</p>
        <p>{t!(l, award.objections)}</p>
        {objects}
        {has_pdf.then(|| {
            let href = format!("/notice/{}/notice.pdf", notice.id);
            view! { <p><a href=href>{t!(l, award_paper.notice_pdf)}</a></p> }
        })}
        {notice.is_decided.then(|| {
            let href = format!("/notice/{}/result.json", notice.id);
            let deeds = format!("/notice/{}/deeds", notice.id);
            view! {
                <p><a href=deeds>{t!(l, award_result.deeds)}</a></p>
                <p><a href=href>{t!(l, award_result.published)}</a></p>
            }
        })}
    }
}

/// Names, by category.
fn sections(l: Locale, lines: &[NoticeLine]) -> impl IntoView + use<> {
    lines
        .chunk_by(|one, other| one.category == other.category)
        .map(|lines| category_view(l, lines))
        .collect_view()
}

fn category_view(l: Locale, lines: &[NoticeLine]) -> impl IntoView + use<> {
    let title = lines.first().map(|line| words::award_cycle::category(l, line.category));
    let has_levels = lines.iter().any(|line| line.level().is_some());
    let rows = lines
        .iter()
        .map(|line| {
            let revoked = line.revoked_on.map(|day| {
                view! { " "{badge("stop", words::award_cycle::revoked(l, day))} }
            });
            let level = has_levels
                .then(|| cell(t!(l, award.level), line.level().unwrap_or_default().to_owned()));
            view! {
                <tr>
                    <td data-label=t!(l, award.nominee)>
                        {words::award_cycle::nominee(l, &line.name, line.id)}{revoked}
                    </td>
                    {level}
                    <td data-label=t!(l, person.workplace)>{line.workplace.clone()}</td>
                    <td data-label=t!(l, award.unit)>{line.unit_name.clone()}</td>
                    {cell(t!(l, award.region), line.region.clone())}
                </tr>
            }
        })
        .collect_view();
    let level = has_levels.then(|| view! { <th scope="col">{t!(l, award.level)}</th> });
    view! {
        <section>
            <h2>{title}</h2>
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, award.nominee)}</th>
                    {level}
                    <th scope="col">{t!(l, person.workplace)}</th>
                    <th scope="col">{t!(l, award.unit)}</th>
                    <th scope="col">{t!(l, award.region)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}
