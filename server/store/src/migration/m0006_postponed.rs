//! The postponements of a lot's deadline, oldest first.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = text("postponed").default("[]").to_owned();
        manager.alter_table(Table::alter().table("lots").add_column(column).to_owned()).await
    }
}
