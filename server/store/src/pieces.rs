//! Sealed pieces: their bytes as objects, named by what they are so that a name never changes its content, and the rows
//! that note which were received.

use std::path::Path as FilePath;
use std::sync::Arc;

use bytes::Bytes;
use domain::BidId;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::StoreError;
use crate::entity::piece::{Column, Entity, Model};

/// The store of sealed pieces. Cheap to clone.
#[derive(Clone)]
pub struct Blobs(Arc<dyn ObjectStore>);

impl Blobs {
    /// Files below `folder`; each is on disk, with its folder entry, before [`Blobs::put`] returns.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn local(folder: &FilePath) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder).map_err(|error| StoreError::SetUp(format!("{}: {error}", folder.display())))?;
        Ok(Self(Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true))))
    }

    /// Durable once it returns. The same piece may be put again.
    ///
    /// # Errors
    /// When the bytes could not be made durable.
    pub async fn put(&self, piece: &PieceName<'_>, bytes: Bytes) -> Result<(), StoreError> {
        self.0.put(&piece.path(), bytes.into()).await?;
        Ok(())
    }

    /// # Errors
    /// When the store does not answer; a piece that is not there is `None`.
    pub async fn get(&self, piece: &PieceName<'_>) -> Result<Option<Bytes>, StoreError> {
        match self.0.get(&piece.path()).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// What names a piece. `digest` is the SM3 of its bytes, so a second upload with other bytes is another object.
pub struct PieceName<'a> {
    pub bid: BidId,
    pub part: &'a str,
    pub number: u32,
    pub digest: &'a str,
}

impl PieceName<'_> {
    fn path(&self) -> Path {
        Path::from_iter([&self.bid.to_string(), self.part, &format!("{}-{}", self.number, self.digest)])
    }
}

/// One piece as it was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub number: u32,
    pub digest: String,
    pub size: u64,
}

/// Notes a received piece; one received again takes the place of the first.
pub async fn note(db: &impl ConnectionTrait, bid: BidId, part: &str, received: &Piece) -> Result<(), StoreError> {
    let row = Model {
        bid: bid.to_string(),
        part: part.to_owned(),
        number: i32::try_from(received.number).unwrap_or(i32::MAX),
        digest: received.digest.clone(),
        size: i64::try_from(received.size).unwrap_or(i64::MAX),
    };
    let again = OnConflict::columns([Column::Bid, Column::Part, Column::Number])
        .update_columns([Column::Digest, Column::Size])
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

pub async fn find(db: &impl ConnectionTrait, bid: BidId, part: &str, number: u32) -> Result<Option<Piece>, StoreError> {
    let key = (bid.to_string(), part.to_owned(), i32::try_from(number).unwrap_or(i32::MAX));
    Ok(Entity::find_by_id(key).one(db).await?.map(read_piece))
}

fn read_piece(row: Model) -> Piece {
    Piece { number: row.number.unsigned_abs(), digest: row.digest, size: row.size.unsigned_abs() }
}
