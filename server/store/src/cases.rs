//! Drafts, cases at the registrars' desk, and the data in force. What nobody searches is JSON in one column; a form lies
//! there sealed, and is opened for whoever reads that case, not for the queue.

use domain::subject::attachment::Attachment;
use domain::subject::case::{CaseKind, CaseState};
use domain::subject::form::Form;
use domain::subject::life::LifeEvent;
use domain::{SubjectId, Timestamp};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::entity::{case, dossier, draft};
use crate::vault::{self, Guarded, Place};
use crate::{StoreError, read};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub id: String,
    pub subject: SubjectId,
    /// As the form has them.
    pub code: String,
    pub name: String,
    pub kind: CaseKind,
    pub state: CaseState,
    pub form: Form,
    /// What the journal's digest of the form begins with, so that nobody tries numbers against it.
    pub salt: String,
    pub scans: Vec<Attachment>,
    pub submitted: Timestamp,
    /// When it came to stand as it does.
    pub since: Timestamp,
}

/// The form of a case as it is kept, salt and all under one seal. Older releases kept none.
#[derive(Serialize, Deserialize)]
struct Salted {
    #[serde(flatten)]
    form: Form,
    #[serde(default)]
    salt: String,
}

/// A case in the queue, whose form stays closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub id: String,
    pub code: String,
    pub name: String,
    pub kind: CaseKind,
    pub state: CaseState,
    pub submitted: Timestamp,
}

impl From<&Case> for Waiting {
    fn from(case: &Case) -> Self {
        let Case { id, code, name, kind, state, submitted, .. } = case.clone();
        Self { id, code, name, kind, state, submitted }
    }
}

/// What is in force of a company.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dossier {
    pub form: Form,
    pub scans: Vec<Attachment>,
    /// Oldest first.
    pub life: Vec<LifeEvent>,
    /// When the company last confirmed it.
    pub confirmed: Option<Timestamp>,
}

pub async fn save_draft(at: &impl Guarded, owner: &str, form: &Form, now: Timestamp) -> Result<(), StoreError> {
    let row = draft::Model { owner: owner.to_owned(), form: sealed(at, "drafts", owner, form)?, saved: now.millis() };
    let again =
        OnConflict::column(draft::Column::Owner).update_columns([draft::Column::Form, draft::Column::Saved]).to_owned();
    draft::Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(at.db()).await?;
    Ok(())
}

/// What is being typed, and when it was saved.
pub async fn draft(at: &impl Guarded, owner: &str) -> Result<Option<(Form, Timestamp)>, StoreError> {
    let Some(row) = draft::Entity::find_by_id(owner).one(at.db()).await? else { return Ok(None) };
    Ok(Some((opened(at, "drafts", &row.owner, &row.form)?, Timestamp::from_millis(row.saved))))
}

pub async fn drop_draft(db: &impl ConnectionTrait, owner: &str) -> Result<(), StoreError> {
    draft::Entity::delete_by_id(owner).exec(db).await?;
    Ok(())
}

pub async fn insert(at: &impl Guarded, case: &Case) -> Result<(), StoreError> {
    case::Entity::insert(model(at, case)?.into_active_model()).exec_without_returning(at.db()).await?;
    Ok(())
}

pub async fn update(at: &impl Guarded, case: &Case) -> Result<(), StoreError> {
    model(at, case)?.into_active_model().reset_all().update(at.db()).await?;
    Ok(())
}

pub async fn find(at: &impl Guarded, id: &str) -> Result<Option<Case>, StoreError> {
    case::Entity::find_by_id(id).one(at.db()).await?.map(|row| read_case(at, row)).transpose()
}

pub async fn newest_of(at: &impl Guarded, subject: SubjectId) -> Result<Option<Case>, StoreError> {
    let theirs = case::Entity::find().filter(case::Column::Subject.eq(subject.to_string()));
    theirs.order_by_desc(case::Column::Id).one(at.db()).await?.map(|row| read_case(at, row)).transpose()
}

pub async fn of_subject(at: &impl Guarded, subject: SubjectId) -> Result<Vec<Case>, StoreError> {
    let theirs = case::Entity::find().filter(case::Column::Subject.eq(subject.to_string()));
    let rows = theirs.order_by_asc(case::Column::Id).all(at.db()).await?;
    rows.into_iter().map(|row| read_case(at, row)).collect()
}

/// Cases that wait at the desk, oldest first.
pub async fn open(db: &impl ConnectionTrait) -> Result<Vec<Waiting>, StoreError> {
    let states = ["submitted", "claimed", "agreed", "claimed_again"];
    let rows = case::Entity::find().filter(case::Column::State.is_in(states)).order_by_asc(case::Column::Submitted);
    rows.all(db).await?.into_iter().map(waiting).collect()
}

pub async fn dossier(at: &impl Guarded, subject: SubjectId) -> Result<Option<Dossier>, StoreError> {
    let Some(row) = dossier::Entity::find_by_id(subject.to_string()).one(at.db()).await? else { return Ok(None) };
    Ok(Some(Dossier {
        form: opened(at, "dossiers", &row.subject, &row.form)?,
        scans: parsed(&row.scans, "dossiers", "scans", &row.subject)?,
        life: parsed(&row.life, "dossiers", "life", &row.subject)?,
        confirmed: row.confirmed.map(Timestamp::from_millis),
    }))
}

pub async fn set_dossier(at: &impl Guarded, subject: SubjectId, dossier: &Dossier) -> Result<(), StoreError> {
    use dossier::Column;
    let subject = subject.to_string();
    let row = dossier::Model {
        form: sealed(at, "dossiers", &subject, &dossier.form)?,
        subject,
        scans: json(&dossier.scans)?,
        life: json(&dossier.life)?,
        confirmed: dossier.confirmed.map(Timestamp::millis),
    };
    let again = OnConflict::column(Column::Subject)
        .update_columns([Column::Form, Column::Scans, Column::Life, Column::Confirmed])
        .to_owned();
    dossier::Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(at.db()).await?;
    Ok(())
}

fn model(at: &impl Guarded, case: &Case) -> Result<case::Model, StoreError> {
    Ok(case::Model {
        id: case.id.clone(),
        subject: case.subject.to_string(),
        code: case.code.clone(),
        name: case.name.clone(),
        kind: case.kind.name().to_owned(),
        state: case.state.name().to_owned(),
        detail: json(&case.state)?,
        form: sealed(at, "cases", &case.id, &Salted { form: case.form.clone(), salt: case.salt.clone() })?,
        scans: json(&case.scans)?,
        submitted: case.submitted.millis(),
        since: case.since.millis(),
    })
}

fn read_case(at: &impl Guarded, row: case::Model) -> Result<Case, StoreError> {
    let Salted { form, salt } = opened(at, "cases", &row.id, &row.form)?;
    Ok(Case {
        form,
        salt,
        subject: read(row.subject.parse().ok(), "cases", "subject", &row.id)?,
        kind: read(CaseKind::from_name(&row.kind), "cases", "kind", &row.id)?,
        state: parsed(&row.detail, "cases", "detail", &row.id)?,
        scans: parsed(&row.scans, "cases", "scans", &row.id)?,
        submitted: Timestamp::from_millis(row.submitted),
        since: Timestamp::from_millis(row.since),
        code: row.code,
        name: row.name,
        id: row.id,
    })
}

fn waiting(row: case::Model) -> Result<Waiting, StoreError> {
    Ok(Waiting {
        kind: read(CaseKind::from_name(&row.kind), "cases", "kind", &row.id)?,
        state: parsed(&row.detail, "cases", "detail", &row.id)?,
        submitted: Timestamp::from_millis(row.submitted),
        code: row.code,
        name: row.name,
        id: row.id,
    })
}

fn sealed(at: &impl Guarded, table: &'static str, row: &str, form: &impl Serialize) -> Result<String, StoreError> {
    Ok(vault::seal(at.vault(), Place { table, column: "form", row }, &json(form)?))
}

fn opened<T: DeserializeOwned>(at: &impl Guarded, table: &'static str, row: &str, kept: &str) -> Result<T, StoreError> {
    let text = vault::open(at.vault(), Place { table, column: "form", row }, kept)?;
    parsed(&text, table, "form", row)
}

pub(crate) fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::SetUp(format!("a value that is no JSON: {error}")))
}

pub(crate) fn parsed<T: DeserializeOwned>(
    text: &str,
    table: &'static str,
    column: &'static str,
    row: &str,
) -> Result<T, StoreError> {
    read(serde_json::from_str(text).ok(), table, column, &row)
}
