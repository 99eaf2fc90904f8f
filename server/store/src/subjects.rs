//! Subjects: one legal entity each, found by id or credit code, with its credit records.

use std::collections::HashMap;

use domain::credit::{CreditRecord, Grade};
use domain::subject::role::SubjectRole;
use domain::subject::{Registration, Standing};
use domain::{CreditCode, Day, SubjectId, Timestamp};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::IntoActiveModel;
use sea_orm::sea_query::Query;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entity::subject::{ActiveModel, Column, Entity, Model};
use crate::entity::{credit_record, user};
use crate::{StoreError, read, search};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    pub id: SubjectId,
    pub registration: Registration,
    pub standing: Standing,
    /// When the case came to stand as it does.
    pub since: Timestamp,
    pub public_key: Option<String>,
    pub practice: bool,
    /// The day by which the company is to confirm its data; nothing for those that the house made.
    pub due: Option<Day>,
    /// In order, each once.
    pub roles: Vec<SubjectRole>,
}

impl Subject {
    /// How it stands on a day.
    #[must_use]
    pub fn standing_on(&self, today: Day) -> Standing {
        self.standing.clone().on(today, self.due)
    }
}

pub async fn insert(db: &impl ConnectionTrait, subject: &Subject) -> Result<(), StoreError> {
    let number = search::next_number(db).await?;
    let row = ActiveModel { number: Set(Some(number)), ..model(subject).into_active_model() };
    Entity::insert(row).exec_without_returning(db).await?;
    search::index(db, &subject.id.to_string()).await
}

/// Writes registration, standing and key anew.
pub async fn update(db: &impl ConnectionTrait, subject: &Subject) -> Result<(), StoreError> {
    let row = model(subject).into_active_model().reset_all();
    ActiveModel { number: NotSet, ..row }.update(db).await?;
    search::index(db, &subject.id.to_string()).await
}

/// `None`: no key is in force.
pub async fn set_public_key(db: &impl ConnectionTrait, id: SubjectId, key: Option<&str>) -> Result<(), StoreError> {
    let change = ActiveModel { id: Set(id.to_string()), public_key: Set(key.map(str::to_owned)), ..Default::default() };
    change.update(db).await?;
    Ok(())
}

pub async fn find(db: &impl ConnectionTrait, id: SubjectId) -> Result<Option<Subject>, StoreError> {
    Entity::find_by_id(id.to_string()).one(db).await?.map(subject).transpose()
}

/// Those that are there, in no order.
pub async fn find_all(
    db: &impl ConnectionTrait,
    subjects: impl IntoIterator<Item = &SubjectId>,
) -> Result<Vec<Subject>, StoreError> {
    let these = Entity::find().filter(Column::Id.is_in(subjects.into_iter().map(SubjectId::to_string)));
    these.all(db).await?.into_iter().map(subject).collect()
}

pub async fn find_by_code(db: &impl ConnectionTrait, code: CreditCode) -> Result<Option<Subject>, StoreError> {
    Entity::find().filter(Column::Code.eq(code.as_str())).one(db).await?.map(subject).transpose()
}

pub async fn insert_credit(
    db: &impl ConnectionTrait,
    subject: SubjectId,
    record: &CreditRecord,
) -> Result<(), StoreError> {
    let row = credit_record::Model {
        id: record.id.to_string(),
        subject: subject.to_string(),
        grade: record.grade.name().to_owned(),
        conduct: record.conduct.clone(),
        body: record.body.clone(),
        document: record.document.clone(),
        decided: record.decided.to_string(),
        barred_until: record.barred_until.map(|day| day.to_string()),
    };
    credit_record::Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// All records of a subject, newest decision first.
pub async fn credit_of(db: &impl ConnectionTrait, subject: SubjectId) -> Result<Vec<CreditRecord>, StoreError> {
    Ok(credit_of_all(db, &[subject]).await?.remove(&subject).unwrap_or_default())
}

/// All records of each subject that has any, newest decision first.
pub async fn credit_of_all(
    db: &impl ConnectionTrait,
    subjects: impl IntoIterator<Item = &SubjectId>,
) -> Result<HashMap<SubjectId, Vec<CreditRecord>>, StoreError> {
    let theirs = credit_record::Entity::find()
        .filter(credit_record::Column::Subject.is_in(subjects.into_iter().map(SubjectId::to_string)))
        .order_by_desc(credit_record::Column::Decided);
    let mut all: HashMap<_, Vec<_>> = HashMap::new();
    for row in theirs.all(db).await? {
        let subject = read(row.subject.parse().ok(), "credit_records", "subject", &row.id)?;
        all.entry(subject).or_default().push(record(row)?);
    }
    Ok(all)
}

pub(crate) fn model(subject: &Subject) -> Model {
    let (standing, remark) = match &subject.standing {
        Standing::Submitted => ("submitted", None),
        Standing::Returned { remark } => ("returned", Some(remark.clone())),
        Standing::Approved | Standing::Overdue => ("approved", None),
        Standing::Suspended => ("suspended", None),
        Standing::Cancelled => ("cancelled", None),
    };
    let registration = &subject.registration;
    Model {
        id: subject.id.to_string(),
        code: registration.code.to_string(),
        name: registration.name.clone(),
        legal_person: registration.legal_person.clone(),
        address: registration.address.clone(),
        standing: standing.to_owned(),
        remark,
        since: subject.since.millis(),
        public_key: subject.public_key.clone(),
        practice: subject.practice,
        due: subject.due.map(|due| due.to_string()),
        division: registration.code.division().to_owned(),
        roles: SubjectRole::write_all(&subject.roles),
        number: None,
    }
}

pub(crate) fn subject(row: Model) -> Result<Subject, StoreError> {
    let standing = match (row.standing.as_str(), row.remark) {
        ("submitted", _) => Some(Standing::Submitted),
        ("returned", Some(remark)) => Some(Standing::Returned { remark }),
        ("approved", _) => Some(Standing::Approved),
        ("suspended", _) => Some(Standing::Suspended),
        ("cancelled", _) => Some(Standing::Cancelled),
        _ => None,
    };
    let due = row.due.as_deref().map(|due| read(due.parse().ok(), "subjects", "due", &row.id)).transpose()?;
    Ok(Subject {
        due,
        roles: SubjectRole::read_all(&row.roles),
        standing: read(standing, "subjects", "standing", &row.id)?,
        registration: Registration {
            code: read(row.code.parse().ok(), "subjects", "code", &row.id)?,
            name: row.name,
            legal_person: row.legal_person,
            address: row.address,
        },
        since: Timestamp::from_millis(row.since),
        public_key: row.public_key,
        practice: row.practice,
        id: read(row.id.parse().ok(), "subjects", "id", &row.id)?,
    })
}

/// Companies in force for which somebody acts: who could be written to.
pub async fn with_people(db: &impl ConnectionTrait) -> Result<Vec<Subject>, StoreError> {
    let people = Query::select()
        .column(user::Column::Subject)
        .from(user::Entity)
        .and_where(user::Column::Subject.is_not_null())
        .to_owned();
    let these = Entity::find()
        .filter(Column::Standing.eq("approved"))
        .filter(Column::Practice.eq(false))
        .filter(Column::Id.in_subquery(people));
    these.order_by_asc(Column::Id).all(db).await?.into_iter().map(subject).collect()
}

/// The names of those of the codes that are there.
pub async fn names_of(
    db: &impl ConnectionTrait,
    codes: &[CreditCode],
) -> Result<HashMap<CreditCode, String>, StoreError> {
    let mut names = HashMap::new();
    for some in codes.chunks(1000) {
        let these = Entity::find().filter(Column::Code.is_in(some.iter().map(CreditCode::as_str)));
        for found in these.all(db).await? {
            names.insert(read(found.code.parse().ok(), "subjects", "code", &found.id)?, found.name);
        }
    }
    Ok(names)
}

fn record(row: credit_record::Model) -> Result<CreditRecord, StoreError> {
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
