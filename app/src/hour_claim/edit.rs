//! The form of a claim. The proof is stored before the form is read, so a refused form keeps it.

use actions::{ActionError, ClaimPage};
use domain::{
    assessment_year::AssessmentYear,
    credit_hour::{ActivityKind, HalfDay},
    form::{Field, Problems, Values},
    hour_claim::Participation,
    id::HourClaimId,
    rulebook::Rulebook,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::{Answer, AppError},
    form::{Form, Line, Posted, Upload, answer},
    id::Id,
    page::Page,
    visit::Visit,
};

/// What the form is shown with besides itself.
struct Shown {
    action: String,
    kept: Option<(String, String)>,
    remark: Option<String>,
}

pub(super) async fn show_new(visit: Visit) -> Answer {
    let values = Values::default().with(Field::Participation, Participation::HalfDays.as_str());
    let form = Form::to_make(&visit, values);
    form_page(&visit, form, None).await
}

pub(super) async fn show(visit: Visit, Id(id): Id<HourClaimId>) -> Answer {
    let page = visit.actions.claim(&visit.call, id).await?;
    if !page.may_edit {
        return Err(if page.is_own { AppError::Conflict } else { AppError::NotFound });
    }
    let proof = page.claim.proof_token.as_ref();
    let values = Values::from(&page.draft()).with_known(Field::ProofToken, proof);
    let form = Form::to_change(&visit, values, page.claim.revision);
    form_page(&visit, form, Some(&page)).await
}

async fn form_page(visit: &Visit, form: Form, page: Option<&ClaimPage>) -> Answer {
    let l = visit.l;
    let token = form.values.get(Field::ProofToken);
    let kept = if token.is_empty() {
        None
    } else {
        let upload = visit.actions.own_upload(&visit.call, token).await?;
        upload.map(|upload| (upload.file_name, upload.token))
    };
    let (action, title) = match page {
        Some(page) => (format!("/hour_claim/{}/edit", page.claim.id), t!(l, hour_claim.edit_title)),
        None => ("/hour_claim/new".to_owned(), t!(l, hour_claim.new)),
    };
    let remark = page.map(|page| page.claim.remark.clone()).filter(|remark| !remark.is_empty());
    let head = Page::new(title).lede(t!(l, hour_claim.edit_lede)).with(&form);
    let shown = Shown { action, kept, remark };
    let year = AssessmentYear::of(visit.call.today());
    let rules = visit.history.on(year.first());
    Ok(head.render(visit, move || form_view(&form, shown, &rules)))
}

fn form_view(form: &Form, shown: Shown, rules: &Rulebook) -> impl IntoView + use<> {
    let l = form.l;
    let kinds = ActivityKind::ALL
        .iter()
        .map(|kind| (kind.as_str().to_owned(), words::hour_claim::kind(l, *kind).to_owned()))
        .collect();
    let participations = Participation::ALL
        .iter()
        .map(|it| {
            let (name, hint) = words::hour_claim::participation(l, *it, rules);
            (it.as_str().to_owned(), name.to_owned(), Some(hint))
        })
        .collect();
    let half_days = HalfDay::ALL
        .iter()
        .map(|half_day| {
            let (name, time) = (
                words::hour_claim::half_day(l, *half_day).to_owned(),
                words::hour_claim::half_day_time(l, *half_day).to_owned(),
            );
            (half_day.as_str().to_owned(), name, Some(time))
        })
        .collect();
    let text = Line::default();
    let date = Line { kind: "date", is_short: true, ..Line::default() };
    let minutes = Line { kind: "number", is_short: true, ..Line::default() };
    let hours = Line { max: Some(6), is_short: true, ..Line::default() };
    let remark = shown.remark.map(|remark| {
        view! {
            <div class="notice warning">
                <h2>{t!(l, hour_claim.remark)}</h2>
                <p>{remark}</p>
            </div>
        }
    });
    view! {
        <form class="form" method="post" action=shown.action enctype="multipart/form-data" novalidate>
            {form.why()}
            {remark}
            {form.once()}
            {form.revision()}
            {form.line(Field::EventTitle, text)}
            {form.line(Field::Organiser, text)}
            {form.select(Field::ActivityKind, kinds, false)}
            <div class="field-row">
                {form.line(Field::FirstDay, date)}
                {form.line(Field::LastDay, date)}
            </div>
            {form.choices(Field::Participation, "radio", participations, false)}
            {form.line(Field::LessonMinutes, minutes)}
            {form.line(Field::Topic, text)}
            {form.choices(Field::HalfDays, "checkbox", half_days, false)}
            {form.line(Field::Hours, hours)}
            {form.area(Field::Report, 5, true)}
            {form.file(Field::Proof, ".pdf,.jpg,.jpeg,.png", shown.kept, false)}
            <div class="page-foot-action">
                <button class="button primary large" name=Field::Decision.as_str() value="submit">
                    {t!(l, hour_claim.submit)}
                </button>
                <button class="button large" name=Field::Decision.as_str() value="draft">
                    {t!(l, hour_claim.save)}
                </button>
            </div>
        </form>
    }
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

fn notice_of(values: &Values) -> &'static str {
    if values.get(Field::Decision) == "submit" { "claim_submitted" } else { "claim_saved" }
}

pub(super) async fn open(visit: Visit, upload: Upload) -> Answer {
    let (posted, problems) = keep_proof(&visit, upload).await?;
    if !problems.0.is_empty() {
        return form_page(&visit, Form::with_problems(visit.l, posted, problems), None).await;
    }
    let done = visit.actions.open_claim(&visit.call, &posted.values, &posted.once).await;
    let (to, notice) = (|id| format!("/hour_claim/{id}"), notice_of(&posted.values));
    answer(&visit, posted, done, to, notice, |form| form_page(&visit, form, None)).await
}

pub(super) async fn save(visit: Visit, Id(id): Id<HourClaimId>, upload: Upload) -> Answer {
    let (posted, problems) = keep_proof(&visit, upload).await?;
    if !problems.0.is_empty() {
        return again(&visit, id, Form::with_problems(visit.l, posted, problems)).await;
    }
    let done = visit.actions.save_claim(&visit.call, id, &posted.values, posted.revision).await;
    let (to, notice) = (|()| format!("/hour_claim/{id}"), notice_of(&posted.values));
    answer(&visit, posted, done, to, notice, |form| again(&visit, id, form)).await
}

async fn again(visit: &Visit, id: HourClaimId, mut form: Form) -> Answer {
    let page = visit.actions.claim(&visit.call, id).await?;
    if !page.is_own {
        return Err(AppError::NotFound);
    }
    form.renew(page.claim.revision);
    form_page(visit, form, Some(&page)).await
}
