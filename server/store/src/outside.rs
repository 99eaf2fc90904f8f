//! Lists that the centre loaded, and every answer about a case.

use std::collections::BTreeMap;

use domain::Timestamp;
use domain::subject::outside::{Answer, Extract, Question};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::cases::{json, parsed};
use crate::entity::{answer, extract, extract_line};
use crate::{StoreError, Tx, read};

/// A line of a list: its values by the names of their columns.
pub type Line = BTreeMap<String, String>;

/// Lines in one statement: PostgreSQL takes 65,535 values, SQLite 32,766.
const TOGETHER: usize = 1000;

pub async fn add_answer(db: &impl ConnectionTrait, id: &str, case: &str, given: &Answer) -> Result<(), StoreError> {
    let row = answer::Model { id: id.to_owned(), file: case.to_owned(), at: given.at.millis(), what: json(given)? };
    answer::Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// Every answer about a case, newest first.
pub async fn answers(db: &impl ConnectionTrait, case: &str) -> Result<Vec<Answer>, StoreError> {
    let about = answer::Entity::find().filter(answer::Column::File.eq(case));
    let rows = about.order_by_desc(answer::Column::At).order_by_desc(answer::Column::Id).all(db).await?;
    rows.iter().map(|row| parsed(&row.what, "answers", "what", &row.id)).collect()
}

/// Takes the place of the list that was loaded before.
pub async fn load(tx: &Tx, list: &Extract, lines: Vec<(String, Line)>) -> Result<(), StoreError> {
    let question = list.question.name().to_owned();
    let old = extract_line::Entity::delete_many().filter(extract_line::Column::Question.eq(&question));
    old.exec(&**tx).await?;
    extract::Entity::delete_by_id(&question).exec(&**tx).await?;
    let mut rows = Vec::with_capacity(lines.len());
    for (number, (code, line)) in (0..).zip(lines) {
        let row = extract_line::Model { question: question.clone(), number, code, line: json(&line)? };
        rows.push(row.into_active_model());
    }
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(TOGETHER));
        extract_line::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
        rows = rest;
    }
    let row = extract::Model {
        question,
        name: list.name.clone(),
        loaded: list.loaded.millis(),
        lines: i32::try_from(list.lines).unwrap_or(i32::MAX),
    };
    extract::Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
    Ok(())
}

pub async fn extracts(db: &impl ConnectionTrait) -> Result<Vec<Extract>, StoreError> {
    let rows = extract::Entity::find().order_by_asc(extract::Column::Question).all(db).await?;
    let list = |row: extract::Model| {
        Ok(Extract {
            question: read(Question::from_name(&row.question), "extracts", "question", &row.question)?,
            loaded: Timestamp::from_millis(row.loaded),
            lines: row.lines.unsigned_abs(),
            name: row.name,
        })
    };
    rows.into_iter().map(list).collect()
}

/// What a list says of a code.
pub async fn lines(db: &impl ConnectionTrait, question: Question, code: &str) -> Result<Vec<Line>, StoreError> {
    use extract_line::Column;
    let about = extract_line::Entity::find().filter(Column::Question.eq(question.name())).filter(Column::Code.eq(code));
    let rows = about.order_by_asc(Column::Number).all(db).await?;
    rows.iter().map(|row| parsed(&row.line, "extract_lines", "line", &row.code)).collect()
}
