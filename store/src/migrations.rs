//! The migrations, as they are part of the program. They are listed by hand, for the macro that
//! would do so has both drivers, and SQLite in C, compiled a second time.

use std::borrow::Cow;

use sqlx::{
    SqlSafeStr as _,
    migrate::{Migration, MigrationType, Migrator},
};

use crate::StoreError;

/// The name of a file without its ending, and its text.
type File = (&'static str, &'static str);

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        pub(crate) const SQLITE: &[File] = &[
            $(($name, include_str!(concat!("../../migrations/sqlite/", $name, ".sql")))),+
        ];
        pub(crate) const POSTGRES: &[File] = &[
            $(($name, include_str!(concat!("../../migrations/postgres/", $name, ".sql")))),+
        ];
    };
}

files![
    "0001_people",
    "0002_audit",
    "0003_commitment",
    "0004_course",
    "0005_review_session",
    "0006_inbox",
    "0007_kept_form",
    "0008_lists",
    "0010_lecture",
    "0020_training",
    "0030_award",
    "0040_deadline",
    "0041_list",
    "0042_comment",
    "0043_added_seats",
    "0044_participation",
    "0050_once",
    "0051_grant",
    "0052_edition",
    "0053_search",
    "0054_roster_heading",
    "0055_title_key",
    "0056_merging",
    "0058_putting_right",
    "0059_opened_year",
    "0060_account",
    "0061_role",
    "0062_second_factor",
    "0065_file_place",
    "0070_unit_merging",
    "0071_demonstration",
    "0072_unconfirmed_request",
    "0073_sealed_form",
    "0074_access_log",
    "0075_audit_reading",
    "0077_retention",
    "0078_data_request",
    "0079_complaint",
    "0080_trial_lecture",
    "0081_waiting_list",
    "0082_listing",
    "0083_panel_answer",
    "0084_observation",
    "0085_audience_juror",
    "0086_late_conflict",
    "0087_session_organiser",
    "0088_reminder",
    "0089_reference_lecture",
    "0090_slide",
    "0091_person",
    "0092_appointment",
    "0093_overview",
    "0100_rulebook",
    "0101_frozen_rules",
    "0102_role_exclusion",
    "0110_calendar_feed",
    "0111_absence",
    "0112_school_period",
    "0113_mail",
    "0114_deputy",
    "0115_appointment_key",
    "0116_lecturer_application",
    "0117_person_field",
    "0118_award_organiser",
    "0120_annual_assessment",
    "0130_register_entry",
    "0140_certificate",
    "0141_notice_order",
    "0142_award_stage",
    "0150_objection",
    "0151_nomination_draft",
    "0160_ties_off_line",
    "0161_final_stage",
    "0162_person_tie",
    "0163_evaluation",
    "0164_final_meeting",
    "0170_paper_correction",
    "0171_evidence",
    "0172_large_lists",
    "0173_delivery_correction",
    "0174_award_archive",
    "0175_closed_place",
    "0176_unit_tree",
    "0180_award_substitute_seat",
    "0181_award_sent_back",
    "0182_award_read_only",
    "0183_hashed_rules",
    "0184_award_level",
    "0190_station_manager",
    "0191_processor",
    "0192_slot_length",
    "0193_nomination_truth",
    "0194_appointment_withdrawn",
    "0195_work_calendar",
    "0196_host_revision",
    "0197_request_host",
    "0198_revoked_certificate",
];

/// What brings a database up to date. Version, description and checksum are what the macro made:
/// a database that it has migrated compares them.
pub(crate) fn migrator(files: &[File]) -> Result<Migrator, StoreError> {
    let migrations = files.iter().map(migration).collect::<Result<_, _>>()?;
    Ok(Migrator::with_migrations(migrations))
}

fn migration((name, text): &File) -> Result<Migration, StoreError> {
    let nameless = || StoreError::Broken(format!("the migration {name} has no number"));
    let (number, words) = name.split_once('_').ok_or_else(nameless)?;
    let number = number.parse().map_err(|_| nameless())?;
    let description = Cow::Owned(words.replace('_', " "));
    let alone = text.starts_with("-- no-transaction");
    let kind = MigrationType::Simple;
    Ok(Migration::new(number, description, kind, (*text).into_sql_str(), alone))
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    #[test]
    fn every_file_of_both_folders_is_embedded() {
        for (folder, files) in [("sqlite", SQLITE), ("postgres", POSTGRES)] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(folder);
            let mut found: Vec<(String, String)> = fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .map(|path| {
                    let name = path.file_name().unwrap().to_str().unwrap();
                    let name = name.strip_suffix(".sql").unwrap().to_owned();
                    (name, fs::read_to_string(&path).unwrap())
                })
                .collect();
            found.sort();
            let embedded: Vec<(String, String)> =
                files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
            assert_eq!(found, embedded);
            assert_eq!(migrator(files).unwrap().iter().count(), files.len());
        }
    }
}
