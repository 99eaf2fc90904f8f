//! Bids: where each stands, and what was committed, signed and opened.

use domain::bid::BidState;
use domain::room::Line;
use domain::view::PartKey;
use domain::{BidId, LotId, SubjectId, Timestamp};
use sea_orm::sea_query::{IntoCondition, Query, SelectStatement};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel};
use sea_orm::{QueryFilter, QueryOrder, QuerySelect};

use crate::entity::bid::{Column, Entity, Model};
use crate::entity::lot;
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
    /// Bytes taken in since it was begun, replaced pieces included; 0 again once its pieces are gone.
    pub received: u64,
}

pub async fn insert(db: &impl ConnectionTrait, bid: &Bid, now: Timestamp) -> Result<(), StoreError> {
    Entity::insert(model(bid, now)?.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

pub async fn update(db: &impl ConnectionTrait, bid: &Bid, now: Timestamp) -> Result<(), StoreError> {
    Entity::update(model(bid, now)?.into_active_model().reset_all()).exec_without_returning(db).await?;
    Ok(())
}

pub async fn find(db: &impl ConnectionTrait, bid: BidId) -> Result<Option<Bid>, StoreError> {
    Entity::find_by_id(bid.to_string()).one(db).await?.map(read_bid).transpose()
}

/// Those that are there, in no order.
pub async fn find_all(db: &impl ConnectionTrait, bids: &[BidId]) -> Result<Vec<Bid>, StoreError> {
    let these = Entity::find().filter(Column::Id.is_in(bids.iter().map(BidId::to_string)));
    these.all(db).await?.into_iter().map(read_bid).collect()
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

/// Bytes that a subject's bids hold for lots whose deadline is still to come.
pub async fn received(db: &impl ConnectionTrait, subject: SubjectId, now: Timestamp) -> Result<u64, StoreError> {
    let sizes: Vec<i64> = Entity::find()
        .filter(Column::Subject.eq(subject.to_string()))
        .filter(Column::Lot.in_subquery(lots(lot::Column::Deadline.gt(now.millis()))))
        .select_only()
        .column(Column::Received)
        .into_tuple()
        .all(db)
        .await?;
    Ok(sizes.into_iter().map(i64::unsigned_abs).sum())
}

/// Bids whose pieces nobody needs since `before`: withdrawn, never committed in time, or of a practice lot.
pub async fn abandoned(db: &impl ConnectionTrait, before: Timestamp) -> Result<Vec<Bid>, StoreError> {
    let before = before.millis();
    let withdrawn = Column::State.eq("withdrawn").and(Column::Since.lt(before));
    let never = Column::State.eq("uploading").and(Column::Lot.in_subquery(lots(lot::Column::Deadline.lt(before))));
    let practice = Column::Lot
        .in_subquery(lots(Condition::all().add(lot::Column::Practice.eq(true)).add(lot::Column::Deadline.lt(before))));
    let rows = Entity::find()
        .filter(Column::Received.gt(0))
        .filter(Condition::any().add(withdrawn).add(never).add(practice))
        .all(db)
        .await?;
    rows.into_iter().map(read_bid).collect()
}

/// Ids of the lots for which this holds.
fn lots(condition: impl IntoCondition) -> SelectStatement {
    Query::select().column(lot::Column::Id).from(lot::Entity).cond_where(condition).to_owned()
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
        received: i64::try_from(bid.received).unwrap_or(i64::MAX),
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
        received: row.received.unsigned_abs(),
    })
}
