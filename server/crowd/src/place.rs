//! Where a server keeps what it is given: a database and a data folder, on any kind of either.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use office::{Chance, PersonalKeys};
use seal::Digest;
use store::{Blobs, Store};

use crate::Bucket;

/// A data folder, a database and, if sealed files are not to lie in the folder, a bucket that nobody else uses.
pub struct Place {
    pub data: PathBuf,
    pub database: String,
    pub bucket: Option<Bucket>,
}

impl Place {
    /// A new SQLite database in the folder.
    #[must_use]
    pub fn on_sqlite(data: &Path) -> Self {
        let database = format!("sqlite:{}?mode=rwc", data.join("kaibiao.db").display());
        Self { data: data.to_owned(), database, bucket: None }
    }

    /// A new database on the PostgreSQL server with this address.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn on_postgres(data: &Path, server: &str) -> Result<Self> {
        let unique = Digest::of(data.as_os_str().as_encoded_bytes()).to_string();
        let name = format!("kaibiao_{}", &unique[..24]);
        store::create_database(server, &name).await?;
        let (base, _) = server.rsplit_once('/').context("the server's address names no database")?;
        Ok(Self { data: data.to_owned(), database: format!("{base}/{name}"), bucket: None })
    }

    /// The same with sealed files in a bucket, which is served as long as this runtime lives.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn with_bucket(self) -> Result<Self> {
        Ok(Self { bucket: Some(Bucket::serve(&self.data).await?), ..self })
    }

    /// # Errors
    /// When the database cannot be reached.
    pub async fn store(&self) -> Result<Store> {
        Ok(Store::connect(&self.database, Arc::new(self.personal_keys()?)).await?)
    }

    /// The keys that a server finds here too; the first one who comes makes them.
    fn personal_keys(&self) -> Result<PersonalKeys> {
        let path = self.data.join("personal.keys");
        let chance = Chance::from_seed(Digest::of(path.as_os_str().as_encoded_bytes()).0);
        if !path.exists() {
            std::fs::write(&path, PersonalKeys::fresh(&chance).as_bytes())?;
        }
        Ok(PersonalKeys::parse(&std::fs::read_to_string(&path)?, chance)?)
    }

    /// # Errors
    /// When the folder cannot be made, or the bucket does not answer.
    pub async fn blobs(&self) -> Result<Blobs> {
        Ok(match &self.bucket {
            Some(bucket) => bucket.open().await?,
            None => Blobs::local(&self.data.join("sealed"))?,
        })
    }

    /// What `kaibiao serve` is told of this place.
    #[must_use]
    pub fn arguments(&self) -> Vec<String> {
        let mut words =
            ["--data", &self.data.display().to_string(), "--database", &self.database].map(str::to_owned).to_vec();
        words.extend(self.bucket.iter().flat_map(|bucket| ["--blobs".to_owned(), bucket.address()]));
        words
    }

    /// What its environment has to hold.
    #[must_use]
    pub fn environment(&self) -> Vec<(String, String)> {
        self.bucket.as_ref().map(Bucket::settings).unwrap_or_default()
    }
}
