//! Files of a nomination.

use actions::{AttachmentRow, FilingPage};
use domain::{
    form::Field,
    id::{AttachmentId, NominationId},
    nomination::ATTACHMENTS_MAX,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::filed;
use crate::{
    download::download,
    error::Answer,
    form::{Form, Upload},
    id::Id,
    visit::Visit,
};

pub(super) fn files(form: &Form, page: &FilingPage) -> impl IntoView + use<> {
    let l = form.l;
    let id = page.nomination.id;
    let rows = page.attachments.iter().map(|file: &AttachmentRow| {
        let at = format!("/nomination/{id}/attachment/{}", file.id);
        let remove = page.is_open.then(|| {
            let action = format!("/nomination/{id}/filing/attachment/{}/remove", file.id);
            view! {
                <form method="post" action=action>
                    <button class="button">{t!(l, nomination.remove_file)}</button>
                </form>
            }
        });
        view! { <li class="cluster"><a href=at>{file.file_name.clone()}</a>{remove}</li> }
    });
    let rows = rows.collect_view();
    let has_room = page.is_open && page.attachments.len() < ATTACHMENTS_MAX;
    view! {
        <section class="stack">
            <h2>{t!(l, nomination.attachments)}</h2>
            <ul>{rows}</ul>
            {page.attachments.is_empty().then(|| view! { <p>{t!(l, nomination.no_attachments)}</p> })}
            {has_room.then(|| view! {
                <form class="form" method="post" action=format!("/nomination/{id}/filing/attachment")
                    enctype="multipart/form-data" novalidate>
                    {form.file(Field::Proof, ".pdf,.jpg,.jpeg,.png", None, false)}
                    <p><button class="button">{t!(l, nomination.add_file)}</button></p>
                </form>
            })}
        </section>
    }
}

pub(super) async fn add(visit: Visit, Id(id): Id<NominationId>, upload: Upload) -> Answer {
    let Upload { posted, file, .. } = upload;
    let done = visit.actions.add_attachment(&visit.call, id, file).await;
    filed(&visit, id, posted, done, "attachment_added").await
}

pub(super) async fn remove(
    visit: Visit,
    Id((id, attachment)): Id<(NominationId, AttachmentId)>,
) -> Answer {
    visit.actions.remove_attachment(&visit.call, id, attachment).await?;
    Ok(visit.go(&format!("/nomination/{id}/filing"), "attachment_removed"))
}

pub(super) async fn download_file(
    visit: Visit,
    Id((id, attachment)): Id<(NominationId, AttachmentId)>,
) -> Answer {
    let (upload, bytes, noted) = visit.actions.attachment(&visit.call, id, attachment).await?;
    Ok(download(&upload.file_name, &upload.media_type, bytes, noted))
}
