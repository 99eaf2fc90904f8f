//! The journal: appended to, read in order, never changed.

use domain::room::Entry;
use domain::{LotId, Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::journal::{Column, Entity, Model};
use crate::{StoreError, Tx, read};

/// One row as it is kept.
pub type Row = Model;

/// The number that the next entry takes. Holds until the transaction ends, as writers queue.
pub async fn next_seq(tx: &Tx) -> Result<u64, StoreError> {
    let last = Entity::find().select_only().column(Column::Seq).order_by_desc(Column::Seq).limit(1);
    Ok(last.into_tuple::<i64>().one(&**tx).await?.map_or(0, i64::unsigned_abs) + 1)
}

pub async fn append(tx: &Tx, row: Row) -> Result<(), StoreError> {
    Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Room events of a lot after `seq`, in order.
pub async fn room(db: &impl ConnectionTrait, lot: LotId, after: u64) -> Result<Vec<Entry>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Lot.eq(lot.to_string()))
        .filter(Column::RoomSeq.gt(i64::try_from(after).unwrap_or(i64::MAX)))
        .order_by_asc(Column::RoomSeq)
        .all(db)
        .await?;
    rows.into_iter().map(entry).collect()
}

/// All room events of a lot in order, each with the commitment to its entry.
pub async fn room_with_commitments(db: &impl ConnectionTrait, lot: LotId) -> Result<Vec<(Entry, String)>, StoreError> {
    let of_room = Entity::find().filter(Column::Lot.eq(lot.to_string())).filter(Column::RoomSeq.is_not_null());
    let rows = of_room.order_by_asc(Column::RoomSeq).all(db).await?;
    let pair = |row: Model| {
        let commitment = row.commitment.clone();
        Ok((entry(row)?, commitment))
    };
    rows.into_iter().map(pair).collect()
}

/// Number in the journal and commitment of one room event.
pub async fn mark(db: &impl ConnectionTrait, lot: LotId, room_seq: u64) -> Result<Option<(u64, String)>, StoreError> {
    let found = Entity::find()
        .filter(Column::Lot.eq(lot.to_string()))
        .filter(Column::RoomSeq.eq(i64::try_from(room_seq).unwrap_or(i64::MAX)))
        .one(db)
        .await?;
    Ok(found.map(|row| (row.seq.unsigned_abs(), row.commitment)))
}

/// Entries of a lot that are no room events, by the names of their acts, in order.
pub async fn beside(db: &impl ConnectionTrait, lot: LotId, acts: &[&str]) -> Result<Vec<Row>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Lot.eq(lot.to_string()))
        .filter(Column::Act.is_in(acts.iter().copied()))
        .order_by_asc(Column::Seq);
    Ok(rows.all(db).await?)
}

/// Entries of no lot about one subject whose act's name begins so, in order.
pub async fn history(db: &impl ConnectionTrait, subject: &str, acts: &str) -> Result<Vec<Row>, StoreError> {
    let beyond_lots = Entity::find().filter(Column::Lot.is_null());
    let rows = beyond_lots.filter(Column::Subject.eq(subject)).filter(Column::Act.starts_with(acts));
    Ok(rows.order_by_asc(Column::Seq).all(db).await?)
}

/// Entries of no lot about one subject, whatever it is, of one act, in order.
pub async fn about(db: &impl ConnectionTrait, subject: &str, act: &str) -> Result<Vec<Row>, StoreError> {
    let beyond_lots = Entity::find().filter(Column::Lot.is_null());
    let rows = beyond_lots.filter(Column::Subject.eq(subject)).filter(Column::Act.eq(act));
    Ok(rows.order_by_asc(Column::Seq).all(db).await?)
}

/// Every entry from `seq` on, at most `most`.
pub async fn from(db: &impl ConnectionTrait, seq: u64, most: u64) -> Result<Vec<Row>, StoreError> {
    let from = Entity::find().filter(Column::Seq.gte(i64::try_from(seq).unwrap_or(i64::MAX)));
    Ok(from.order_by_asc(Column::Seq).limit(most).all(db).await?)
}

fn entry(row: Model) -> Result<Entry, StoreError> {
    Ok(Entry {
        seq: read(row.room_seq.and_then(|seq| u64::try_from(seq).ok()), "journal", "room_seq", &row.seq)?,
        at: Timestamp::from_millis(row.at),
        event: read(serde_json::from_str(&row.payload).ok(), "journal", "payload", &row.seq)?,
    })
}
