//! What can go wrong beneath the rules. All of it is for the operator.

use std::fmt::Display;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("database: {0}")]
    Database(#[from] sea_orm::DbErr),
    #[error("sealed files: {0}")]
    Blobs(#[from] object_store::Error),
    /// A value in the database that no code of ours can have written.
    #[error("corrupt {table}.{column} in row {row}")]
    Corrupt { table: &'static str, column: &'static str, row: String },
    #[error("set-up: {0}")]
    SetUp(String),
}

/// Turns a column's text back into a word of `domain`.
pub(crate) fn read<T>(
    value: Option<T>,
    table: &'static str,
    column: &'static str,
    row: &impl Display,
) -> Result<T, StoreError> {
    value.ok_or_else(|| StoreError::Corrupt { table, column, row: row.to_string() })
}
