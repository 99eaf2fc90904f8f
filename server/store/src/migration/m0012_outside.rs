//! What others know of companies: lists that the centre loaded, and every answer about a case.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut id = text("id");
        let answers = Table::create()
            .table("answers")
            .col(id.primary_key())
            .col(text("file"))
            .col(big_integer("at"))
            .col(text("what"))
            .to_owned();
        let mut question = text("question");
        let extracts = Table::create()
            .table("extracts")
            .col(question.primary_key())
            .col(text("name"))
            .col(big_integer("loaded"))
            .col(integer("lines"))
            .to_owned();
        let lines = Table::create()
            .table("extract_lines")
            .col(text("question"))
            .col(integer("number"))
            .col(text("code"))
            .col(text("line"))
            .primary_key(Index::create().col("question").col("number"))
            .to_owned();
        for table in [answers, extracts, lines] {
            manager.create_table(table).await?;
        }
        let by_case = Index::create().name("answers_file").table("answers").col("file").col("at").to_owned();
        manager.create_index(by_case).await?;
        let by_code =
            Index::create().name("extract_lines_code").table("extract_lines").col("question").col("code").to_owned();
        manager.create_index(by_code).await
    }
}
