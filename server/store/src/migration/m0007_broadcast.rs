//! The host's broadcasts: their reels and the segments of each. A lot with a broadcast has thousands of entries in the
//! journal, so those beside the room are found by their act.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, integer, text, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let reels = Table::create()
            .table("reels")
            .col(text("lot"))
            .col(integer("number"))
            .col(big_integer("began"))
            .col(big_integer_null("ended"))
            .col(integer("segments"))
            .col(integer("dropped"))
            .col(big_integer("bytes"))
            .col(big_integer_null("zero"))
            .col(text_null("digest"))
            .col(big_integer("heard"))
            .primary_key(Index::create().col("lot").col("number"))
            .to_owned();
        let segments = Table::create()
            .table("segments")
            .col(text("lot"))
            .col(integer("reel"))
            .col(integer("number"))
            .col(text("digest"))
            .col(big_integer("size"))
            .col(big_integer("start"))
            .col(integer("dropped"))
            .col(big_integer("at"))
            .primary_key(Index::create().col("lot").col("reel").col("number"))
            .to_owned();
        manager.create_table(reels).await?;
        manager.create_table(segments).await?;
        let running = Index::create().name("reels_ended").table("reels").col("ended").to_owned();
        let beside = Index::create().name("journal_beside").table("journal").col("lot").col("act").to_owned();
        manager.create_index(running).await?;
        manager.create_index(beside).await
    }
}
