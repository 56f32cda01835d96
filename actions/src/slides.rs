//! The slides of two versions beside each other.

use domain::slides::{Slide, SlideChange, compare};
use store::{Conn, CourseRow, SlideRow, UploadRow};

use crate::{ActionError, Actions, SheetReader, write::Scoped as _};

impl Actions {
    /// Reads the texts of slides that were stored and keeps them; slides that cannot be read have
    /// none, and are taken all the same.
    pub async fn keep_slide_texts(
        &self,
        upload: &UploadRow,
        reader: &SheetReader,
    ) -> Result<(), ActionError> {
        let bytes = self.files.get(&upload.sha256).await?;
        let slides = reader.slides(bytes).await?;
        if slides.is_empty() {
            return Ok(());
        }
        let (id, slides) = (upload.id, &slides);
        self.write(|tx| async move { Ok(tx.set_slide_texts(id, slides).await?) }.scope_boxed())
            .await
    }
}

/// What the slides of a version change of those of another; nothing where the texts of either are not
/// known.
pub(crate) async fn slides_beside(
    conn: &mut Conn,
    before: &CourseRow,
    now: &CourseRow,
) -> Result<Vec<SlideChange>, ActionError> {
    let (Some(before), Some(now)) = (before.slides_id, now.slides_id) else {
        return Ok(Vec::new());
    };
    let rows = conn.list_slide_texts(&[before, now]).await?;
    let of = |upload| -> Vec<Slide> {
        let own = rows.iter().filter(|row: &&SlideRow| row.upload_id == upload);
        own.map(|row| Slide { title: row.title.clone(), text: row.body.clone() }).collect()
    };
    let (before, now) = (of(before), of(now));
    if before.is_empty() || now.is_empty() {
        return Ok(Vec::new());
    }
    Ok(compare(&before, &now))
}
