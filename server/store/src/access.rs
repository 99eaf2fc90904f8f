//! What lets people in besides a password, and what keeps guessers out.

use domain::access::Failures;
use domain::rights::Seat;
use domain::{SubjectId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder};

use crate::entity::{ceremony, failure, familiar, one_time, passkey, recovery_code, ticket};
pub use crate::entity::{one_time::Model as OneTime, passkey::Model as Passkey};
use crate::vault::{self, Guarded, Place};
use crate::{StoreError, read};

pub async fn failures(db: &impl ConnectionTrait, counted: &str) -> Result<Failures, StoreError> {
    let row = failure::Entity::find_by_id(counted).one(db).await?;
    Ok(row.map_or(Failures::NONE, |row| Failures {
        count: u32::try_from(row.count).unwrap_or(u32::MAX),
        last: Timestamp::from_millis(row.last),
        locked_until: Timestamp::from_millis(row.locked_until),
    }))
}

pub async fn set_failures(db: &impl ConnectionTrait, counted: &str, failures: Failures) -> Result<(), StoreError> {
    let row = failure::Model {
        counted: counted.to_owned(),
        count: i64::from(failures.count),
        last: failures.last.millis(),
        locked_until: failures.locked_until.millis(),
    };
    let columns = [failure::Column::Count, failure::Column::Last, failure::Column::LockedUntil];
    let other = OnConflict::column(failure::Column::Counted).update_columns(columns).to_owned();
    failure::Entity::insert(row.into_active_model()).on_conflict(other).exec_without_returning(db).await?;
    Ok(())
}

pub async fn forget_failures(db: &impl ConnectionTrait, counted: &str) -> Result<(), StoreError> {
    failure::Entity::delete_by_id(counted).exec(db).await?;
    Ok(())
}

/// Counts that nobody needs any more.
pub async fn drop_failures(db: &impl ConnectionTrait, before: Timestamp) -> Result<(), StoreError> {
    failure::Entity::delete_many().filter(failure::Column::Last.lt(before.millis())).exec(db).await?;
    Ok(())
}

/// Whether the person has come in from there since.
pub async fn is_familiar(
    db: &impl ConnectionTrait,
    person: UserId,
    place: &str,
    since: Timestamp,
) -> Result<bool, StoreError> {
    let row = familiar::Entity::find_by_id((person.to_string(), place.to_owned()));
    Ok(row.filter(familiar::Column::Seen.gte(since.millis())).one(db).await?.is_some())
}

/// Whether the person has ever come in from anywhere.
pub async fn is_known(db: &impl ConnectionTrait, person: UserId) -> Result<bool, StoreError> {
    let rows = familiar::Entity::find().filter(familiar::Column::Person.eq(person.to_string()));
    Ok(rows.one(db).await?.is_some())
}

pub async fn make_familiar(
    db: &impl ConnectionTrait,
    person: UserId,
    place: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = familiar::Model { person: person.to_string(), place: place.to_owned(), seen: now.millis() };
    let other = OnConflict::columns([familiar::Column::Person, familiar::Column::Place])
        .update_column(familiar::Column::Seen)
        .to_owned();
    familiar::Entity::insert(row.into_active_model()).on_conflict(other).exec_without_returning(db).await?;
    Ok(())
}

/// What a link of ours stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketKind {
    Invitation,
    /// An invitation by a registrar: whoever was administrator before is none afterwards.
    HandOver,
    Recovery,
}

impl TicketKind {
    const ALL: [Self; 3] = [Self::Invitation, Self::HandOver, Self::Recovery];

    const fn name(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::HandOver => "hand_over",
            Self::Recovery => "recovery",
        }
    }
}

/// A link of ours, known by the digest of its secret.
#[derive(Clone, Debug)]
pub struct Ticket {
    pub digest: String,
    pub kind: TicketKind,
    /// Whose password may be set anew.
    pub person: Option<UserId>,
    /// The seat that is offered.
    pub seat: Option<(SubjectId, Seat)>,
    /// To whom it was sent.
    pub address: String,
    pub expires: Timestamp,
}

pub async fn insert_ticket(at: &impl Guarded, ticket: &Ticket) -> Result<(), StoreError> {
    let row = ticket::Model {
        digest: ticket.digest.clone(),
        kind: ticket.kind.name().to_owned(),
        person: ticket.person.map(|person| person.to_string()),
        subject: ticket.seat.map(|(subject, _)| subject.to_string()),
        seat: ticket.seat.map(|(_, seat)| seat.name().to_owned()),
        address: vault::seal(at.vault(), sent_to(&ticket.digest), &ticket.address),
        expires: ticket.expires.millis(),
        used: None,
    };
    ticket::Entity::insert(row.into_active_model()).exec_without_returning(at.db()).await?;
    Ok(())
}

/// A link that still holds.
pub async fn find_ticket(at: &impl Guarded, digest: &str, now: Timestamp) -> Result<Option<Ticket>, StoreError> {
    let holds = ticket::Entity::find_by_id(digest).filter(ticket::Column::Used.is_null());
    let row = holds.filter(ticket::Column::Expires.gt(now.millis())).one(at.db()).await?;
    row.map(|row| ticket(at, row)).transpose()
}

pub async fn use_ticket(db: &impl ConnectionTrait, digest: &str, now: Timestamp) -> Result<(), StoreError> {
    let update = ticket::Entity::update_many().col_expr(ticket::Column::Used, Expr::value(now.millis()));
    update.filter(ticket::Column::Digest.eq(digest)).exec(db).await?;
    Ok(())
}

/// The open links of a person, of which a new one takes the place.
pub async fn use_tickets_of(db: &impl ConnectionTrait, person: UserId, now: Timestamp) -> Result<(), StoreError> {
    let update = ticket::Entity::update_many().col_expr(ticket::Column::Used, Expr::value(now.millis()));
    update.filter(ticket::Column::Person.eq(person.to_string())).exec(db).await?;
    Ok(())
}

/// The invitations of a company that wait to be accepted.
pub async fn open_tickets(at: &impl Guarded, subject: SubjectId, now: Timestamp) -> Result<Vec<Ticket>, StoreError> {
    let open = ticket::Entity::find()
        .filter(ticket::Column::Subject.eq(subject.to_string()))
        .filter(ticket::Column::Used.is_null())
        .filter(ticket::Column::Expires.gt(now.millis()));
    let rows = open.order_by_asc(ticket::Column::Expires).all(at.db()).await?;
    rows.into_iter().map(|row| ticket(at, row)).collect()
}

const fn sent_to(digest: &str) -> Place<'_> {
    Place { table: "tickets", column: "address", row: digest }
}

fn ticket(at: &impl Guarded, row: ticket::Model) -> Result<Ticket, StoreError> {
    let kind = TicketKind::ALL.into_iter().find(|kind| kind.name() == row.kind);
    let seat = match (&row.subject, &row.seat) {
        (Some(subject), Some(seat)) => Some((
            read(subject.parse().ok(), "tickets", "subject", &row.digest)?,
            read(Seat::from_name(seat), "tickets", "seat", &row.digest)?,
        )),
        _ => None,
    };
    Ok(Ticket {
        kind: read(kind, "tickets", "kind", &row.digest)?,
        person: row.person.map(|person| read(person.parse().ok(), "tickets", "person", &row.digest)).transpose()?,
        seat,
        address: vault::open(at.vault(), sent_to(&row.digest), &row.address)?,
        expires: Timestamp::from_millis(row.expires),
        digest: row.digest,
    })
}

pub async fn one_time(db: &impl ConnectionTrait, person: UserId) -> Result<Option<OneTime>, StoreError> {
    Ok(one_time::Entity::find_by_id(person.to_string()).one(db).await?)
}

pub async fn set_one_time(db: &impl ConnectionTrait, row: OneTime) -> Result<(), StoreError> {
    let columns = [one_time::Column::Secret, one_time::Column::Step, one_time::Column::Confirmed];
    let other = OnConflict::column(one_time::Column::Person).update_columns(columns).to_owned();
    one_time::Entity::insert(row.into_active_model()).on_conflict(other).exec_without_returning(db).await?;
    Ok(())
}

/// One-time codes are asked for no more.
pub async fn drop_one_time(db: &impl ConnectionTrait, person: UserId) -> Result<(), StoreError> {
    one_time::Entity::delete_by_id(person.to_string()).exec(db).await?;
    set_recovery_codes(db, person, &[]).await
}

/// These instead of all others.
pub async fn set_recovery_codes(
    db: &impl ConnectionTrait,
    person: UserId,
    digests: &[String],
) -> Result<(), StoreError> {
    let of = recovery_code::Entity::delete_many().filter(recovery_code::Column::Person.eq(person.to_string()));
    of.exec(db).await?;
    for digest in digests {
        let row = recovery_code::Model { digest: digest.clone(), person: person.to_string() };
        recovery_code::Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    }
    Ok(())
}

pub async fn recovery_codes_left(db: &impl ConnectionTrait, person: UserId) -> Result<u64, StoreError> {
    let of = recovery_code::Entity::find().filter(recovery_code::Column::Person.eq(person.to_string()));
    Ok(of.count(db).await?)
}

/// Whether it was there; now it is not.
pub async fn take_recovery_code(db: &impl ConnectionTrait, person: UserId, digest: &str) -> Result<bool, StoreError> {
    let of = recovery_code::Entity::delete_many().filter(recovery_code::Column::Person.eq(person.to_string()));
    Ok(of.filter(recovery_code::Column::Digest.eq(digest)).exec(db).await?.rows_affected == 1)
}

pub async fn insert_passkey(db: &impl ConnectionTrait, row: Passkey) -> Result<(), StoreError> {
    passkey::Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

pub async fn passkey(db: &impl ConnectionTrait, id: &str) -> Result<Option<Passkey>, StoreError> {
    Ok(passkey::Entity::find_by_id(id).one(db).await?)
}

pub async fn passkeys_of(db: &impl ConnectionTrait, person: UserId) -> Result<Vec<Passkey>, StoreError> {
    let of = passkey::Entity::find().filter(passkey::Column::Person.eq(person.to_string()));
    Ok(of.order_by_asc(passkey::Column::Made).all(db).await?)
}

/// Its counter and when it was used.
pub async fn passkey_used(db: &impl ConnectionTrait, id: &str, body: &str, now: Timestamp) -> Result<(), StoreError> {
    let update = passkey::Entity::update_many()
        .col_expr(passkey::Column::Body, Expr::value(body))
        .col_expr(passkey::Column::Used, Expr::value(now.millis()));
    update.filter(passkey::Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

/// Whether the person had it.
pub async fn drop_passkey(db: &impl ConnectionTrait, person: UserId, id: &str) -> Result<bool, StoreError> {
    let of = passkey::Entity::delete_many().filter(passkey::Column::Person.eq(person.to_string()));
    Ok(of.filter(passkey::Column::Id.eq(id)).exec(db).await?.rows_affected == 1)
}

/// Keeps what a ceremony has asked, under a digest of the secret that its browser holds.
pub async fn begin_ceremony(
    db: &impl ConnectionTrait,
    digest: &str,
    body: &str,
    expires: Timestamp,
) -> Result<(), StoreError> {
    let row = ceremony::Model { digest: digest.to_owned(), body: body.to_owned(), expires: expires.millis() };
    ceremony::Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// What was asked; it is answered once.
pub async fn take_ceremony(
    db: &impl ConnectionTrait,
    digest: &str,
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    let row = ceremony::Entity::find_by_id(digest).one(db).await?;
    ceremony::Entity::delete_many().filter(ceremony::Column::Digest.eq(digest)).exec(db).await?;
    let over = ceremony::Entity::delete_many().filter(ceremony::Column::Expires.lte(now.millis()));
    over.exec(db).await?;
    Ok(row.filter(|row| row.expires > now.millis()).map(|row| row.body))
}
