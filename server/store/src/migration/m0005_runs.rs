//! Pieces that came in one request lie in one object: which, and where in it each begins.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [text("run").default("").to_owned(), big_integer("start").default(0).to_owned()] {
            manager.alter_table(Table::alter().table("pieces").add_column(column).to_owned()).await?;
        }
        let one_each = "UPDATE pieces SET run = CAST(number AS TEXT) || '-' || digest";
        manager.get_connection().execute_unprepared(one_each).await?;
        Ok(())
    }
}
