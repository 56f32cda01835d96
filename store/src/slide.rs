//! The texts of slides.

use domain::{id::UploadId, slides::Slide};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql},
};

/// A slide of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlideRow {
    /// The upload.
    pub upload_id: UploadId,
    /// Its number, from 1.
    pub slide_no: i64,
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: String,
}

decoded! { SlideRow: upload_id, slide_no, title, body }

const LIST: &str = "SELECT upload_id, slide_no, title, body FROM slide WHERE upload_id IN ";
const CLEAR: &str = "DELETE FROM slide WHERE upload_id = $1";
const ADD: &str = "INSERT INTO slide (upload_id, slide_no, title, body) VALUES ($1, $2, $3, $4)";

impl Conn {
    /// The slides of uploads, in their order.
    pub async fn list_slide_texts(
        &mut self,
        uploads: &[UploadId],
    ) -> Result<Vec<SlideRow>, StoreError> {
        if uploads.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(LIST).list(uploads).push(" ORDER BY upload_id, slide_no")).await
    }
}

impl Tx {
    /// Keeps the texts of an upload's slides.
    pub async fn set_slide_texts(
        &mut self,
        upload: UploadId,
        slides: &[Slide],
    ) -> Result<(), StoreError> {
        self.run(sql(CLEAR).bind(upload)).await?;
        for (number, slide) in (1_i64..).zip(slides) {
            self.run(bound!(ADD; upload, number, &slide.title, &slide.text)).await?;
        }
        Ok(())
    }
}
