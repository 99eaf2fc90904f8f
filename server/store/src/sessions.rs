//! Sessions, each under a digest of its cookie's secret, never the secret.

use domain::{Timestamp, UserId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::StoreError;
pub use crate::entity::session::Model as Session;
use crate::entity::session::{Column, Entity};

/// A session that begins.
#[must_use]
pub fn begun(token: &str, person: UserId, now: Timestamp, expires: Timestamp) -> Session {
    Session {
        token: token.to_owned(),
        person: person.to_string(),
        expires: expires.millis(),
        opened: now.millis(),
        seen: now.millis(),
        device: String::new(),
        address: String::new(),
        proved: now.millis(),
    }
}

pub async fn open(db: &impl ConnectionTrait, session: Session) -> Result<(), StoreError> {
    Entity::insert(session.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// The session, unless it has expired or nobody came with it since `idle`.
pub async fn find(
    db: &impl ConnectionTrait,
    token: &str,
    now: Timestamp,
    idle: Timestamp,
) -> Result<Option<Session>, StoreError> {
    let alive = Entity::find_by_id(token).filter(Column::Expires.gt(now.millis()));
    Ok(alive.filter(Column::Seen.gt(idle.millis())).one(db).await?)
}

/// What is still alive of a person's, the last seen first.
pub async fn of_person(
    db: &impl ConnectionTrait,
    person: UserId,
    now: Timestamp,
    idle: Timestamp,
) -> Result<Vec<Session>, StoreError> {
    let alive = Entity::find().filter(Column::Person.eq(person.to_string())).filter(Column::Expires.gt(now.millis()));
    Ok(alive.filter(Column::Seen.gt(idle.millis())).order_by_desc(Column::Seen).all(db).await?)
}

pub async fn touch(db: &impl ConnectionTrait, token: &str, now: Timestamp, address: &str) -> Result<(), StoreError> {
    let update = Entity::update_many()
        .col_expr(Column::Seen, Expr::value(now.millis()))
        .col_expr(Column::Address, Expr::value(address));
    update.filter(Column::Token.eq(token)).exec(db).await?;
    Ok(())
}

pub async fn prove(db: &impl ConnectionTrait, token: &str, now: Timestamp) -> Result<(), StoreError> {
    let update = Entity::update_many().col_expr(Column::Proved, Expr::value(now.millis()));
    update.filter(Column::Token.eq(token)).exec(db).await?;
    Ok(())
}

pub async fn close(db: &impl ConnectionTrait, token: &str) -> Result<(), StoreError> {
    Entity::delete_by_id(token).exec(db).await?;
    Ok(())
}

/// Ends all sessions of a person but the one that is kept.
pub async fn close_others(db: &impl ConnectionTrait, person: UserId, kept: &str) -> Result<(), StoreError> {
    let others = Entity::delete_many().filter(Column::Person.eq(person.to_string()));
    others.filter(Column::Token.ne(kept)).exec(db).await?;
    Ok(())
}

pub async fn drop_over(db: &impl ConnectionTrait, now: Timestamp, idle: Timestamp) -> Result<(), StoreError> {
    let over = Condition::any().add(Column::Expires.lte(now.millis())).add(Column::Seen.lte(idle.millis()));
    Entity::delete_many().filter(over).exec(db).await?;
    Ok(())
}
