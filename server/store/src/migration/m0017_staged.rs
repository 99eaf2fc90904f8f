//! Subjects that come in bring nobody to call, as those that are entered have none: see [`super::m0016_personal`]. It comes
//! after the table that it changes.

use sea_orm::ConnectionTrait;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["contact_name", "contact_phone"] {
            let drop = format!("ALTER TABLE staged_subjects DROP COLUMN {column}");
            manager.get_connection().execute_unprepared(&drop).await?;
        }
        Ok(())
    }
}
