//! A lecture that was not given through this program: added with its proof, looked at by the office.

use actions::{ActionError, AssessmentPage, OutsideLectureRow, Taken};
use domain::{
    form::{Field, Problems, Values},
    id::{AnnualAssessmentId, OutsideLectureId},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    download::download,
    error::{Answer, AppError},
    form::{Form, Line, Posted, Upload, answer},
    id::Id,
    page::Page,
    parts::{badge, fact},
    visit::Visit,
};

pub(super) async fn show_new(visit: Visit, Id(id): Id<AnnualAssessmentId>) -> Answer {
    let form = Form::to_make(&visit, Values::default());
    new_again(&visit, id, form).await
}

async fn new_again(visit: &Visit, id: AnnualAssessmentId, form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.assessment(&visit.call, id).await?;
    if !page.takes(Taken::Lecture) {
        return Err(if page.is_own { AppError::Conflict } else { AppError::NotFound });
    }
    let token = form.values.get(Field::ProofToken);
    let kept = if token.is_empty() {
        None
    } else {
        let upload = visit.actions.own_upload(&visit.call, token).await?;
        upload.map(|upload| (upload.file_name, upload.token))
    };
    let title = t!(l, annual_assessment.add_outside);
    let head = Page::new(title).lede(t!(l, annual_assessment.add_outside_lede)).with(&form);
    let at = format!("/annual_assessment/{id}/lecture");
    Ok(head.render(visit, move || {
        let day = Line { kind: "date", is_short: true, ..Line::default() };
        let number = Line { kind: "number", is_short: true, ..Line::default() };
        view! {
            <form class="form" method="post" action=at enctype="multipart/form-data" novalidate>
                {form.why()}
                {form.once()}
                {form.line(Field::OutsideTitle, Line::default())}
                {form.line(Field::OutsideDay, day)}
                {form.line(Field::OutsideHost, Line::default())}
                {form.line(Field::Attendance, number)}
                {form.statement(Field::IsRural)}
                {form.file(Field::Proof, ".pdf,.jpg,.jpeg,.png", kept, false)}
                <div class="page-foot-action cluster">
                    <button class="button primary large">{t!(l, annual_assessment.send_outside)}</button>
                    <a href=format!("/annual_assessment/{id}")>{t!(l, annual_assessment.to_assessment)}</a>
                </div>
            </form>
        }
    }))
}

pub(super) async fn add(visit: Visit, Id(id): Id<AnnualAssessmentId>, upload: Upload) -> Answer {
    let (posted, problems) = keep_proof(&visit, upload).await?;
    if !problems.0.is_empty() {
        return new_again(&visit, id, Form::with_problems(visit.l, posted, problems)).await;
    }
    let (values, once) = (&posted.values, &posted.once);
    let done = visit.actions.add_outside_lecture(&visit.call, id, values, once).await;
    let to = |lecture| format!("/outside_lecture/{lecture}");
    answer(&visit, posted, done, to, "outside_added", |form| new_again(&visit, id, form)).await
}

/// Stores a proof that came along, and puts its token into the values.
async fn keep_proof(visit: &Visit, upload: Upload) -> Result<(Posted, Problems), AppError> {
    let Upload { mut posted, file, .. } = upload;
    let Some(file) = file else { return Ok((posted, Problems::default())) };
    match visit.actions.store_proof(&visit.call, file).await {
        Ok(stored) => {
            posted.values.set(Field::ProofToken, stored.token);
            Ok((posted, Problems::default()))
        }
        Err(ActionError::Invalid(problems)) => Ok((posted, problems)),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn show(visit: Visit, Id(id): Id<OutsideLectureId>) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, id, form).await
}

async fn again(visit: &Visit, id: OutsideLectureId, form: Form) -> Answer {
    let l = visit.l;
    let (page, row) = visit.actions.outside_lecture(&visit.call, id).await?;
    let lede = words::annual_assessment::of_person(l, &page.row.name, page.row.year);
    let head = Page::new(row.title.clone()).lede(lede).with(&form);
    Ok(head.render(visit, move || {
        let state = words::annual_assessment::outside_state(l, row.state);
        let rural = if row.is_rural { t!(l, annual_assessment.yes) } else { "" };
        let back = format!("/annual_assessment/{}", row.assessment_id);
        // A proof whose time is over is kept no more.
        let proof = (!row.proof_name.is_empty()).then(|| {
            let href = format!("/outside_lecture/{id}/proof");
            view! {
                <dt>{t!(l, annual_assessment.proof)}</dt>
                <dd><a href=href>{row.proof_name.clone()}</a></dd>
            }
        });
        view! {
            {form.why()}
            <p>{badge(words::annual_assessment::outside_tone(row.state), state)}</p>
            <dl class="facts">
                {fact(t!(l, annual_assessment.day), words::time::date(l, row.held_on))}
                {fact(t!(l, annual_assessment.host), row.host.clone())}
                {fact(t!(l, annual_assessment.listeners), row.listeners.to_string())}
                {fact(t!(l, annual_assessment.is_rural), rural)}
                {proof}
                {fact(t!(l, annual_assessment.decided_as), row.decider.clone().unwrap_or_default())}
                {fact(t!(l, annual_assessment.why_not), row.reason.clone())}
            </dl>
            {decides(&form, &page, &row)}
            {withdraws(&form, &page, &row)}
            <p><a href=back>{t!(l, annual_assessment.to_assessment)}</a></p>
        }
    }))
}

fn decides(form: &Form, page: &AssessmentPage, row: &OutsideLectureRow) -> Option<AnyView> {
    let l = form.l;
    page.decides(row).then(|| {
        let at = format!("/outside_lecture/{}/decide", row.id);
        let name = Field::Decision.as_str();
        view! {
            <form class="form" method="post" action=at novalidate>
                {form.area(Field::Reason, 3, true)}
                <div class="page-foot-action cluster">
                    <button class="button primary large" name=name value="verify">
                        {t!(l, annual_assessment.verify)}
                    </button>
                    <button class="button large" name=name value="refuse">
                        {t!(l, annual_assessment.refuse)}
                    </button>
                </div>
            </form>
        }
        .into_any()
    })
}

fn withdraws(form: &Form, page: &AssessmentPage, row: &OutsideLectureRow) -> Option<AnyView> {
    let l = form.l;
    page.withdraws(row).then(|| {
        let at = format!("/outside_lecture/{}/withdraw", row.id);
        view! {
            <form method="post" action=at>
                <button class="button large">{t!(l, annual_assessment.withdraw)}</button>
            </form>
        }
        .into_any()
    })
}

/// The proof itself.
pub(super) async fn proof(visit: Visit, Id(id): Id<OutsideLectureId>) -> Answer {
    let (upload, bytes, noted) = visit.actions.outside_proof(&visit.call, id).await?;
    Ok(download(&upload.file_name, &upload.media_type, bytes, noted))
}

pub(super) async fn decide(visit: Visit, Id(id): Id<OutsideLectureId>, posted: Posted) -> Answer {
    let done = visit.actions.decide_outside_lecture(&visit.call, id, &posted.values).await;
    let to = |_| format!("/outside_lecture/{id}");
    answer(&visit, posted, done, to, "outside_decided", |form| again(&visit, id, form)).await
}

pub(super) async fn withdraw(visit: Visit, Id(id): Id<OutsideLectureId>) -> Answer {
    let assessment = visit.actions.withdraw_outside_lecture(&visit.call, id).await?;
    Ok(visit.go(&format!("/annual_assessment/{assessment}"), "outside_withdrawn"))
}
