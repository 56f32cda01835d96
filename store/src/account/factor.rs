//! The second factor of an account, its recovery codes, and the roles that need one.

use domain::{id::AccountId, role::Role};

use crate::{
    Conn, StoreError, Tx,
    statement::{bound, sql},
};

const SET: &str = "UPDATE account SET factor_secret = $2, factor_step = $3 WHERE id = $1";
const USE_STEP: &str = "UPDATE account SET factor_step = $2 WHERE id = $1 \
    AND factor_secret IS NOT NULL AND (factor_step IS NULL OR factor_step < $2)";
const REMOVE: &str = "UPDATE account SET factor_secret = NULL, factor_step = NULL \
    WHERE id = $1 AND factor_secret IS NOT NULL";
const ADD_CODES: &str = "INSERT INTO recovery_code (digest, account_id) \
    SELECT v.column1, v.column2 FROM (";
const AS_ROWS: &str = ") AS v";
const USE_CODE: &str = "DELETE FROM recovery_code WHERE account_id = $1 AND digest = $2";
const REMOVE_CODES: &str = "DELETE FROM recovery_code WHERE account_id = $1";
const COUNT_CODES: &str = "SELECT COUNT(*) FROM recovery_code WHERE account_id = $1";
const DEMANDS: &str = "SELECT role FROM factor_demand ORDER BY role";
const DEMAND: &str = "INSERT INTO factor_demand (role) VALUES ($1)";
const DEMAND_NOTHING: &str = "DELETE FROM factor_demand";

impl Conn {
    /// How many recovery codes are left.
    pub async fn count_recovery_codes(&mut self, account: AccountId) -> Result<i64, StoreError> {
        self.only(sql(COUNT_CODES).bind(account)).await
    }

    /// The roles that need a second factor.
    pub async fn list_factor_demands(&mut self) -> Result<Vec<Role>, StoreError> {
        self.all(sql(DEMANDS)).await
    }
}

impl Tx {
    /// Gives an account a second factor, of which this step was used already, and recovery codes.
    pub async fn set_factor(
        &mut self,
        account: AccountId,
        secret: &str,
        step: i64,
        codes: &[String],
    ) -> Result<(), StoreError> {
        self.run(bound!(SET; account, secret, step)).await?;
        self.run(sql(REMOVE_CODES).bind(account)).await?;
        let rows = codes.iter().map(|digest| vec![digest.as_str().into(), account.into()]);
        self.run_rows(ADD_CODES, rows.collect(), AS_ROWS).await
    }

    /// Uses a step up; `false`: it or a later one was used before, or there is no factor.
    pub async fn use_factor_step(
        &mut self,
        account: AccountId,
        step: i64,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(USE_STEP).bind(account).bind(step)).await
    }

    /// Uses a recovery code up; `false`: there is none such.
    pub async fn use_recovery_code(
        &mut self,
        account: AccountId,
        digest: &str,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(USE_CODE).bind(account).bind(digest)).await
    }

    /// Takes the second factor from an account; `false`: it has none.
    pub async fn remove_factor(&mut self, account: AccountId) -> Result<bool, StoreError> {
        self.run(sql(REMOVE_CODES).bind(account)).await?;
        self.is_changed(sql(REMOVE).bind(account)).await
    }

    /// Sets the roles that need a second factor.
    pub async fn set_factor_demands(&mut self, roles: &[Role]) -> Result<(), StoreError> {
        self.run(sql(DEMAND_NOTHING)).await?;
        for role in roles {
            self.run(sql(DEMAND).bind(*role)).await?;
        }
        Ok(())
    }
}
