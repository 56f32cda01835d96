//! The public catalogue.

use domain::{audience::SchoolStage, id::CourseVersionId};
use store::{CatalogueFilter, CatalogueRow, FieldRow, PublicCourse};

use crate::{ActionError, Actions, Call, Paged, paged::Paging};

/// Lines on a page of the catalogue.
const PAGE: i64 = 50;

/// A line of the catalogue.
pub type CatalogueLine = CatalogueRow;
/// A listed course.
pub type PublicCoursePage = PublicCourse;

/// A page of the catalogue.
#[derive(Clone, Debug)]
pub struct CataloguePage {
    /// What the filter finds.
    pub list: Paged<CatalogueLine>,
    /// All subject fields, for the filter.
    pub fields: Vec<FieldRow>,
}

impl Actions {
    /// A page of the catalogue, for everybody.
    pub async fn catalogue(
        &self,
        call: &Call,
        filter: &CatalogueFilter,
        page: i64,
    ) -> Result<CataloguePage, ActionError> {
        let mut conn = self.store.read().await?;
        let today = call.today();
        let total = conn.count_catalogue(filter, today).await?;
        let paging = Paging::of(total, page, PAGE);
        let rows = conn.list_catalogue(filter, today, paging.offset(), PAGE).await?;
        let fields = conn.list_fields().await?;
        Ok(CataloguePage { list: paging.with(rows), fields })
    }

    /// A listed course, for everybody.
    pub async fn public_course(
        &self,
        call: &Call,
        id: CourseVersionId,
    ) -> Result<PublicCourse, ActionError> {
        let course = self.store.read().await?.find_public_course(id, call.today()).await?;
        course.ok_or(ActionError::NotFound)
    }
}

impl CataloguePage {
    /// What a visitor looks for, from the words of an address; unknown words are no filter.
    pub fn filter(query: &str, stage: &str, field: &str) -> CatalogueFilter {
        CatalogueFilter {
            query: query.chars().take(60).collect::<String>().trim().to_owned(),
            stage: SchoolStage::parse(stage),
            field: field.parse().ok(),
        }
    }
}
