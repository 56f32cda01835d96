//! Rows of a register of hours that would correct what stands on a record which somebody has taken: a
//! second person confirms them (`LAW-51`).

use domain::{
    id::ParticipationId,
    role::Actor,
    roster::{At, Code, Issue, Level, Reading},
};

use super::{
    Reads,
    change::{Change, What},
};
use crate::ActionError;

/// The findings in such rows.
#[derive(Default)]
pub(super) struct OnPaper {
    /// A correction waits already, or nobody is there to propose one.
    pub(super) refused: Vec<Issue>,
    /// Those that are proposed.
    pub(super) proposed: Vec<Issue>,
}

pub(super) async fn find(
    conn: Reads<'_>,
    actor: Option<&Actor>,
    reading: &Reading,
    changes: &[Change],
) -> Result<OnPaper, ActionError> {
    let lines: Vec<(ParticipationId, At, &str)> = changes
        .iter()
        .filter_map(|change| match &change.what {
            What::TrainingHour(record) => {
                Some((ParticipationId(change.on_file?), change.at, record.event.as_str()))
            }
            _ => None,
        })
        .collect();
    let mut found = OnPaper::default();
    if lines.is_empty() {
        return Ok(found);
    }
    let ids: Vec<ParticipationId> = lines.iter().map(|(id, ..)| *id).collect();
    let on_paper = conn.list_lines_on_paper(&ids).await?;
    let waiting = conn.list_lines_waiting(&ids).await?;
    for (id, at, event) in lines {
        let (code, level) = if waiting.contains(&id) {
            (Code::CorrectionWaits, Level::Error)
        } else if !on_paper.contains(&id) {
            continue;
        } else if actor.is_none() {
            (Code::OnPaperUnnamed, Level::Error)
        } else {
            (Code::OnPaper, Level::Warning)
        };
        let column = reading.column_of(at.table, "hours");
        let (read, expected, on_file) = (event.to_owned(), None, None);
        let issue = Issue { at, column, level, code, read, expected, on_file };
        let those = if level == Level::Error { &mut found.refused } else { &mut found.proposed };
        those.push(issue);
    }
    Ok(found)
}
