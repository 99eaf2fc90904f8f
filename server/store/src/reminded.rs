//! What was written once, and is not written again, by whatever node.

use domain::Timestamp;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};

use crate::entity::reminded::{Entity, Model};
use crate::{StoreError, Tx};

pub async fn is_noted(db: &impl ConnectionTrait, what: &str) -> Result<bool, StoreError> {
    Ok(Entity::find_by_id(what).one(db).await?.is_some())
}

/// `false` where it was noted before. Writers queue: nobody notes it between.
pub async fn note(tx: &Tx, what: &str, now: Timestamp) -> Result<bool, StoreError> {
    if is_noted(&**tx, what).await? {
        return Ok(false);
    }
    let row = Model { what: what.to_owned(), at: now.millis() };
    Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
    Ok(true)
}
