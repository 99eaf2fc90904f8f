//! How people come in: seats in a company, sessions that can be told apart, failures that lock, links, one-time codes,
//! passkeys, and the letters that tell of all this. Whoever acts for a company already is its administrator.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, text, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let add = |table: &'static str, column: ColumnDef| Table::alter().table(table).add_column(column).to_owned();
        manager.alter_table(add("users", text_null("seat"))).await?;
        for column in ["opened", "seen", "proved"] {
            manager.alter_table(add("sessions", big_integer(column).default(0).to_owned())).await?;
        }
        for column in ["device", "address"] {
            manager.alter_table(add("sessions", text(column).default("").to_owned())).await?;
        }
        let db = manager.get_connection();
        db.execute_unprepared("UPDATE users SET seat = 'administrator' WHERE subject IS NOT NULL").await?;
        // Nobody knows when these were opened: whoever is signed in signs in once more.
        db.execute_unprepared("DELETE FROM sessions").await?;
        for table in tables() {
            manager.create_table(table).await?;
        }
        for (name, table, column) in [
            ("sessions_person", "sessions", "person"),
            ("users_subject", "users", "subject"),
            ("tickets_subject", "tickets", "subject"),
            ("recovery_codes_person", "recovery_codes", "person"),
            ("passkeys_person", "passkeys", "person"),
            ("letters_due", "letters", "due"),
        ] {
            manager.create_index(Index::create().name(name).table(table).col(column).to_owned()).await?;
        }
        Ok(())
    }
}

fn key(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column.text().not_null().primary_key();
    column
}

fn tables() -> Vec<TableCreateStatement> {
    let table = |name: &'static str, columns: Vec<ColumnDef>| {
        let mut table = Table::create().table(name).to_owned();
        for column in columns {
            table.col(column);
        }
        table
    };
    let familiar = Table::create()
        .table("familiar")
        .col(text("person"))
        .col(text("place"))
        .col(big_integer("seen"))
        .primary_key(Index::create().col("person").col("place"))
        .to_owned();
    vec![
        familiar,
        table("contacts", vec![key("person"), text("email")]),
        table("failures", vec![key("counted"), big_integer("count"), big_integer("last"), big_integer("locked_until")]),
        table(
            "tickets",
            vec![
                key("digest"),
                text("kind"),
                text_null("person"),
                text_null("subject"),
                text_null("seat"),
                text("address"),
                big_integer("expires"),
                big_integer_null("used"),
            ],
        ),
        table("one_time", vec![key("person"), text("secret"), big_integer("step"), big_integer_null("confirmed")]),
        table("recovery_codes", vec![key("digest"), text("person")]),
        table(
            "passkeys",
            vec![key("id"), text("person"), text("name"), text("body"), big_integer("made"), big_integer_null("used")],
        ),
        table("ceremonies", vec![key("digest"), text("body"), big_integer("expires")]),
        table(
            "letters",
            vec![
                key("id"),
                text("address"),
                text("title"),
                text("words"),
                big_integer("made"),
                big_integer("tries"),
                big_integer("due"),
                big_integer_null("sent"),
                text_null("trouble"),
            ],
        ),
    ]
}
