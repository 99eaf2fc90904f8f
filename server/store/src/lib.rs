//! Rows and sealed files. One query set serves SQLite and PostgreSQL; no rule lives here. This file is the connection,
//! the write transaction and what can go wrong.
//!
//! Not found is `None`. A row that does not read back as what was written is [`StoreError::Corrupt`], never a guess.
//! To add a table: a migration in [`migration`], an entity in [`entity`], and a file of queries that turn its rows into
//! words of `domain`.

mod arriving;
pub mod attachments;
pub mod beat;
pub mod bell;
pub mod bids;
pub mod blobs;
pub mod cases;
pub mod certificates;
pub mod entity;
pub mod journal;
pub mod lots;
pub mod outside;
pub mod people;
pub mod pieces;
pub mod quotes;
pub mod reels;
mod rekey;
pub mod reminded;
pub mod search;
pub mod staged;
pub mod subjects;
pub mod vault;

pub mod access;
pub mod letters;
pub mod sessions;

use std::fmt::Display;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::{MigrationTrait, MigratorTrait};
use tokio::sync::{Mutex, OwnedMutexGuard};

pub use arriving::{Arrived, Arriving};
pub use blobs::Blobs;
pub use vault::{Guarded, Place, Vault};

use crate::migration::Migrator;

/// Any number, the same on every node: the advisory lock of all writers on PostgreSQL.
const WRITERS: i64 = 0x006b_6169_6269_616f;

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    db: DatabaseConnection,
    writers: Arc<Mutex<()>>,
    vault: Arc<dyn Vault>,
}

/// A write transaction, rolled back unless committed.
///
/// Writers queue: one at a time, on both databases and on all nodes. What a use case reads inside its transaction
/// therefore still holds when it writes, and the journal's numbers have no gaps.
pub struct Tx {
    tx: DatabaseTransaction,
    vault: Arc<dyn Vault>,
    _turn: OwnedMutexGuard<()>,
}

impl Store {
    /// Connects to `sqlite:PATH?mode=rwc` or `postgres://…` and brings the schema up to date; personal entries that lie plain
    /// or under an older key of the vault come under its first.
    ///
    /// # Errors
    /// When the database cannot be reached, its schema is newer than this program, or a key is not the right one.
    pub async fn connect(url: &str, vault: Arc<dyn Vault>) -> Result<Self, StoreError> {
        let mut options = ConnectOptions::new(url);
        options.max_connections(8).connect_timeout(Duration::from_secs(10)).sqlx_logging(false);
        options.map_sqlx_sqlite_opts(|sqlite| {
            // FULL: an acknowledged bid survives a power cut (promise 1).
            sqlite
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
                .pragma("foreign_keys", "ON")
                .busy_timeout(Duration::from_secs(10))
        });
        let db = Database::connect(options).await?;
        Migrator::up(&db, None).await?;
        let store = Self { db, writers: Arc::default(), vault };
        store.settle_keys().await?;
        Ok(store)
    }

    /// For reads outside a transaction.
    #[must_use]
    pub const fn read(&self) -> &DatabaseConnection {
        &self.db
    }

    /// What the database says of itself: whether what it acknowledges survives a power cut.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn durability(&self) -> Result<String, StoreError> {
        let (backend, settings) = match self.db.get_database_backend() {
            DbBackend::Postgres => (
                "PostgreSQL",
                "SELECT 'fsync=' || current_setting('fsync') || ' synchronous_commit=' || \
                 current_setting('synchronous_commit') || ' full_page_writes=' || current_setting('full_page_writes')",
            ),
            _ => (
                "SQLite",
                "SELECT 'journal_mode=' || journal_mode || ' synchronous=' || \
                 CASE synchronous WHEN 0 THEN 'OFF' WHEN 1 THEN 'NORMAL' WHEN 2 THEN 'FULL' ELSE 'EXTRA' END \
                 FROM pragma_journal_mode, pragma_synchronous",
            ),
        };
        let statement = Statement::from_string(self.db.get_database_backend(), settings);
        let row = self.db.query_one_raw(statement).await?;
        let said: String = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
        Ok(format!("{backend} {said}"))
    }

    /// A statement past every query, as whoever has the database could run it: for tests of what comes of that.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn tamper(&self, statement: &str) -> Result<(), StoreError> {
        self.db.execute_unprepared(statement).await?;
        Ok(())
    }

    /// Waits for its turn, then begins a write transaction.
    ///
    /// # Errors
    /// When the database does not answer in time.
    pub async fn write(&self) -> Result<Tx, StoreError> {
        let turn = Arc::clone(&self.writers).lock_owned().await;
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = self.db.begin_with_options(options).await?;
        if tx.get_database_backend() == DbBackend::Postgres {
            tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({WRITERS})")).await?;
        }
        Ok(Tx { tx, vault: Arc::clone(&self.vault), _turn: turn })
    }
}

impl Tx {
    /// # Errors
    /// When the database could not make the changes durable; then none of them happened.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.tx.commit().await?)
    }
}

impl Deref for Tx {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.tx
    }
}

/// Makes a database on a PostgreSQL server, for whoever needs one of its own.
///
/// # Errors
/// When the server refuses, or has one of this name.
pub async fn create_database(server: &str, name: &str) -> Result<(), StoreError> {
    let admin = Database::connect(server).await?;
    admin.execute_unprepared(&format!("CREATE DATABASE \"{}\"", name.replace('"', ""))).await?;
    Ok(admin.close().await?)
}

/// What can go wrong beneath the rules. All of it is for the operator.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("database: {0}")]
    Database(#[from] sea_orm::DbErr),
    #[error("sealed files: {0}")]
    Blobs(#[from] object_store::Error),
    #[error("disk: {0}")]
    Disk(#[from] std::io::Error),
    /// A value in the database that no code of ours can have written.
    #[error("corrupt {table}.{column} in row {row}")]
    Corrupt { table: &'static str, column: &'static str, row: String },
    #[error("set-up: {0}")]
    SetUp(String),
    #[error("personal entries lie under the key {name}, which is not among the keys that are given")]
    KeyMissing { name: String },
    #[error("the key that is given as {name} is not the one under which personal entries lie")]
    KeyWrong { name: String },
}

/// Turns a column's text back into a word of `domain`.
pub(crate) fn read<T>(
    value: Option<T>,
    table: &'static str,
    column: &'static str,
    row: &impl Display,
) -> Result<T, StoreError> {
    value.ok_or_else(|| StoreError::Corrupt { table, column, row: row.to_string() })
}

/// The schema, step by step, the same on both databases: ids and words as text, money and time as big integers.
pub mod migration {
    use super::{MigrationTrait, MigratorTrait};

    mod m0001_house;
    mod m0002_rehearsal;
    mod m0003_received;
    mod m0004_beat;
    mod m0005_runs;
    mod m0006_postponed;
    mod m0007_broadcast;
    mod m0008_quotes;
    mod m0010_certificates;
    mod m0011_cases;
    mod m0012_outside;
    mod m0013_access;
    mod m0015_search;
    mod m0016_personal;
    mod m0017_staged;
    mod m0019_entities;
    mod m0020_notices;

    pub struct Migrator;

    #[async_trait::async_trait]
    impl MigratorTrait for Migrator {
        fn migrations() -> Vec<Box<dyn MigrationTrait>> {
            vec![
                Box::new(m0001_house::Migration),
                Box::new(m0002_rehearsal::Migration),
                Box::new(m0003_received::Migration),
                Box::new(m0004_beat::Migration),
                Box::new(m0005_runs::Migration),
                Box::new(m0006_postponed::Migration),
                Box::new(m0007_broadcast::Migration),
                Box::new(m0008_quotes::Migration),
                Box::new(m0010_certificates::Migration),
                Box::new(m0011_cases::Migration),
                Box::new(m0012_outside::Migration),
                Box::new(m0013_access::Migration),
                Box::new(m0015_search::Migration),
                Box::new(m0016_personal::Migration),
                Box::new(m0019_entities::Migration),
                Box::new(m0020_notices::Migration),
                Box::new(m0017_staged::Migration),
            ]
        }
    }
}
