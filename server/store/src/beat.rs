//! When the server last noted that it was there, whichever of its nodes did.

use domain::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};

use crate::StoreError;
use crate::entity::beat::{Column, Entity, Model};

/// There is one row.
const ROW: i32 = 1;

pub async fn last(db: &impl ConnectionTrait) -> Result<Option<Timestamp>, StoreError> {
    Ok(Entity::find_by_id(ROW).one(db).await?.map(|row| Timestamp::from_millis(row.at)))
}

pub async fn set(db: &impl ConnectionTrait, at: Timestamp) -> Result<(), StoreError> {
    let row = Model { id: ROW, at: at.millis() };
    let again = OnConflict::column(Column::Id).update_column(Column::At).to_owned();
    Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(db).await?;
    Ok(())
}
