//! Lots and the names of their stages.

use domain::lot::Terms;
use domain::postpone::Postponement;
use domain::rights::Host;
use domain::stage::StageName;
use domain::{LotId, Timestamp, UserId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use sea_orm::{PaginatorTrait, QuerySelect};

use crate::entity::lot::{ActiveModel, Column, Entity, Model};
use crate::{StoreError, read};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    pub id: LotId,
    pub terms: Terms,
    /// How the terms' deadline has moved, oldest first.
    pub postponed: Vec<Postponement>,
    pub host: Host,
    pub stage: StageName,
}

pub async fn insert(db: &impl ConnectionTrait, lot: &Lot) -> Result<(), StoreError> {
    let row = Model {
        id: lot.id.to_string(),
        terms: json(serde_json::to_string(&lot.terms))?,
        postponed: json(serde_json::to_string(&lot.postponed))?,
        deadline: lot.terms.deadline.millis(),
        practice: lot.terms.practice,
        host: lot.host.person.to_string(),
        entity: lot.host.entity.map(|entity| entity.to_string()),
        stage: lot.stage.name().to_owned(),
    };
    Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

pub async fn set_stage(db: &impl ConnectionTrait, lot: LotId, stage: StageName) -> Result<(), StoreError> {
    let change = ActiveModel { id: Set(lot.to_string()), stage: Set(stage.name().to_owned()), ..Default::default() };
    change.update(db).await?;
    Ok(())
}

/// Keeps the terms with their new deadline, and how it has moved.
pub async fn postpone(db: &impl ConnectionTrait, lot: &Lot) -> Result<(), StoreError> {
    let change = ActiveModel {
        id: Set(lot.id.to_string()),
        terms: Set(json(serde_json::to_string(&lot.terms))?),
        deadline: Set(lot.terms.deadline.millis()),
        postponed: Set(json(serde_json::to_string(&lot.postponed))?),
        ..Default::default()
    };
    change.update(db).await?;
    Ok(())
}

pub async fn find(db: &impl ConnectionTrait, lot: LotId) -> Result<Option<Lot>, StoreError> {
    Entity::find_by_id(lot.to_string()).one(db).await?.map(read_lot).transpose()
}

/// Those that are there, in no order.
pub async fn find_all(
    db: &impl ConnectionTrait,
    lots: impl IntoIterator<Item = LotId>,
) -> Result<Vec<Lot>, StoreError> {
    let these = Entity::find().filter(Column::Id.is_in(lots.into_iter().map(|lot| lot.to_string())));
    these.all(db).await?.into_iter().map(read_lot).collect()
}

/// Real lots, latest deadline first.
pub async fn real(db: &impl ConnectionTrait, most: u64) -> Result<Vec<Lot>, StoreError> {
    let rows =
        Entity::find().filter(Column::Practice.eq(false)).order_by_desc(Column::Deadline).limit(most).all(db).await?;
    rows.into_iter().map(read_lot).collect()
}

/// What a host opens at one moment, practice lots among them.
pub async fn at(db: &impl ConnectionTrait, host: UserId, deadline: Timestamp) -> Result<Vec<Lot>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Deadline.eq(deadline.millis()))
        .filter(Column::Host.eq(host.to_string()))
        .all(db)
        .await?;
    rows.into_iter().map(read_lot).collect()
}

/// Lots whose opening is not over and whose deadline has come: those that the clock must look at.
pub async fn running(db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<Lot>, StoreError> {
    let over = [StageName::Closed, StageName::Failed].map(StageName::name);
    let rows = Entity::find()
        .filter(Column::Stage.is_not_in(over))
        .filter(Column::Deadline.lte(now.millis()))
        .order_by_asc(Column::Deadline)
        .all(db)
        .await?;
    rows.into_iter().map(read_lot).collect()
}

/// Real lots whose deadline comes between these times.
pub async fn due(db: &impl ConnectionTrait, from: Timestamp, to: Timestamp) -> Result<Vec<Lot>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Practice.eq(false))
        .filter(Column::Stage.eq(StageName::Scheduled.name()))
        .filter(Column::Deadline.gt(from.millis()))
        .filter(Column::Deadline.lte(to.millis()))
        .all(db)
        .await?;
    rows.into_iter().map(read_lot).collect()
}

/// Practice lots that are not over: their rivals and host are ours to play.
pub async fn running_practice(db: &impl ConnectionTrait) -> Result<Vec<Lot>, StoreError> {
    let over = [StageName::Closed, StageName::Failed].map(StageName::name);
    let rows = Entity::find().filter(Column::Practice.eq(true)).filter(Column::Stage.is_not_in(over)).all(db).await?;
    rows.into_iter().map(read_lot).collect()
}

pub async fn any(db: &impl ConnectionTrait) -> Result<bool, StoreError> {
    Ok(Entity::find().count(db).await? > 0)
}

fn json(text: serde_json::Result<String>) -> Result<String, StoreError> {
    text.map_err(|error| StoreError::SetUp(error.to_string()))
}

fn read_lot(row: Model) -> Result<Lot, StoreError> {
    Ok(Lot {
        terms: read(serde_json::from_str(&row.terms).ok(), "lots", "terms", &row.id)?,
        postponed: read(serde_json::from_str(&row.postponed).ok(), "lots", "postponed", &row.id)?,
        host: Host {
            person: read(row.host.parse().ok(), "lots", "host", &row.id)?,
            entity: row.entity.map(|entity| read(entity.parse().ok(), "lots", "entity", &row.id)).transpose()?,
        },
        stage: read(StageName::from_name(&row.stage), "lots", "stage", &row.id)?,
        id: read(row.id.parse().ok(), "lots", "id", &row.id)?,
    })
}
