//! When a bidder last tried that its key opens its bid.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = big_integer_null("rehearsed");
        manager.alter_table(Table::alter().table("bids").add_column(column).to_owned()).await
    }
}
