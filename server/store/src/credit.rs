//! Credit records of subjects.

use domain::credit::{CreditRecord, Grade};
use domain::{Day, SubjectId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::StoreError;
use crate::entity::credit_record::{Column, Entity, Model};
use crate::error::read;

pub async fn insert(db: &impl ConnectionTrait, subject: SubjectId, record: &CreditRecord) -> Result<(), StoreError> {
    let row = Model {
        id: record.id.to_string(),
        subject: subject.to_string(),
        grade: record.grade.name().to_owned(),
        conduct: record.conduct.clone(),
        body: record.body.clone(),
        document: record.document.clone(),
        decided: record.decided.to_string(),
        barred_until: record.barred_until.map(|day| day.to_string()),
    };
    Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// All records of a subject, newest decision first.
pub async fn of(db: &impl ConnectionTrait, subject: SubjectId) -> Result<Vec<CreditRecord>, StoreError> {
    let mine = Entity::find().filter(Column::Subject.eq(subject.to_string())).order_by_desc(Column::Decided);
    mine.all(db).await?.into_iter().map(record).collect()
}

fn record(row: Model) -> Result<CreditRecord, StoreError> {
    let day = |text: &str, column| read(text.parse::<Day>().ok(), "credit_records", column, &row.id);
    Ok(CreditRecord {
        grade: read(Grade::from_name(&row.grade), "credit_records", "grade", &row.id)?,
        decided: day(&row.decided, "decided")?,
        barred_until: row.barred_until.as_deref().map(|text| day(text, "barred_until")).transpose()?,
        id: read(row.id.parse().ok(), "credit_records", "id", &row.id)?,
        conduct: row.conduct,
        body: row.body,
        document: row.document,
    })
}
