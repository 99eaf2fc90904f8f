//! Bids: where each stands, and what was committed, signed and opened.

use domain::bid::BidState;
use domain::room::Line;
use domain::view::PartKey;
use domain::{BidId, LotId, SubjectId, Timestamp};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::entity::bid::{Column, Entity, Model};
use crate::{StoreError, read};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bid {
    pub id: BidId,
    pub lot: LotId,
    pub subject: SubjectId,
    pub state: BidState,
    /// Canonical text of the signed manifest, once committed.
    pub manifest: Option<String>,
    pub signature: Option<String>,
    pub receipt: Option<String>,
    /// When the bidder last tried that its key opens the bid.
    pub rehearsed: Option<Timestamp>,
    pub signed_in: Option<Timestamp>,
    pub keys: Vec<PartKey>,
    pub line: Option<Line>,
}

pub async fn insert(db: &impl ConnectionTrait, bid: &Bid, now: Timestamp) -> Result<(), StoreError> {
    Entity::insert(model(bid, now)?.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

pub async fn update(db: &impl ConnectionTrait, bid: &Bid, now: Timestamp) -> Result<(), StoreError> {
    model(bid, now)?.into_active_model().reset_all().update(db).await?;
    Ok(())
}

pub async fn find(db: &impl ConnectionTrait, bid: BidId) -> Result<Option<Bid>, StoreError> {
    Entity::find_by_id(bid.to_string()).one(db).await?.map(read_bid).transpose()
}

/// The subject's bid for the lot that is not withdrawn.
pub async fn alive(db: &impl ConnectionTrait, lot: LotId, subject: SubjectId) -> Result<Option<Bid>, StoreError> {
    let mine = Entity::find()
        .filter(Column::Lot.eq(lot.to_string()))
        .filter(Column::Subject.eq(subject.to_string()))
        .filter(Column::State.ne("withdrawn"));
    mine.one(db).await?.map(read_bid).transpose()
}

/// Committed bids for a lot in the order in which they were committed.
pub async fn committed(db: &impl ConnectionTrait, lot: LotId) -> Result<Vec<Bid>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Lot.eq(lot.to_string()))
        .filter(Column::State.eq("committed"))
        .order_by_asc(Column::Since)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(read_bid).collect()
}

/// Bids of a subject that are not withdrawn, newest first.
pub async fn of_subject(db: &impl ConnectionTrait, subject: SubjectId) -> Result<Vec<Bid>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Subject.eq(subject.to_string()))
        .filter(Column::State.ne("withdrawn"))
        .order_by_desc(Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(read_bid).collect()
}

fn model(bid: &Bid, now: Timestamp) -> Result<Model, StoreError> {
    let (state, since) = match bid.state {
        BidState::Uploading => ("uploading", now),
        BidState::Committed { at } => ("committed", at),
        BidState::Withdrawn { at } => ("withdrawn", at),
    };
    let json = |error: serde_json::Error| StoreError::SetUp(error.to_string());
    let keys = (!bid.keys.is_empty()).then(|| serde_json::to_string(&bid.keys).map_err(json)).transpose()?;
    let line = bid.line.as_ref().map(|line| serde_json::to_string(line).map_err(json)).transpose()?;
    Ok(Model {
        id: bid.id.to_string(),
        lot: bid.lot.to_string(),
        subject: bid.subject.to_string(),
        state: state.to_owned(),
        since: since.millis(),
        manifest: bid.manifest.clone(),
        signature: bid.signature.clone(),
        receipt: bid.receipt.clone(),
        rehearsed: bid.rehearsed.map(Timestamp::millis),
        signed_in: bid.signed_in.map(Timestamp::millis),
        keys,
        line,
    })
}

fn read_bid(row: Model) -> Result<Bid, StoreError> {
    let since = Timestamp::from_millis(row.since);
    let state = match row.state.as_str() {
        "uploading" => Some(BidState::Uploading),
        "committed" => Some(BidState::Committed { at: since }),
        "withdrawn" => Some(BidState::Withdrawn { at: since }),
        _ => None,
    };
    Ok(Bid {
        lot: read(row.lot.parse().ok(), "bids", "lot", &row.id)?,
        subject: read(row.subject.parse().ok(), "bids", "subject", &row.id)?,
        state: read(state, "bids", "state", &row.id)?,
        keys: match row.keys {
            None => Vec::new(),
            Some(keys) => read(serde_json::from_str(&keys).ok(), "bids", "keys", &row.id)?,
        },
        line: row.line.map(|line| read(serde_json::from_str(&line).ok(), "bids", "line", &row.id)).transpose()?,
        id: read(row.id.parse().ok(), "bids", "id", &row.id)?,
        manifest: row.manifest,
        signature: row.signature,
        receipt: row.receipt,
        rehearsed: row.rehearsed.map(Timestamp::from_millis),
        signed_in: row.signed_in.map(Timestamp::from_millis),
    })
}
