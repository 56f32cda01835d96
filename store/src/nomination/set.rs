//! Nominations by the hundred, as rosters bring them.

use super::NewNomination;
use crate::{StoreError, Tx, many::Cells};
use domain::id::NominationId;

const ADD: &str = "INSERT INTO nomination (cycle_id, category_id, unit_id, person_id, name, sex, \
    born_in, ethnic_group, workplace, workplace_id, post, title, phone, years, deeds, \
    earlier_awards, unit_rank, note, state, figures, reason, revision) ";
const CHANGE: &str = "UPDATE nomination SET person_id = v.column2, name = v.column3, \
    sex = v.column4, born_in = v.column5, ethnic_group = v.column6, workplace = v.column7, \
    workplace_id = v.column8, post = v.column9, title = v.column10, phone = v.column11, \
    years = v.column12, deeds = v.column13, earlier_awards = v.column14, \
    unit_rank = v.column15, note = v.column16, revision = revision + 1 FROM (";
const NOT_CHECKED: &str = ") AS v WHERE nomination.id = v.column1 \
    AND nomination.state = 'submitted'";

impl Tx {
    /// Adds nominations; [`StoreError::Conflict`] if one is there already.
    pub async fn add_nominations(&mut self, new: &[NewNomination<'_>]) -> Result<(), StoreError> {
        let rows = new.iter().map(|n| {
            let mut row = vec![n.cycle_id.into(), n.category_id.into(), n.unit_id.into()];
            row.extend(columns(n));
            row.extend(["submitted".into(), "".into(), "".into(), 1.into()]);
            row
        });
        self.run_rows(ADD, rows.collect(), "").await
    }

    /// Changes nominations that were not checked yet.
    pub async fn change_nominations(
        &mut self,
        changes: &[(NominationId, NewNomination<'_>)],
    ) -> Result<(), StoreError> {
        let rows = changes.iter().map(|(id, n)| {
            let mut row = vec![id.into()];
            row.extend(columns(n));
            row
        });
        self.run_rows(CHANGE, rows.collect(), NOT_CHECKED).await
    }
}

fn columns<'a>(nomination: &NewNomination<'a>) -> Cells<'a> {
    let n = nomination;
    vec![
        n.person_id.into(),
        n.name.into(),
        n.sex.into(),
        n.born_in.into(),
        n.ethnic_group.into(),
        n.workplace.into(),
        n.workplace_id.into(),
        n.post.into(),
        n.title.into(),
        n.phone.into(),
        n.years.into(),
        n.deeds.into(),
        n.earlier_awards.into(),
        n.unit_rank.into(),
        n.note.into(),
    ]
}
