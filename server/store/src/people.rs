//! People's accounts and their sessions.

use domain::rights::Person;
use domain::{Role, SubjectId, Timestamp, UserId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::entity::{session, user};
use crate::{StoreError, read};

#[derive(Clone, Debug)]
pub struct User {
    pub id: UserId,
    pub login: String,
    pub role: Role,
    pub subject: Option<SubjectId>,
    /// PHC string of the password's hash.
    pub password: String,
}

impl User {
    #[must_use]
    pub fn person(&self) -> Person {
        Person { user: self.id, role: self.role, subject: self.subject }
    }
}

pub async fn insert(db: &impl ConnectionTrait, person: &User) -> Result<(), StoreError> {
    let row = user::Model {
        id: person.id.to_string(),
        login: person.login.clone(),
        role: person.role.name().to_owned(),
        subject: person.subject.map(|subject| subject.to_string()),
        password: person.password.clone(),
    };
    user::Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

pub async fn find(db: &impl ConnectionTrait, id: UserId) -> Result<Option<User>, StoreError> {
    user::Entity::find_by_id(id.to_string()).one(db).await?.map(person).transpose()
}

pub async fn find_by_login(db: &impl ConnectionTrait, login: &str) -> Result<Option<User>, StoreError> {
    user::Entity::find().filter(user::Column::Login.eq(login)).one(db).await?.map(person).transpose()
}

/// The person acts for this company from now on.
pub async fn set_subject(db: &impl ConnectionTrait, person: UserId, subject: SubjectId) -> Result<(), StoreError> {
    let change = user::ActiveModel {
        id: Set(person.to_string()),
        subject: Set(Some(subject.to_string())),
        ..Default::default()
    };
    change.update(db).await?;
    Ok(())
}

/// `token` is a digest of the cookie's secret, never the secret.
pub async fn open_session(
    db: &impl ConnectionTrait,
    token: &str,
    person: UserId,
    expires: Timestamp,
) -> Result<(), StoreError> {
    let row = session::Model { token: token.to_owned(), person: person.to_string(), expires: expires.millis() };
    session::Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// Whose session it is, unless it has expired.
pub async fn session(db: &impl ConnectionTrait, token: &str, now: Timestamp) -> Result<Option<User>, StoreError> {
    let alive = session::Entity::find_by_id(token).filter(session::Column::Expires.gt(now.millis()));
    let Some(row) = alive.one(db).await? else { return Ok(None) };
    user::Entity::find_by_id(row.person).one(db).await?.map(person).transpose()
}

pub async fn close_session(db: &impl ConnectionTrait, token: &str) -> Result<(), StoreError> {
    session::Entity::delete_by_id(token).exec(db).await?;
    Ok(())
}

pub async fn drop_expired_sessions(db: &impl ConnectionTrait, now: Timestamp) -> Result<(), StoreError> {
    session::Entity::delete_many().filter(session::Column::Expires.lte(now.millis())).exec(db).await?;
    Ok(())
}

fn person(row: user::Model) -> Result<User, StoreError> {
    Ok(User {
        role: read(Role::from_name(&row.role), "users", "role", &row.id)?,
        subject: row.subject.map(|subject| read(subject.parse().ok(), "users", "subject", &row.id)).transpose()?,
        login: row.login,
        password: row.password,
        id: read(row.id.parse().ok(), "users", "id", &row.id)?,
    })
}
