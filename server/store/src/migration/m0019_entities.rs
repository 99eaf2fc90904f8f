//! For whom a lot was announced (nobody for those of the house), and subjects that come in: aside, until all of them are
//! entered at once.

use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("lots").add_column(text_null("entity")).to_owned()).await?;
        let db = manager.get_connection();
        let words = if db.get_database_backend() == DbBackend::Postgres { "TEXT[]" } else { "TEXT" };
        let columns = "number BIGINT NOT NULL PRIMARY KEY, load TEXT NOT NULL, at BIGINT NOT NULL, \
             id TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, legal_person TEXT NOT NULL, address TEXT NOT NULL, \
             contact_name TEXT NOT NULL, contact_phone TEXT NOT NULL, standing TEXT NOT NULL, since BIGINT NOT NULL, \
             practice BOOLEAN NOT NULL, due TEXT, division TEXT NOT NULL, roles TEXT NOT NULL, folded TEXT NOT NULL";
        db.execute_unprepared(&format!("CREATE TABLE staged_subjects ({columns}, words {words} NOT NULL)")).await?;
        db.execute_unprepared("CREATE INDEX staged_subjects_load ON staged_subjects (load, number)").await?;
        Ok(())
    }
}
