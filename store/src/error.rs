//! What can go wrong below the rules.

/// A failed statement, told apart as far as a caller can act on it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused an overlap of two commitments of one party.
    #[error("the party is taken at that time")]
    Overlap,
    /// A unique or foreign key refused the row.
    #[error("the row conflicts with another")]
    Conflict,
    /// A check of the database refused the row.
    #[error("the row is not allowed")]
    Refused,
    /// A row that must be there is not.
    #[error("the row is missing")]
    Missing,
    /// Two transactions waited for each other; this one lost and may be tried again.
    #[error("the transaction lost a deadlock")]
    Deadlock,
    /// It has waited or worked longer than the database lets anybody; it may be tried again later.
    #[error("the database is busy")]
    Busy,
    /// What goes to that host could be read or changed on its way.
    #[error("{0} is not this machine: its address needs `sslmode=verify-full`")]
    Exposed(String),
    /// A file beside the database cannot be read or written.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// A stored value that no rule allows.
    #[error("inconsistent data: {0}")]
    Broken(String),
    /// Everything else.
    #[error(transparent)]
    Database(sqlx::Error),
}

/// What the SQLite trigger says, as the extended code `SQLITE_CONSTRAINT_TRIGGER`.
const SQLITE_TRIGGER: &str = "1811";
const POSTGRES_EXCLUSION: &str = "23P01";
const POSTGRES_DEADLOCK: &str = "40P01";
/// A lock that was not given in time, a statement that was cut off; SQLite's one writer in the way.
const BUSY: [&str; 5] = ["55P03", "57014", "5", "261", "517"];

/// Whether a trigger of SQLite stands for a check that PostgreSQL makes.
fn is_refusal(message: &str) -> bool {
    [
        "award_cycle_archived",
        "award_cycle_archives",
        "award_read_only",
        "award_substitute_seat",
        "certificate_stays",
        "credit_hour_on_paper",
        "delivery_on_paper",
        "evidence_checked",
        "hour_claim_own_unit",
        "paper_correction_second",
        "paper_correction_stays",
        "role_exclusion_broken",
        "role_exclusion_stays",
        "role_grant_excluded",
        "role_grant_scope",
        "rulebook_stays",
    ]
    .iter()
    .any(|name| message.contains(name))
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::Missing,
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                Self::Broken(error.to_string())
            }
            sqlx::Error::Database(database) => {
                let code = database.code();
                match code.as_deref() {
                    Some(POSTGRES_EXCLUSION) => Self::Overlap,
                    Some(SQLITE_TRIGGER) if database.message().contains("commitment_overlap") => {
                        Self::Overlap
                    }
                    Some(POSTGRES_DEADLOCK) => Self::Deadlock,
                    Some(code) if BUSY.contains(&code) => Self::Busy,
                    Some(SQLITE_TRIGGER) if is_refusal(database.message()) => Self::Refused,
                    _ if database.is_check_violation() => Self::Refused,
                    _ if database.is_unique_violation() || database.is_foreign_key_violation() => {
                        Self::Conflict
                    }
                    _ => Self::Database(error),
                }
            }
            _ => Self::Database(error),
        }
    }
}
