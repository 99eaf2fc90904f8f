//! Quotations: one a round for each bid that is in.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, integer, text, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let quotes = Table::create()
            .table("quotes")
            .col(text("bid"))
            .col(integer("round"))
            .col(big_integer("at"))
            .col(text("slip"))
            .col(text_null("key"))
            .col(big_integer_null("price"))
            .primary_key(Index::create().col("bid").col("round"))
            .to_owned();
        manager.create_table(quotes).await
    }
}
