//! Certificates of company keys, and requests that wait for a registrar.

use domain::certificate::RevocationReason;
use domain::{SubjectId, Timestamp};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder,
};

use crate::entity::certificate::{Column, Entity, Model};
use crate::entity::certificate_request;
use crate::{StoreError, read};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// SM3 over the whole of it.
    pub fingerprint: String,
    pub subject: SubjectId,
    pub serial: String,
    pub issuer: String,
    /// The centre's own authority issued it.
    pub own: bool,
    /// In hexadecimal.
    pub der: String,
    pub public_key: String,
    pub from: Timestamp,
    pub until: Timestamp,
    /// When it came here.
    pub entered: Timestamp,
    pub revoked: Option<(Timestamp, RevocationReason)>,
}

impl Certificate {
    #[must_use]
    pub fn is_valid_at(&self, now: Timestamp) -> bool {
        self.revoked.is_none() && self.from <= now && now <= self.until
    }
}

/// A request that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub subject: SubjectId,
    /// PKCS#10, in hexadecimal.
    pub der: String,
    pub at: Timestamp,
}

pub async fn insert(db: &impl ConnectionTrait, certificate: &Certificate) -> Result<(), StoreError> {
    Entity::insert(model(certificate).into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

pub async fn update(db: &impl ConnectionTrait, certificate: &Certificate) -> Result<(), StoreError> {
    Entity::update(model(certificate).into_active_model().reset_all()).exec_without_returning(db).await?;
    Ok(())
}

pub async fn find(db: &impl ConnectionTrait, fingerprint: &str) -> Result<Option<Certificate>, StoreError> {
    Entity::find_by_id(fingerprint.to_owned()).one(db).await?.map(certificate).transpose()
}

/// In the order in which they came.
pub async fn of_subject(db: &impl ConnectionTrait, subject: SubjectId) -> Result<Vec<Certificate>, StoreError> {
    let theirs = Entity::find().filter(Column::Subject.eq(subject.to_string()));
    let rows = theirs.order_by_asc(Column::Entered).order_by_asc(Column::Fingerprint).all(db).await?;
    rows.into_iter().map(certificate).collect()
}

/// Those that are not revoked and end between these times.
pub async fn ending(db: &impl ConnectionTrait, from: Timestamp, to: Timestamp) -> Result<Vec<Certificate>, StoreError> {
    let ending =
        Entity::find().filter(Column::Revoked.is_null()).filter(Column::Until.between(from.millis(), to.millis()));
    ending.order_by_asc(Column::Until).all(db).await?.into_iter().map(certificate).collect()
}

/// Whether another company has a certificate of this key.
pub async fn is_anothers(db: &impl ConnectionTrait, subject: SubjectId, public_key: &str) -> Result<bool, StoreError> {
    let others =
        Entity::find().filter(Column::PublicKey.eq(public_key)).filter(Column::Subject.ne(subject.to_string()));
    Ok(others.count(db).await? > 0)
}

/// What the centre's own authority issued and revoked.
pub async fn revoked(db: &impl ConnectionTrait) -> Result<Vec<Certificate>, StoreError> {
    let gone = Entity::find().filter(Column::Own.eq(true)).filter(Column::Revoked.is_not_null());
    gone.order_by_asc(Column::Revoked).all(db).await?.into_iter().map(certificate).collect()
}

/// Those of other authorities that are not revoked.
pub async fn foreign(db: &impl ConnectionTrait) -> Result<Vec<Certificate>, StoreError> {
    let good = Entity::find().filter(Column::Own.eq(false)).filter(Column::Revoked.is_null());
    good.order_by_asc(Column::Entered).all(db).await?.into_iter().map(certificate).collect()
}

/// Keeps a request, in the place of an earlier one of its company.
pub async fn ask(db: &impl ConnectionTrait, request: &Request) -> Result<(), StoreError> {
    drop_request(db, request.subject).await?;
    let row = certificate_request::Model {
        subject: request.subject.to_string(),
        der: request.der.clone(),
        at: request.at.millis(),
    };
    row.into_active_model().insert(db).await?;
    Ok(())
}

pub async fn drop_request(db: &impl ConnectionTrait, subject: SubjectId) -> Result<(), StoreError> {
    certificate_request::Entity::delete_by_id(subject.to_string()).exec(db).await?;
    Ok(())
}

pub async fn request_of(db: &impl ConnectionTrait, subject: SubjectId) -> Result<Option<Request>, StoreError> {
    certificate_request::Entity::find_by_id(subject.to_string()).one(db).await?.map(request).transpose()
}

/// Oldest first.
pub async fn requests(db: &impl ConnectionTrait) -> Result<Vec<Request>, StoreError> {
    let waiting = certificate_request::Entity::find().order_by_asc(certificate_request::Column::At);
    waiting.all(db).await?.into_iter().map(request).collect()
}

fn request(row: certificate_request::Model) -> Result<Request, StoreError> {
    let subject = read(row.subject.parse().ok(), "certificate_requests", "subject", &row.subject)?;
    Ok(Request { subject, der: row.der, at: Timestamp::from_millis(row.at) })
}

fn model(certificate: &Certificate) -> Model {
    Model {
        fingerprint: certificate.fingerprint.clone(),
        subject: certificate.subject.to_string(),
        serial: certificate.serial.clone(),
        issuer: certificate.issuer.clone(),
        own: certificate.own,
        der: certificate.der.clone(),
        public_key: certificate.public_key.clone(),
        from: certificate.from.millis(),
        until: certificate.until.millis(),
        entered: certificate.entered.millis(),
        revoked: certificate.revoked.map(|(at, _)| at.millis()),
        reason: certificate.revoked.map(|(_, reason)| reason.name().to_owned()),
    }
}

fn certificate(row: Model) -> Result<Certificate, StoreError> {
    let revoked = match (row.revoked, row.reason.as_deref()) {
        (None, _) => None,
        (Some(at), reason) => {
            let reason = reason.and_then(RevocationReason::from_name);
            Some((Timestamp::from_millis(at), read(reason, "certificates", "reason", &row.fingerprint)?))
        }
    };
    Ok(Certificate {
        subject: read(row.subject.parse().ok(), "certificates", "subject", &row.fingerprint)?,
        fingerprint: row.fingerprint,
        serial: row.serial,
        issuer: row.issuer,
        own: row.own,
        der: row.der,
        public_key: row.public_key,
        from: Timestamp::from_millis(row.from),
        until: Timestamp::from_millis(row.until),
        entered: Timestamp::from_millis(row.entered),
        revoked,
    })
}
