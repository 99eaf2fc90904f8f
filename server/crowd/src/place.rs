//! Where a server keeps what it is given: a database and a data folder, on any kind of either.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use seal::Digest;
use store::{Blobs, Store};

/// A data folder and a database that nobody else uses.
pub struct Place {
    pub data: PathBuf,
    pub database: String,
}

impl Place {
    /// A new SQLite database in the folder.
    #[must_use]
    pub fn on_sqlite(data: &Path) -> Self {
        let database = format!("sqlite:{}?mode=rwc", data.join("kaibiao.db").display());
        Self { data: data.to_owned(), database }
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
        Ok(Self { data: data.to_owned(), database: format!("{base}/{name}") })
    }

    /// # Errors
    /// When the database cannot be reached.
    pub async fn store(&self) -> Result<Store> {
        Ok(Store::connect(&self.database).await?)
    }

    /// # Errors
    /// When the folder cannot be made.
    pub fn blobs(&self) -> Result<Blobs> {
        Ok(Blobs::local(&self.data.join("sealed"))?)
    }

    /// What `kaibiao serve` is told of this place.
    #[must_use]
    pub fn arguments(&self) -> Vec<String> {
        ["--data", &self.data.display().to_string(), "--database", &self.database].map(str::to_owned).to_vec()
    }
}
