//! The house as it opened: subjects, people, lots, bids, credit, and the journal.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, integer, text, text_null, text_uniq};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [subjects(), users(), sessions(), credit_records(), lots(), bids(), pieces(), journal()] {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        // At most one bid of a subject for a lot is alive; withdrawn ones stay as history.
        let one_alive = "CREATE UNIQUE INDEX bids_one_alive ON bids (lot, subject) WHERE state <> 'withdrawn'";
        manager.get_connection().execute_unprepared(one_alive).await?;
        Ok(())
    }
}

fn key(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.text().not_null().primary_key();
    column
}

fn subjects() -> TableCreateStatement {
    Table::create()
        .table("subjects")
        .col(key("id"))
        .col(text_uniq("code"))
        .col(text("name"))
        .col(text("legal_person"))
        .col(text("address"))
        .col(text("contact_name"))
        .col(text("contact_phone"))
        .col(text("standing"))
        .col(text_null("remark"))
        .col(big_integer("since"))
        .col(text_null("public_key"))
        .col(boolean("practice"))
        .to_owned()
}

fn users() -> TableCreateStatement {
    Table::create()
        .table("users")
        .col(key("id"))
        .col(text_uniq("login"))
        .col(text("role"))
        .col(text_null("subject"))
        .col(text("password"))
        .to_owned()
}

fn sessions() -> TableCreateStatement {
    Table::create().table("sessions").col(key("token")).col(text("person")).col(big_integer("expires")).to_owned()
}

fn credit_records() -> TableCreateStatement {
    Table::create()
        .table("credit_records")
        .col(key("id"))
        .col(text("subject"))
        .col(text("grade"))
        .col(text("conduct"))
        .col(text("body"))
        .col(text("document"))
        .col(text("decided"))
        .col(text_null("barred_until"))
        .to_owned()
}

fn lots() -> TableCreateStatement {
    Table::create()
        .table("lots")
        .col(key("id"))
        .col(text("terms"))
        .col(big_integer("deadline"))
        .col(boolean("practice"))
        .col(text("host"))
        .col(text("stage"))
        .to_owned()
}

fn bids() -> TableCreateStatement {
    Table::create()
        .table("bids")
        .col(key("id"))
        .col(text("lot"))
        .col(text("subject"))
        .col(text("state"))
        .col(big_integer("since"))
        .col(text_null("manifest"))
        .col(text_null("signature"))
        .col(text_null("receipt"))
        .col(big_integer_null("signed_in"))
        .col(text_null("keys"))
        .col(text_null("line"))
        .to_owned()
}

fn pieces() -> TableCreateStatement {
    Table::create()
        .table("pieces")
        .col(text("bid"))
        .col(text("part"))
        .col(integer("number"))
        .col(text("digest"))
        .col(big_integer("size"))
        .primary_key(Index::create().col("bid").col("part").col("number"))
        .to_owned()
}

fn journal() -> TableCreateStatement {
    Table::create()
        .table("journal")
        .col(ColumnDef::new("seq").big_integer().not_null().primary_key())
        .col(big_integer("at"))
        .col(text_null("lot"))
        .col(big_integer_null("room_seq"))
        .col(text("actor"))
        .col(text("address"))
        .col(text("act"))
        .col(text("subject"))
        .col(text("payload"))
        .col(text("salt"))
        .col(text("commitment"))
        .to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    let on = |name: &'static str, table: &'static str, columns: &[&'static str], unique: bool| {
        let mut index = Index::create().name(name).table(table).to_owned();
        for column in columns {
            index.col(*column);
        }
        if unique {
            index.unique();
        }
        index
    };
    vec![
        on("subjects_name", "subjects", &["name"], false),
        on("subjects_standing", "subjects", &["standing", "since"], false),
        on("credit_records_subject", "credit_records", &["subject"], false),
        on("lots_deadline", "lots", &["practice", "deadline"], false),
        on("lots_stage", "lots", &["stage"], false),
        on("bids_lot", "bids", &["lot"], false),
        on("bids_subject", "bids", &["subject"], false),
        on("journal_room", "journal", &["lot", "room_seq"], true),
    ]
}
