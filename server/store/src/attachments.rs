//! What companies handed in: a row for each file; its bytes lie among the blobs.

use domain::subject::attachment::Attachment;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder,
};

use crate::StoreError;
use crate::cases::{json, parsed};
use crate::entity::attachment::{ActiveModel, Column, Entity, Model};

/// `owner` is a company, or a person before its company is registered.
pub async fn insert(db: &impl ConnectionTrait, owner: &str, attachment: &Attachment) -> Result<(), StoreError> {
    let row = Model {
        id: attachment.id.clone(),
        owner: owner.to_owned(),
        at: attachment.at.millis(),
        dropped: false,
        what: json(attachment)?,
    };
    Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
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

/// What a person handed in becomes its company's.
pub async fn hand_over(db: &impl ConnectionTrait, from: &str, to: &str) -> Result<(), StoreError> {
    let theirs = Entity::update_many().filter(Column::Owner.eq(from));
    theirs.col_expr(Column::Owner, Expr::value(to)).exec(db).await?;
    Ok(())
}
