//! Subjects that come in by the thousand: laid aside in batches, so that no writer waits long, and entered all at once.
//!
//! Until they are entered nobody finds them. On SQLite their words lie in the index already, under numbers that no subject
//! has: what is found there is looked for among the subjects, and is not there. Their numbers are theirs from the start.

use domain::Timestamp;
use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};

use crate::search::{next_number, row};
use crate::subjects::Subject;
use crate::{Store, StoreError, Tx};

/// Subjects in one transaction.
const TOGETHER: usize = 1000;

/// Lays aside what is to be entered together, under the name of its load. Nothing is there yet.
pub async fn lay_aside(store: &Store, load: &str, subjects: &[Subject], now: Timestamp) -> Result<(), StoreError> {
    for some in subjects.chunks(TOGETHER) {
        let tx = store.write().await?;
        let first = next_number(&*tx).await?;
        let rows: Vec<_> = (first..).zip(some).map(|(number, subject)| row(number, subject)).collect();
        let json = serde_json::to_string(&rows).map_err(|error| StoreError::SetUp(error.to_string()))?;
        if tx.get_database_backend() == DbBackend::Postgres {
            run(&tx, ASIDE_ON_POSTGRES, vec![load.into(), now.millis().into(), json.into()]).await?;
        } else {
            run(&tx, ASIDE_ON_SQLITE, vec![load.into(), now.millis().into(), json.clone().into()]).await?;
            run(&tx, WORDS_ON_SQLITE, vec![json.into()]).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Enters a load; what lay aside is to be forgotten after that. `false`, and nothing is entered, where one of its codes has
/// come in meanwhile.
pub async fn enter(tx: &Tx, load: &str) -> Result<bool, StoreError> {
    let backend = tx.get_database_backend();
    let (place, words) = if backend == DbBackend::Postgres { ("$1", ", words") } else { ("?", "") };
    let taken = format!(
        "SELECT s.code FROM staged_subjects AS s JOIN subjects AS there ON there.code = s.code WHERE s.load = {place} \
         LIMIT 1"
    );
    if tx.query_one_raw(Statement::from_sql_and_values(backend, taken, [load.into()])).await?.is_some() {
        return Ok(false);
    }
    let enter = format!(
        "INSERT INTO subjects ({COLUMNS}{words}) SELECT {COLUMNS}{words} FROM staged_subjects WHERE load = {place} \
         ORDER BY number"
    );
    run(tx, &enter, vec![load.into()]).await?;
    Ok(true)
}

/// Takes away what lies aside; of what was not entered, the words as well.
pub async fn forget(store: &Store, load: &str) -> Result<(), StoreError> {
    let postgres = store.read().get_database_backend() == DbBackend::Postgres;
    let (load_at, most_at) = if postgres { ("$1", "$2") } else { ("?", "?") };
    let some = format!("SELECT number FROM staged_subjects WHERE load = {load_at} ORDER BY number LIMIT {most_at}");
    let most = || vec![Value::from(load), Value::from(TOGETHER as i64)];
    loop {
        let tx = store.write().await?;
        if !postgres {
            let lost = format!(
                "DELETE FROM subject_words WHERE rowid IN (SELECT number FROM ({some}) AS aside \
                 WHERE NOT EXISTS (SELECT 1 FROM subjects WHERE subjects.number = aside.number))"
            );
            run(&tx, &lost, most()).await?;
        }
        let gone = run(&tx, &format!("DELETE FROM staged_subjects WHERE number IN ({some})"), most()).await?;
        tx.commit().await?;
        if gone < TOGETHER as u64 {
            return Ok(());
        }
    }
}

/// Loads that were laid aside before this time: whoever did so is no longer there.
pub async fn left_behind(db: &impl ConnectionTrait, before: Timestamp) -> Result<Vec<String>, StoreError> {
    let backend = db.get_database_backend();
    let place = if backend == DbBackend::Postgres { "$1" } else { "?" };
    let sql = format!("SELECT DISTINCT load FROM staged_subjects WHERE at < {place}");
    let rows = db.query_all_raw(Statement::from_sql_and_values(backend, sql, [before.millis().into()])).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

async fn run(tx: &Tx, sql: &str, values: Vec<Value>) -> Result<u64, StoreError> {
    Ok(tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?.rows_affected())
}

const COLUMNS: &str = "number, id, code, name, legal_person, address, standing, since, \
     practice, due, division, roles, folded";

const ASIDE_ON_POSTGRES: &str = "INSERT INTO staged_subjects (load, at, number, id, code, name, legal_person, address, \
     standing, since, practice, due, division, roles, folded, words) \
     SELECT $1::text, $2::bigint, number, id, code, name, legal_person, address, standing, since, \
     practice, due, division, roles, folded, string_to_array(words, ' ') \
     FROM json_to_recordset($3::json) AS new (id text, code text, name text, legal_person text, address text, \
     standing text, since bigint, practice boolean, due text, division text, \
     roles text, number bigint, folded text, words text)";

const ASIDE_ON_SQLITE: &str = "INSERT INTO staged_subjects (load, at, number, id, code, name, legal_person, address, \
     standing, since, practice, due, division, roles, folded, words) \
     SELECT ?, ?, value ->> 'number', value ->> 'id', value ->> 'code', value ->> 'name', value ->> 'legal_person', \
     value ->> 'address', value ->> 'standing', \
     value ->> 'since', value ->> 'practice', value ->> 'due', value ->> 'division', value ->> 'roles', \
     value ->> 'folded', '' FROM json_each(?)";

const WORDS_ON_SQLITE: &str = "INSERT INTO subject_words (rowid, words) \
     SELECT value ->> 'number', value ->> 'words' FROM json_each(?) WHERE value ->> 'words' <> ''";
