//! What companies handed in: a row for each file; its bytes lie among the blobs.

use domain::Timestamp;
use domain::subject::attachment::Attachment;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Statement,
};

use crate::Blobs;
use crate::StoreError;
use crate::cases::{json, parsed};
use crate::entity::attachment::{ActiveModel, Column, Entity, Model};
use crate::vault::{self, Guarded, Place};

/// Files that are looked at together.
const IDLE: u64 = 200;

/// `owner` is a company, or a person before its company is registered. Its bytes lie under the first key.
pub async fn insert(at: &impl Guarded, owner: &str, attachment: &Attachment) -> Result<(), StoreError> {
    let row = Model {
        id: attachment.id.clone(),
        owner: owner.to_owned(),
        at: attachment.at.millis(),
        dropped: false,
        what: json(attachment)?,
        sealed_by: vault::first(at.vault()).to_owned(),
    };
    Entity::insert(row.into_active_model()).exec_without_returning(at.db()).await?;
    Ok(())
}

/// The file and its owner.
pub async fn find(db: &impl ConnectionTrait, id: &str) -> Result<Option<(String, Attachment)>, StoreError> {
    let Some(row) = Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    Ok(Some((row.owner, parsed(&row.what, "attachments", "what", &row.id)?)))
}

/// Those that are part of the owner's draft, oldest first.
pub async fn of_draft(db: &impl ConnectionTrait, owner: &str) -> Result<Vec<Attachment>, StoreError> {
    let kept = Entity::find().filter(Column::Owner.eq(owner)).filter(Column::Dropped.eq(false));
    let rows = kept.order_by_asc(Column::At).order_by_asc(Column::Id).all(db).await?;
    rows.iter().map(|row| parsed(&row.what, "attachments", "what", &row.id)).collect()
}

/// All of an owner, those that are part of no draft included.
pub async fn count(db: &impl ConnectionTrait, owner: &str) -> Result<u64, StoreError> {
    Ok(Entity::find().filter(Column::Owner.eq(owner)).count(db).await?)
}

/// Takes a file out of the draft; a case that has it keeps it.
pub async fn drop_from_draft(db: &impl ConnectionTrait, id: &str) -> Result<(), StoreError> {
    let change = ActiveModel { id: Set(id.to_owned()), dropped: Set(true), ..Default::default() };
    change.update(db).await?;
    Ok(())
}

/// Which files are looked at.
#[derive(Clone, Copy, Debug)]
pub enum Idle<'a> {
    After(&'a str),
    Only(&'a str),
}

/// Files that seem to be of no use, in the order of their ids: taken out of a draft before `dropped`, or in one
/// that nobody has touched since `abandoned`. Those that a case or the data in force name in plain text are left out;
/// whether any other of them is named, whoever removes it must look for itself.
pub async fn idle(
    db: &impl ConnectionTrait,
    dropped: Timestamp,
    abandoned: Timestamp,
    looked_at: Idle<'_>,
) -> Result<Vec<(String, String)>, StoreError> {
    let backend = db.get_database_backend();
    let named = |table: &str, column: &str| {
        format!(
            "NOT EXISTS (SELECT 1 FROM {table} AS c WHERE c.{column} = a.owner AND c.scans LIKE '%' || a.id || '%')"
        )
    };
    let (yes, no) = if backend == DbBackend::Postgres {
        ("a.dropped", "NOT a.dropped")
    } else {
        ("a.dropped = 1", "a.dropped = 0")
    };
    let (dropped, abandoned) = (dropped.millis(), abandoned.millis());
    let place = if backend == DbBackend::Postgres { "$1" } else { "?" };
    let (which, id) = match looked_at {
        Idle::After(id) => (">", id),
        Idle::Only(id) => ("=", id),
    };
    let sql = format!(
        "SELECT a.id, a.owner FROM attachments AS a WHERE a.id {which} {place} AND (({yes} AND a.at < {dropped}) OR \
         ({no} AND a.at < {abandoned} AND NOT EXISTS \
         (SELECT 1 FROM drafts AS d WHERE d.owner = a.owner AND d.saved >= {abandoned}))) \
         AND {} AND {} ORDER BY a.id LIMIT {IDLE}",
        named("cases", "subject"),
        named("dossiers", "subject"),
    );
    let rows = db.query_all_raw(Statement::from_sql_and_values(backend, sql, [id.into()])).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// The row of a file; its bytes go after it.
pub async fn remove(db: &impl ConnectionTrait, id: &str) -> Result<(), StoreError> {
    Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

/// What a person handed in becomes its company's.
pub async fn hand_over(db: &impl ConnectionTrait, from: &str, to: &str) -> Result<(), StoreError> {
    let theirs = Entity::update_many().filter(Column::Owner.eq(from));
    theirs.col_expr(Column::Owner, Expr::value(to)).exec(db).await?;
    Ok(())
}

/// Where the bytes of a file lie.
const fn place(id: &str) -> Place<'_> {
    Place { table: "attachments", column: "bytes", row: id }
}

/// Keeps the bytes of a file, before there is a row of it.
pub async fn put_bytes(at: &impl Guarded, blobs: &Blobs, id: &str, bytes: &[u8]) -> Result<(), StoreError> {
    blobs.put_attachment(id, vault::seal_bytes(at.vault(), place(id), bytes).into()).await
}

/// The bytes of a file that has a row.
pub async fn bytes(at: &impl Guarded, blobs: &Blobs, id: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(kept) = blobs.get_attachment(id).await? else { return Ok(None) };
    let row = Entity::find_by_id(id).one(at.db()).await?;
    // An older release kept it plain, and it has not had its turn.
    if row.is_some_and(|row| row.sealed_by.is_empty()) && !kept.starts_with(vault::MARK.as_bytes()) {
        return Ok(Some(kept.into()));
    }
    vault::open_bytes(at.vault(), place(id), &kept).map(Some)
}

/// Files that lie plain or under an older key, at most `most` of them, come under the first key. Returns how many.
pub async fn reseal(at: &impl Guarded, blobs: &Blobs, most: u64) -> Result<usize, StoreError> {
    let first = vault::first(at.vault()).to_owned();
    let others = Entity::find().filter(Column::SealedBy.ne(&first)).order_by_asc(Column::Id).limit(most);
    let rows = others.all(at.db()).await?;
    for row in &rows {
        if let Some(kept) = blobs.get_attachment(&row.id).await? {
            // Broken off between file and row, it is sealed already.
            let plain = if kept.starts_with(vault::MARK.as_bytes()) {
                vault::open_bytes(at.vault(), place(&row.id), &kept)?
            } else {
                kept.into()
            };
            put_bytes(at, blobs, &row.id, &plain).await?;
        }
        let change = ActiveModel { id: Set(row.id.clone()), sealed_by: Set(first.clone()), ..Default::default() };
        change.update(at.db()).await?;
    }
    Ok(rows.len())
}
