//! Opening a database: whoever meets an empty one sets it up, and one that has tables is migrated by
//! `migrate` and `serve` alone.

use actions::{Actions, Call, Files, Store};
use demo::Demo;
use store::{Alone, Schema, sqlite_file};

use crate::config::{Data, DemoPassword, StartError, clock, entropy};

/// What a command may do to the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum May {
    /// Set an empty database up.
    SetUp,
    /// Change an older one as well.
    Migrate,
}

impl Data {
    /// Opens database and file store; an empty database is set up, and every other schema than this
    /// program's is refused.
    pub async fn open(&self) -> Result<Actions, StartError> {
        Ok(self.begin(May::SetUp).await?.0)
    }

    /// Brings the schema up to date.
    pub(crate) async fn migrate(&self) -> Result<(), StartError> {
        self.begin(May::Migrate).await.map(|_| ())
    }

    /// Opens the database for looking at it: nothing is made, and the schema stays as it is.
    pub async fn look(&self) -> Result<Actions, StartError> {
        Ok(Actions::new(self.look_at().await?, Files::memory(), entropy())?)
    }

    /// The same, for reading database and uploads.
    pub(crate) async fn look_at_both(&self) -> Result<(Store, Files), StartError> {
        let store = self.look_at().await?;
        let files = self.file_store()?;
        let known = store.read().await?.find_file_place().await?;
        if known.is_some() && files.mark().await? != known {
            return Err(StartError::OtherFiles(self.file_place()));
        }
        Ok((store, files))
    }

    pub(crate) async fn look_at(&self) -> Result<Store, StartError> {
        let url = self.url();
        if sqlite_file(&url)?.is_some_and(|file| !file.exists()) {
            return Err(StartError::NoDatabase(url));
        }
        let store = Store::connect(&url).await?;
        refuse_other(store.find_schema().await?)?;
        Ok(store)
    }

    /// For loading a demonstration whose accounts begin with this password. Other starts wait until the last part is dropped.
    pub(crate) async fn open_demo(
        &self,
        may: May,
        chosen: &DemoPassword,
    ) -> Result<(Actions, Demo, Alone), StartError> {
        let (actions, store, alone) = self.begin(may).await?;
        let entropy = entropy();
        let password =
            chosen.demo_password.clone().unwrap_or_else(|| demo::random_password(&entropy));
        let demo = Demo::new(actions.clone(), store, entropy, password);
        Ok((actions, demo, alone))
    }

    async fn begin(&self, may: May) -> Result<(Actions, Store, Alone), StartError> {
        std::fs::create_dir_all(&self.data).map_err(StartError::Folder)?;
        let store = Store::connect_or_create(&self.url()).await?;
        let alone = store.alone().await?;
        settle(&store, may).await?;
        let actions = Actions::new(store.clone(), self.file_store()?, entropy())?;
        if !actions.claim_file_place().await? {
            return Err(StartError::OtherFiles(self.file_place()));
        }
        actions.ship_regions(&Call::anonymous(clock()(), "")).await?;
        match actions.renew_search().await? {
            0 => {}
            people => tracing::info!(people, "made anew by what people are found"),
        }
        Ok((actions, store, alone))
    }

    /// Where the uploads are.
    pub(crate) fn file_place(&self) -> String {
        let default = || self.data.join("files").display().to_string();
        self.files.clone().unwrap_or_else(default)
    }

    /// Opens that place, and makes it if it is missing.
    pub(crate) fn file_store(&self) -> Result<Files, actions::ActionError> {
        Files::open(&self.file_place())
    }
}

/// Sets the schema up, or brings it up to date, as far as the command may.
async fn settle(store: &Store, may: May) -> Result<(), StartError> {
    let schema = store.find_schema().await?;
    match (schema, may) {
        (Schema::Empty, _) | (Schema::Older(_), May::Migrate) => {}
        (other, _) => return refuse_other(other),
    }
    if !store.is_owner().await? {
        return Err(StartError::NotOwner);
    }
    if let Schema::Older(version) = schema
        && let Some(copy) = store.keep_copy(version).await?
    {
        tracing::info!(copy = %copy.display(), "the database was copied before it is changed");
    }
    Ok(store.migrate().await?)
}

fn refuse_other(schema: Schema) -> Result<(), StartError> {
    match schema {
        Schema::Current => Ok(()),
        Schema::Empty | Schema::Older(_) => Err(StartError::OlderSchema),
        Schema::Newer(version) => Err(StartError::NewerSchema(version)),
        Schema::Foreign => Err(StartError::ForeignTables),
    }
}
