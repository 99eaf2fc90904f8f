//! Certificates of company keys, and the one request of each company that waits for a registrar.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, text, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let certificates = Table::create()
            .table("certificates")
            .col(text("fingerprint").primary_key())
            .col(text("subject"))
            .col(text("serial"))
            .col(text("issuer"))
            .col(boolean("own"))
            .col(text("der"))
            .col(text("public_key"))
            .col(big_integer("from"))
            .col(big_integer("until"))
            .col(big_integer("entered"))
            .col(big_integer_null("revoked"))
            .col(text_null("reason"))
            .to_owned();
        manager.create_table(certificates).await?;
        for column in ["subject", "public_key"] {
            let index =
                Index::create().name(format!("certificates_{column}")).table("certificates").col(column).to_owned();
            manager.create_index(index).await?;
        }
        let requests = Table::create()
            .table("certificate_requests")
            .col(text("subject").primary_key())
            .col(text("der"))
            .col(big_integer("at"))
            .to_owned();
        manager.create_table(requests).await
    }
}
