//! The rows that note which sealed pieces were received; their bytes are [`crate::blobs`].

use std::collections::HashMap;
use std::ops::Range;

use domain::BidId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::entity::piece::{Column, Entity, Model};
use crate::{StoreError, read};

/// One piece as it was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub number: u32,
    pub digest: String,
    pub size: u64,
    /// The object it lies in, among those of its part, and the byte of it where it begins.
    pub run: String,
    pub start: u64,
}

impl Piece {
    /// Where in its run.
    #[must_use]
    pub fn range(&self) -> Range<u64> {
        self.start..self.start + self.size
    }
}

/// Notes a received piece; one received again takes the place of the first.
pub async fn note(db: &impl ConnectionTrait, bid: BidId, part: &str, received: &Piece) -> Result<(), StoreError> {
    let row = Model {
        bid: bid.to_string(),
        part: part.to_owned(),
        number: i32::try_from(received.number).unwrap_or(i32::MAX),
        digest: received.digest.clone(),
        size: i64::try_from(received.size).unwrap_or(i64::MAX),
        run: received.run.clone(),
        start: i64::try_from(received.start).unwrap_or(i64::MAX),
    };
    let again = OnConflict::columns([Column::Bid, Column::Part, Column::Number])
        .update_columns([Column::Digest, Column::Size, Column::Run, Column::Start])
        .to_owned();
    Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(db).await?;
    Ok(())
}

/// The pieces of a part in order.
pub async fn of_part(db: &impl ConnectionTrait, bid: BidId, part: &str) -> Result<Vec<Piece>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Bid.eq(bid.to_string()))
        .filter(Column::Part.eq(part))
        .order_by_asc(Column::Number)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(read_piece).collect())
}

/// The pieces of a part with these numbers, in order.
pub async fn between(
    db: &impl ConnectionTrait,
    bid: BidId,
    part: &str,
    numbers: Range<u32>,
) -> Result<Vec<Piece>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Bid.eq(bid.to_string()))
        .filter(Column::Part.eq(part))
        .filter(Column::Number.gte(numbers.start).and(Column::Number.lt(numbers.end)))
        .order_by_asc(Column::Number)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(read_piece).collect())
}

/// Every piece of a bid beside the name of its part, part by part, in order.
pub async fn of_bid(db: &impl ConnectionTrait, bid: BidId) -> Result<Vec<(String, Piece)>, StoreError> {
    Ok(of_bids(db, &[bid]).await?.remove(&bid).unwrap_or_default())
}

/// The same for every bid that has any.
pub async fn of_bids(
    db: &impl ConnectionTrait,
    bids: &[BidId],
) -> Result<HashMap<BidId, Vec<(String, Piece)>>, StoreError> {
    let theirs = Entity::find().filter(Column::Bid.is_in(bids.iter().map(BidId::to_string)));
    let mut all: HashMap<_, Vec<_>> = HashMap::new();
    for row in theirs.order_by_asc(Column::Part).order_by_asc(Column::Number).all(db).await? {
        let bid = read(row.bid.parse().ok(), "pieces", "bid", &row.bid)?;
        all.entry(bid).or_default().push((row.part.clone(), read_piece(row)));
    }
    Ok(all)
}

pub async fn find(db: &impl ConnectionTrait, bid: BidId, part: &str, number: u32) -> Result<Option<Piece>, StoreError> {
    let key = (bid.to_string(), part.to_owned(), i32::try_from(number).unwrap_or(i32::MAX));
    Ok(Entity::find_by_id(key).one(db).await?.map(read_piece))
}

/// Forgets every piece of a bid.
pub async fn forget(db: &impl ConnectionTrait, bid: BidId) -> Result<(), StoreError> {
    Entity::delete_many().filter(Column::Bid.eq(bid.to_string())).exec(db).await?;
    Ok(())
}

fn read_piece(row: Model) -> Piece {
    Piece {
        number: row.number.unsigned_abs(),
        digest: row.digest,
        size: row.size.unsigned_abs(),
        run: row.run,
        start: row.start.unsigned_abs(),
    }
}
