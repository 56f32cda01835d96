//! A nomination of oneself, as whoever has made it goes on with it.

use actions::{AttachmentRow, FilingPage};
use axum::response::Response;
use domain::{
    form::{Field, Values},
    id::{AttachmentId, NominationId},
    nomination::ATTACHMENTS_MAX,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::withdraw_form;
use crate::{
    error::Answer,
    form::{Form, Line, Posted, Upload, answer},
    id::Id,
    nomination::{file_facts, refusal},
    page::Page,
    parts::badge,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<NominationId>) -> Answer {
    let page = visit.actions.own_filing(&visit.call, id).await?;
    let form = Form::to_change(&visit, typed(&page), page.nomination.revision);
    Ok(page_of(&visit, page, form))
}

/// What was typed before.
fn typed(page: &FilingPage) -> Values {
    let one = &page.nomination;
    Values::default()
        .with(Field::NomineeWorkplace, &one.workplace)
        .with(Field::NomineePost, &one.post)
        .with(Field::NomineeTitle, &one.title)
        .with(Field::ServiceYears, one.years.map(|years| years.to_string()).unwrap_or_default())
        .with(Field::Deeds, &one.deeds)
        .with(Field::EarlierAwards, &one.earlier_awards)
}

async fn again(visit: &Visit, id: NominationId, mut form: Form) -> Answer {
    let page = visit.actions.own_filing(&visit.call, id).await?;
    form.values = form.values.over(typed(&page));
    form.renew(page.nomination.revision);
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: FilingPage, form: Form) -> Response {
    let l = visit.l;
    let head = Page::new(t!(l, nomination.own_title)).lede(page.cycle.title.clone()).with(&form);
    head.render(visit, move || {
        let (id, state) = (page.nomination.id, page.nomination.state);
        let at = format!("/nomination/{id}/own");
        let optional = || Line { is_optional: true, ..Line::default() };
        let years = Line { kind: "number", is_short: true, min_value: Some(0), ..optional() };
        let body = if page.is_open {
            view! {
                <form class="form" method="post" action=at.clone() novalidate>
                    {form.revision()}
                    {form.line(Field::NomineeWorkplace, Line::default())}
                    {form.line(Field::NomineePost, optional())}
                    {form.line(Field::NomineeTitle, optional())}
                    {form.line(Field::ServiceYears, years)}
                    {form.area(Field::Deeds, 12, true)}
                    {form.line(Field::EarlierAwards, optional())}
                    <div class="page-foot-action">
                        <button class="button primary large">{t!(l, nomination.save)}</button>
                    </div>
                </form>
            }
            .into_any()
        } else {
            file_facts(l, &page.nomination).into_any()
        };
        let withdraws = page.may_withdraw;
        view! {
            {form.why()}
            <p>{badge(words::award_cycle::nomination_tone(state), words::award_cycle::nomination_state(l, state))}</p>
            <p>{t!(l, nomination.own_hint)}</p>
            {refusal(l, &page.nomination)}
            {body}
            {files(&form, &page)}
            {withdraws.then(|| withdraw_form(&form, format!("{at}/withdraw")))}
            <p><a href="/award_result">{t!(l, award_result.title)}</a></p>
        }
    })
}

fn files(form: &Form, page: &FilingPage) -> impl IntoView + use<> {
    let (l, id) = (form.l, page.nomination.id);
    let at = format!("/nomination/{id}/own/attachment");
    let rows = page.attachments.iter().map(|file: &AttachmentRow| {
        let remove = page.is_open.then(|| {
            view! {
                <form method="post" action=format!("{at}/{}/remove", file.id)>
                    <button class="button">{t!(l, nomination.remove_file)}</button>
                </form>
            }
        });
        view! { <li class="cluster">{file.file_name.clone()}{remove}</li> }
    });
    let rows = rows.collect_view();
    let has_room = page.is_open && page.attachments.len() < ATTACHMENTS_MAX;
    view! {
        <section class="stack">
            <h2>{t!(l, nomination.attachments)}</h2>
            <ul class="stack">{rows}</ul>
            {page.attachments.is_empty().then(|| view! { <p>{t!(l, nomination.no_attachments)}</p> })}
            {has_room.then(|| view! {
                <form class="form" method="post" action=at enctype="multipart/form-data" novalidate>
                    {form.file(Field::Proof, ".pdf,.jpg,.jpeg,.png", None, false)}
                    <p><button class="button">{t!(l, nomination.add_file)}</button></p>
                </form>
            })}
        </section>
    }
}

async fn done(
    visit: &Visit,
    id: NominationId,
    posted: Posted,
    done: Result<(), actions::ActionError>,
    notice: &'static str,
) -> Answer {
    let to = |()| format!("/nomination/{id}/own");
    answer(visit, posted, done, to, notice, |form| again(visit, id, form)).await
}

pub(super) async fn change(visit: Visit, Id(id): Id<NominationId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let changed = visit.actions.change_own_nomination(&visit.call, id, values, revision).await;
    done(&visit, id, posted, changed, "nomination_saved").await
}

pub(super) async fn attach(visit: Visit, Id(id): Id<NominationId>, upload: Upload) -> Answer {
    let Upload { posted, file, .. } = upload;
    let added = visit.actions.add_own_attachment(&visit.call, id, file).await;
    done(&visit, id, posted, added, "attachment_added").await
}

pub(super) async fn detach(
    visit: Visit,
    Id((id, attachment)): Id<(NominationId, AttachmentId)>,
) -> Answer {
    visit.actions.remove_own_attachment(&visit.call, id, attachment).await?;
    Ok(visit.go(&format!("/nomination/{id}/own"), "attachment_removed"))
}

pub(super) async fn withdraw(visit: Visit, Id(id): Id<NominationId>, posted: Posted) -> Answer {
    let back = visit.actions.withdraw_own_nomination(&visit.call, id, &posted.values).await;
    done(&visit, id, posted, back, "nomination_withdrawn").await
}
