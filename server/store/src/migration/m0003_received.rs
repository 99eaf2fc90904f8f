//! How many bytes a bid has brought in, against its company's quota.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = big_integer("received").default(0).to_owned();
        manager.alter_table(Table::alter().table("bids").add_column(column).to_owned()).await?;
        let so_far = "UPDATE bids SET received = COALESCE((SELECT CAST(SUM(size) AS BIGINT) FROM pieces WHERE bid = bids.id), 0)";
        manager.get_connection().execute_unprepared(so_far).await?;
        Ok(())
    }
}
