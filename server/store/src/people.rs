//! People's accounts.

use domain::rights::{Person, Seat};
use domain::{Role, SubjectId, UserId};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::entity::{contact, user};
use crate::vault::{self, Guarded, Place};
use crate::{StoreError, read};

#[derive(Clone, Debug)]
pub struct User {
    pub id: UserId,
    pub login: String,
    pub role: Role,
    pub subject: Option<SubjectId>,
    /// Whoever acts for a subject has one.
    pub seat: Option<Seat>,
    /// PHC string of the password's hash.
    pub password: String,
}

impl User {
    #[must_use]
    pub fn person(&self) -> Person {
        Person { user: self.id, role: self.role, subject: self.subject, seat: self.seat, by_key: false }
    }
}

pub async fn insert(db: &impl ConnectionTrait, person: &User) -> Result<(), StoreError> {
    let row = user::Model {
        id: person.id.to_string(),
        login: person.login.clone(),
        role: person.role.name().to_owned(),
        subject: person.subject.map(|subject| subject.to_string()),
        password: person.password.clone(),
        seat: person.seat.map(|seat| seat.name().to_owned()),
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

/// The people of a company, by login.
pub async fn of_subject(db: &impl ConnectionTrait, subject: SubjectId) -> Result<Vec<User>, StoreError> {
    let of = user::Entity::find().filter(user::Column::Subject.eq(subject.to_string()));
    of.order_by_asc(user::Column::Login).all(db).await?.into_iter().map(person).collect()
}

/// Gives a person a seat in a company, or takes it away.
pub async fn set_seat(
    db: &impl ConnectionTrait,
    id: UserId,
    seat: Option<(SubjectId, Seat)>,
) -> Result<(), StoreError> {
    let update = user::Entity::update_many()
        .col_expr(user::Column::Subject, Expr::value(seat.map(|(subject, _)| subject.to_string())))
        .col_expr(user::Column::Seat, Expr::value(seat.map(|(_, seat)| seat.name().to_owned())));
    update.filter(user::Column::Id.eq(id.to_string())).exec(db).await?;
    Ok(())
}

pub async fn set_password(db: &impl ConnectionTrait, id: UserId, password: &str) -> Result<(), StoreError> {
    let update = user::Entity::update_many().col_expr(user::Column::Password, Expr::value(password));
    update.filter(user::Column::Id.eq(id.to_string())).exec(db).await?;
    Ok(())
}

/// Where a person's letters go.
pub async fn email(at: &impl Guarded, id: UserId) -> Result<Option<String>, StoreError> {
    let row = contact::Entity::find_by_id(id.to_string()).one(at.db()).await?;
    row.map(|row| vault::open(at.vault(), address(&row.person), &row.email)).transpose()
}

pub async fn set_email(at: &impl Guarded, id: UserId, email: &str) -> Result<(), StoreError> {
    let person = id.to_string();
    let row = contact::Model { email: vault::seal(at.vault(), address(&person), email), person, reminders: false };
    let other = OnConflict::column(contact::Column::Person).update_column(contact::Column::Email).to_owned();
    contact::Entity::insert(row.into_active_model()).on_conflict(other).exec_without_returning(at.db()).await?;
    Ok(())
}

/// Whether a person wants to be reminded of openings; nobody does that has named no address.
pub async fn reminders(db: &impl ConnectionTrait, id: UserId) -> Result<bool, StoreError> {
    Ok(contact::Entity::find_by_id(id.to_string()).one(db).await?.is_some_and(|row| row.reminders))
}

pub async fn set_reminders(db: &impl ConnectionTrait, id: UserId, wanted: bool) -> Result<(), StoreError> {
    let update = contact::Entity::update_many().col_expr(contact::Column::Reminders, Expr::value(wanted));
    update.filter(contact::Column::Person.eq(id.to_string())).exec(db).await?;
    Ok(())
}

const fn address(person: &str) -> Place<'_> {
    Place { table: "contacts", column: "email", row: person }
}

fn person(row: user::Model) -> Result<User, StoreError> {
    Ok(User {
        role: read(Role::from_name(&row.role), "users", "role", &row.id)?,
        subject: row.subject.map(|subject| read(subject.parse().ok(), "users", "subject", &row.id)).transpose()?,
        seat: row.seat.map(|seat| read(Seat::from_name(&seat), "users", "seat", &row.id)).transpose()?,
        login: row.login,
        password: row.password,
        id: read(row.id.parse().ok(), "users", "id", &row.id)?,
    })
}
