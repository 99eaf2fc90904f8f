//! When the server last noted that it was there: one row.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let row = integer("id").primary_key().to_owned();
        manager.create_table(Table::create().table("beat").col(row).col(big_integer("at")).to_owned()).await
    }
}
