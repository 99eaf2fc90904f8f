//! What subjects are searched by: their order, their roles, their names without what nobody types, and an index of words,
//! which each database keeps in its own way ([`crate::search`]).

use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::prelude::*;

use crate::search;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let is_postgres = db.get_database_backend() == DbBackend::Postgres;
        for column in ["number BIGINT", "roles TEXT NOT NULL DEFAULT 'bidder'", "folded TEXT NOT NULL DEFAULT ''"] {
            db.execute_unprepared(&format!("ALTER TABLE subjects ADD COLUMN {column}")).await?;
        }
        let numbered = "UPDATE subjects SET number = \
             (SELECT count(*) FROM subjects AS before WHERE before.id <= subjects.id)";
        db.execute_unprepared(numbered).await?;
        db.execute_unprepared("CREATE UNIQUE INDEX subjects_number ON subjects (number)").await?;
        let index: &[&str] = if is_postgres {
            &[
                "ALTER TABLE subjects ADD COLUMN words TEXT[] NOT NULL DEFAULT '{}'",
                "CREATE INDEX subjects_words ON subjects USING gin (words)",
                "CREATE INDEX subjects_code_begins ON subjects (code text_pattern_ops)",
            ]
        } else {
            // No positions and no texts: what is found is held against the name itself.
            &["CREATE VIRTUAL TABLE subject_words USING fts5(words, content='', contentless_delete=1, detail=none, \
               tokenize='unicode61 remove_diacritics 0')"]
        };
        for statement in index {
            db.execute_unprepared(statement).await?;
        }
        // The old index of names serves no part of a name.
        db.execute_unprepared("DROP INDEX subjects_name").await?;
        search::index_all(db).await.map_err(|error| DbErr::Migration(error.to_string()))
    }
}
