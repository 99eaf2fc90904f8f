//! The outbox: letters that wait to be sent, and those that were.

use domain::{Timestamp, UserId};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::StoreError;
pub use crate::entity::letter::Model as Letter;
use crate::entity::letter::{Column, Entity};
use crate::vault::{self, Guarded, Place};

pub async fn insert(at: &impl Guarded, letter: Letter) -> Result<(), StoreError> {
    let seal = |column, text: &str| vault::seal(at.vault(), place(column, &letter.id), text);
    let (address, words) = (seal("address", &letter.address), seal("words", &letter.words));
    let letter = Letter { address, words, ..letter };
    Entity::insert(letter.into_active_model()).exec_without_returning(at.db()).await?;
    Ok(())
}

/// What is to be sent now, oldest first.
pub async fn due(at: &impl Guarded, now: Timestamp, most: u64) -> Result<Vec<Letter>, StoreError> {
    let waiting = Entity::find().filter(Column::Sent.is_null()).filter(Column::Due.lte(now.millis()));
    let mut letters = waiting.order_by_asc(Column::Id).limit(most).all(at.db()).await?;
    for letter in &mut letters {
        letter.address = vault::open(at.vault(), place("address", &letter.id), &letter.address)?;
        letter.words = vault::open(at.vault(), place("words", &letter.id), &letter.words)?;
    }
    Ok(letters)
}

/// Another attempt is counted, and the next is not made before `due`.
pub async fn put_off(db: &impl ConnectionTrait, id: &str, tries: i64, due: Timestamp) -> Result<(), StoreError> {
    let update = Entity::update_many()
        .col_expr(Column::Tries, Expr::value(tries))
        .col_expr(Column::Due, Expr::value(due.millis()));
    update.filter(Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

pub async fn sent(db: &impl ConnectionTrait, id: &str, now: Timestamp) -> Result<(), StoreError> {
    // What it said is no longer needed; a link in it is nobody's business.
    let update = Entity::update_many()
        .col_expr(Column::Sent, Expr::value(now.millis()))
        .col_expr(Column::Words, Expr::value(""))
        .col_expr(Column::Trouble, Expr::value(Option::<String>::None));
    update.filter(Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

pub async fn failed(at: &impl Guarded, id: &str, trouble: &str) -> Result<(), StoreError> {
    let trouble = vault::seal(at.vault(), place("trouble", id), trouble);
    let update = Entity::update_many().col_expr(Column::Trouble, Expr::value(trouble));
    update.filter(Column::Id.eq(id)).exec(at.db()).await?;
    Ok(())
}

/// The last ones to a person, newest first. What they said is kept only until they are sent.
pub async fn of_person(db: &impl ConnectionTrait, person: UserId, most: u64) -> Result<Vec<Letter>, StoreError> {
    let theirs = Entity::find().filter(Column::Person.eq(person.to_string()));
    Ok(theirs.order_by_desc(Column::Id).limit(most).all(db).await?)
}

/// How many wait although they were tried.
pub async fn stuck(db: &impl ConnectionTrait) -> Result<u64, StoreError> {
    let stuck = Entity::find().filter(Column::Sent.is_null()).filter(Column::Trouble.is_not_null());
    Ok(stuck.count(db).await?)
}

const fn place<'a>(column: &'static str, row: &'a str) -> Place<'a> {
    Place { table: "letters", column, row }
}
