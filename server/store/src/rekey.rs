//! What was kept plain, as older releases did, or under an older key, is taken over under the first key, before anything is
//! read: in batches, each its own transaction, so that a start that is broken off goes on where it was.
//!
//! The database knows by name which keys it needs, with a proof of each: a key that is missing or is another one is told at
//! the start, and not found out row by row.

use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};

use crate::vault::{Guarded, MARK, Place, first, open, seal};
use crate::{Store, StoreError, Tx};

/// Every column of text that lies encrypted: its table, the key of its rows, and its name.
const COLUMNS: [(&str, &str, &str); 8] = [
    ("drafts", "owner", "form"),
    ("cases", "id", "form"),
    ("dossiers", "subject", "form"),
    ("contacts", "person", "email"),
    ("tickets", "digest", "address"),
    ("letters", "id", "address"),
    ("letters", "id", "words"),
    ("letters", "id", "trouble"),
];

/// Rows in one transaction.
const TOGETHER: usize = 200;

/// What a proof says when it is opened.
const PROOF: &str = "kaibiao";

impl Store {
    /// # Errors
    /// `KeyMissing`, `KeyWrong`: then nothing was touched.
    pub(crate) async fn settle_keys(&self) -> Result<(), StoreError> {
        let tx = self.write().await?;
        let current = first(tx.vault()).to_owned();
        let mut known = false;
        for (name, proof) in proofs(&tx).await? {
            if !tx.vault().keys().contains(&name.as_str()) {
                return Err(StoreError::KeyMissing { name });
            }
            open(tx.vault(), proof_of(&name), &proof).map_err(|_| StoreError::KeyWrong { name: name.clone() })?;
            known |= name == current;
        }
        if !known {
            let proof = seal(tx.vault(), proof_of(&current), PROOF);
            let sql = format!("INSERT INTO personal_keys (name, proof) VALUES ({}, {})", mark(&tx, 1), mark(&tx, 2));
            run(&tx, sql, vec![current.into(), proof.into()]).await?;
        }
        tx.commit().await?;
        self.take_over().await
    }

    async fn take_over(&self) -> Result<(), StoreError> {
        let mut taken = 0;
        for (table, key, column) in COLUMNS {
            loop {
                let tx = self.write().await?;
                let some = take_some(&tx, table, key, column).await?;
                tx.commit().await?;
                taken += some;
                if some < TOGETHER {
                    break;
                }
            }
        }
        if taken > 0 {
            self.wipe().await?;
        }
        self.forget_keys().await
    }

    /// What rows held before is nowhere in the database's files any more. Copies elsewhere are another matter.
    async fn wipe(&self) -> Result<(), StoreError> {
        let db = self.read();
        if db.get_database_backend() == DbBackend::Postgres {
            let mut tables: Vec<&str> = COLUMNS.iter().map(|(table, ..)| *table).collect();
            tables.dedup();
            for table in tables {
                db.execute_unprepared(&format!("VACUUM FULL {table}")).await?;
            }
        } else {
            db.execute_unprepared("VACUUM").await?;
            db.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Ok(())
    }

    /// Keys under which nothing lies any more need not be kept.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn forget_keys(&self) -> Result<(), StoreError> {
        let tx = self.write().await?;
        let sql = format!(
            "DELETE FROM personal_keys WHERE name <> {} AND name NOT IN (SELECT sealed_by FROM attachments)",
            mark(&tx, 1)
        );
        run(&tx, sql, vec![first(tx.vault()).to_owned().into()]).await?;
        tx.commit().await
    }
}

/// Rows of one column that lie plain or under another key, now under the first.
async fn take_some(tx: &Tx, table: &'static str, key: &str, column: &'static str) -> Result<usize, StoreError> {
    let now = format!("{MARK}{} ", first(tx.vault()));
    let sql = format!(
        "SELECT {key} AS row_key, {column} AS kept FROM {table} \
         WHERE {column} <> '' AND substr({column}, 1, {}) <> {} LIMIT {TOGETHER}",
        now.len(),
        mark(tx, 1)
    );
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, [now.into()]);
    let rows = tx.query_all_raw(statement).await?;
    for row in &rows {
        let (id, kept): (String, String) = (row.try_get("", "row_key")?, row.try_get("", "kept")?);
        let place = Place { table, column, row: &id };
        let plain = match kept.strip_prefix(MARK).and_then(|rest| rest.split_once(' ')) {
            Some((name, _)) if !tx.vault().keys().contains(&name) => {
                return Err(StoreError::KeyMissing { name: name.to_owned() });
            }
            Some(_) => open(tx.vault(), place, &kept)?,
            None => kept,
        };
        let sealed = seal(tx.vault(), place, &plain);
        let sql = format!("UPDATE {table} SET {column} = {} WHERE {key} = {}", mark(tx, 1), mark(tx, 2));
        run(tx, sql, vec![sealed.into(), id.into()]).await?;
    }
    Ok(rows.len())
}

async fn proofs(tx: &Tx) -> Result<Vec<(String, String)>, StoreError> {
    let sql = "SELECT name, proof FROM personal_keys ORDER BY name";
    let rows = tx.query_all_raw(Statement::from_string(tx.get_database_backend(), sql)).await?;
    rows.iter().map(|row| Ok((row.try_get("", "name")?, row.try_get("", "proof")?))).collect()
}

fn proof_of(name: &str) -> Place<'_> {
    Place { table: "personal_keys", column: "proof", row: name }
}

/// The place of a value in a statement.
fn mark(tx: &Tx, n: u8) -> String {
    if tx.get_database_backend() == DbBackend::Postgres { format!("${n}") } else { "?".to_owned() }
}

async fn run(tx: &Tx, sql: String, values: Vec<Value>) -> Result<(), StoreError> {
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}
