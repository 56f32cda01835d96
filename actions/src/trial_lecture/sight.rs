//! Who sees what of a lecture (`REV-07`, `REV-08`, `REV-11`).

use domain::{
    id::RegionId,
    role::{Actor, may_organise_session},
    score_sheet::SheetStage,
    trial_lecture::TrialState,
};
use store::{PanelRow, ReviewSheetRow};

use super::{Lecture, Reading, SeenSheet, WATCHERS};

/// How far somebody sees a lecture of a session of the city, or of a county.
pub(super) fn reading(
    actor: &Actor,
    lecture: &Lecture,
    region: Option<RegionId>,
) -> Option<Reading> {
    if actor.person == lecture.booking.lecturer_id {
        return Some(Reading::Lecturer);
    }
    if let Some(seat) = lecture.seated.iter().find(|one| one.person == actor.person) {
        return Some(match seat.relation {
            _ if seat.is_recused() && seat.relation.is_some() => Reading::Recused,
            Some(_) => Reading::Panelist,
            None => Reading::Undeclared,
        });
    }
    (may_organise_session(actor, region) || actor.is_any(WATCHERS)).then_some(Reading::Office)
}

/// Nobody sees another's sheet before the own is in (`REV-08`); the lecturer sees them all, without
/// names, once the verdict is confirmed (`REV-11`).
pub(super) fn seen(
    reading: Reading,
    lecture: &Lecture,
    panel: &[PanelRow],
    sheets: &[ReviewSheetRow],
    own: Option<&ReviewSheetRow>,
) -> Vec<SeenSheet> {
    let is_in = |sheet: &&ReviewSheetRow| sheet.state == SheetStage::Submitted;
    let is_decided = lecture.is_decided();
    let own_is_in = own.as_ref().is_some_and(is_in);
    let takes_sheets = lecture.trial.as_ref().is_none_or(|trial| trial.state.takes_sheets());
    let name = |sheet: &ReviewSheetRow| {
        let member = panel.iter().find(|member| member.person_id == sheet.person_id);
        member.map(|member| member.name.clone())
    };
    let all = |is_named: bool| {
        let seen = |sheet: &ReviewSheetRow| SeenSheet {
            name: name(sheet).filter(|_| is_named),
            sheet: sheet.clone(),
        };
        sheets.iter().filter(is_in).map(seen).collect::<Vec<_>>()
    };
    match reading {
        Reading::Office => all(true),
        Reading::Lecturer if is_decided => {
            // In the order of what is written, so that a seat does not name anybody.
            let mut seen = all(false);
            seen.sort_by(|one, other| one.sheet.strength.cmp(&other.sheet.strength));
            seen
        }
        Reading::Panelist if own_is_in || !takes_sheets => all(true),
        _ => Vec::new(),
    }
}

/// Who knows what the sheets come to: the office and the panel once scoring is closed, the lecturer
/// once the verdict is confirmed.
pub(super) fn knows_result(reading: Reading, lecture: &Lecture) -> bool {
    let Some(trial) = &lecture.trial else { return false };
    match reading {
        Reading::Office | Reading::Panelist => !trial.state.takes_sheets(),
        Reading::Lecturer => trial.state == TrialState::Confirmed,
        Reading::Undeclared | Reading::Recused => false,
    }
}
