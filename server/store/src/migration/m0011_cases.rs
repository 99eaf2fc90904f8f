//! The registrars' desk: drafts, cases, the data in force, and what companies handed in.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, text, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut division = text("division");
        for column in [text_null("due"), division.default("").to_owned()] {
            manager.alter_table(Table::alter().table("subjects").add_column(column).to_owned()).await?;
        }
        let divisions = "UPDATE subjects SET division = substr(code, 3, 6)";
        manager.get_connection().execute_unprepared(divisions).await?;
        for table in [drafts(), cases(), dossiers(), attachments()] {
            manager.create_table(table).await?;
        }
        for (name, table, columns) in [
            ("subjects_division", "subjects", ["division", "standing"]),
            ("cases_state", "cases", ["state", "submitted"]),
            ("cases_subject", "cases", ["subject", "submitted"]),
            ("attachments_owner", "attachments", ["owner", "at"]),
        ] {
            let [first, second] = columns;
            let index = Index::create().name(name).table(table).col(first).col(second).to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn key(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.text().not_null().primary_key();
    column
}

/// `owner` is a company, or a person before its company is registered.
fn drafts() -> TableCreateStatement {
    Table::create().table("drafts").col(key("owner")).col(text("form")).col(big_integer("saved")).to_owned()
}

fn cases() -> TableCreateStatement {
    Table::create()
        .table("cases")
        .col(key("id"))
        .col(text("subject"))
        .col(text("code"))
        .col(text("name"))
        .col(text("kind"))
        .col(text("state"))
        .col(text("detail"))
        .col(text("form"))
        .col(text("scans"))
        .col(big_integer("submitted"))
        .col(big_integer("since"))
        .to_owned()
}

fn dossiers() -> TableCreateStatement {
    Table::create()
        .table("dossiers")
        .col(key("subject"))
        .col(text("form"))
        .col(text("scans"))
        .col(text("life"))
        .col(big_integer_null("confirmed"))
        .to_owned()
}

fn attachments() -> TableCreateStatement {
    Table::create()
        .table("attachments")
        .col(key("id"))
        .col(text("owner"))
        .col(big_integer("at"))
        .col(boolean("dropped"))
        .col(text("what"))
        .to_owned()
}
