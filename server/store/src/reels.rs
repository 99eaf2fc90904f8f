//! The rows of the host's broadcasts: reels and their segments; the bytes are [`crate::blobs`].

use domain::broadcast::{Reel, Segment};
use domain::{LotId, Timestamp};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::reel::{Column, Entity, Model};
use crate::entity::segment;
use crate::{StoreError, read};

/// Inserts the reel, or keeps it as it is now; its host was heard at `heard`.
pub async fn keep(db: &impl ConnectionTrait, lot: LotId, reel: &Reel, heard: Timestamp) -> Result<(), StoreError> {
    let row = Model {
        lot: lot.to_string(),
        number: int(reel.number),
        began: reel.began.millis(),
        ended: reel.ended.map(Timestamp::millis),
        segments: int(reel.segments),
        dropped: int(reel.dropped),
        bytes: i64::try_from(reel.bytes).unwrap_or(i64::MAX),
        zero: reel.zero.map(Timestamp::millis),
        digest: reel.digest.clone(),
        heard: heard.millis(),
    };
    use Column::{Bytes, Digest, Dropped, Ended, Heard, Segments, Zero};
    let again = OnConflict::columns([Column::Lot, Column::Number])
        .update_columns([Ended, Segments, Dropped, Bytes, Zero, Digest, Heard])
        .to_owned();
    Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(db).await?;
    Ok(())
}

pub async fn find(db: &impl ConnectionTrait, lot: LotId, number: u32) -> Result<Option<Reel>, StoreError> {
    Ok(Entity::find_by_id((lot.to_string(), int(number))).one(db).await?.map(read_reel))
}

/// The reels of a lot in order.
pub async fn of_lot(db: &impl ConnectionTrait, lot: LotId) -> Result<Vec<Reel>, StoreError> {
    let rows = Entity::find().filter(Column::Lot.eq(lot.to_string())).order_by_asc(Column::Number).all(db).await?;
    Ok(rows.into_iter().map(read_reel).collect())
}

/// Lots with a reel that has not ended and whose host was not heard since.
pub async fn silent(db: &impl ConnectionTrait, since: Timestamp) -> Result<Vec<LotId>, StoreError> {
    let open = Entity::find().filter(Column::Ended.is_null()).filter(Column::Heard.lte(since.millis()));
    let rows = open.all(db).await?;
    rows.into_iter().map(|row| read(row.lot.parse().ok(), "reels", "lot", &row.lot)).collect()
}

pub async fn note(db: &impl ConnectionTrait, lot: LotId, reel: u32, segment: &Segment) -> Result<(), StoreError> {
    let row = segment::Model {
        lot: lot.to_string(),
        reel: int(reel),
        number: int(segment.number),
        digest: segment.digest.clone(),
        size: i64::try_from(segment.size).unwrap_or(i64::MAX),
        start: segment.start,
        dropped: int(segment.dropped),
        at: segment.at.millis(),
    };
    segment::Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

pub async fn segment(
    db: &impl ConnectionTrait,
    lot: LotId,
    reel: u32,
    number: u32,
) -> Result<Option<Segment>, StoreError> {
    let key = (lot.to_string(), int(reel), int(number));
    Ok(segment::Entity::find_by_id(key).one(db).await?.map(read_segment))
}

/// The segments of a reel in order.
pub async fn segments(db: &impl ConnectionTrait, lot: LotId, reel: u32) -> Result<Vec<Segment>, StoreError> {
    let rows = segment::Entity::find()
        .filter(segment::Column::Lot.eq(lot.to_string()))
        .filter(segment::Column::Reel.eq(int(reel)))
        .order_by_asc(segment::Column::Number);
    Ok(rows.all(db).await?.into_iter().map(read_segment).collect())
}

/// Bytes of all reels of a lot.
pub async fn bytes(db: &impl ConnectionTrait, lot: LotId) -> Result<u64, StoreError> {
    let each = Entity::find().select_only().column(Column::Bytes).filter(Column::Lot.eq(lot.to_string()));
    Ok(each.into_tuple::<i64>().all(db).await?.into_iter().map(i64::unsigned_abs).sum())
}

fn int(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn read_reel(row: Model) -> Reel {
    Reel {
        number: row.number.unsigned_abs(),
        began: Timestamp::from_millis(row.began),
        ended: row.ended.map(Timestamp::from_millis),
        segments: row.segments.unsigned_abs(),
        dropped: row.dropped.unsigned_abs(),
        bytes: row.bytes.unsigned_abs(),
        zero: row.zero.map(Timestamp::from_millis),
        digest: row.digest,
    }
}

fn read_segment(row: segment::Model) -> Segment {
    Segment {
        number: row.number.unsigned_abs(),
        digest: row.digest,
        size: row.size.unsigned_abs(),
        start: row.start,
        dropped: row.dropped.unsigned_abs(),
        at: Timestamp::from_millis(row.at),
    }
}
