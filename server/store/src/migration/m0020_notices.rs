//! Letters that are written once: what was written, to whom, and who wants to be reminded of openings.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut what = ColumnDef::new(Alias::new("what"));
        what.text().not_null().primary_key();
        manager.create_table(Table::create().table("reminded").col(what).col(big_integer("at")).to_owned()).await?;
        manager.alter_table(Table::alter().table("letters").add_column(text_null("person")).to_owned()).await?;
        let index = Index::create().name("letters_person").table("letters").col("person").col("id").to_owned();
        manager.create_index(index).await?;
        let reminders = boolean("reminders").default(false).to_owned();
        manager.alter_table(Table::alter().table("contacts").add_column(reminders).to_owned()).await
    }
}
