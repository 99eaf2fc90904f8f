//! The keys of a subject: the one that it has registered, and those that it had before.

use domain::journal::Act;
use domain::rights::{Caller, Right};
use domain::{Refusal, Timestamp};
use seal::{PublicKey, Signature};
use store::bids::Bid;
use store::journal::Row;
use store::subjects::{self, Subject};
use store::{StoreError, Tx, journal};

use crate::journal::{Actor, Note};
use crate::subjects::approved;
use crate::{Error, Office};

impl Office {
    /// Registers the public key of a practice company; any other has certificates.
    ///
    /// # Errors
    /// `NotApproved`, `NotAllowed`, `NotSealed` for what is no key.
    pub async fn register_key(&self, caller: &Caller, public_key: &str) -> Result<(), Error> {
        let (_, id) = caller.bidder_who_may(Right::Manage)?;
        let key: PublicKey = public_key.parse().map_err(|_| Refusal::NotSealed)?;
        let now = self.now();
        let tx = self.0.store.write().await?;
        let subject = subjects::find(&*tx, id).await?.ok_or(Refusal::NotFound)?;
        approved(&subject, now.day())?;
        if !subject.practice {
            return Err(Refusal::NotAllowed.into());
        }
        subjects::set_public_key(&*tx, id, Some(&key.to_string())).await?;
        let code = subject.registration.code.to_string();
        let note = Note { act: Act::KeyRegistered, lot: None, subject: code, payload: &key.to_string() };
        self.note(&tx, &Actor::of(caller), now, note).await?;
        Ok(tx.commit().await?)
    }

    /// The key that signed a committed bid: another may have come into force since, and this one opens it all the same.
    ///
    /// # Errors
    /// `MovedOn` when nothing is committed, `SignatureWrong` when no key of the subject signed it.
    pub(crate) async fn key_of_bid(&self, tx: &Tx, subject: &Subject, bid: &Bid) -> Result<PublicKey, Error> {
        let (Some(manifest), Some(signature)) = (&bid.manifest, &bid.signature) else {
            return Err(Refusal::MovedOn.into());
        };
        let signature: Signature = signature.parse().map_err(|_| Refusal::SignatureWrong)?;
        let holds = |key: &PublicKey| key.verify(manifest.as_bytes(), &signature);
        if let Some(key) = key_of(subject).ok().filter(&holds) {
            return Ok(key);
        }
        let code = subject.registration.code.as_str();
        let registered = journal::about(&**tx, code, Act::KeyRegistered.name()).await?;
        Ok(signed_with(&registered, holds)?.ok_or(Refusal::SignatureWrong)?)
    }
}

/// The key that the subject has registered.
pub fn key_of(subject: &Subject) -> Result<PublicKey, Refusal> {
    subject.public_key.as_deref().and_then(|key| key.parse().ok()).ok_or(Refusal::NoKey)
}

/// The key among these under which `holds`; entries as in [`unfit`].
///
/// # Errors
/// When an entry cannot be read.
pub fn signed_with(registered: &[Row], holds: impl Fn(&PublicKey) -> bool) -> Result<Option<PublicKey>, StoreError> {
    for row in registered {
        let key = told_by(row)?;
        if holds(&key) {
            return Ok(Some(key));
        }
    }
    Ok(None)
}

/// The key that such an entry tells of.
fn told_by(row: &Row) -> Result<PublicKey, StoreError> {
    let corrupt = |_| StoreError::Corrupt { table: "journal", column: "payload", row: row.seq.to_string() };
    serde_json::from_str(&row.payload).map_err(corrupt)
}

/// Why a signature is refused that `holds` under none of the keys, or under one that is no longer the subject's.
/// `registered` are the entries of its journal that tell of keys, oldest first.
///
/// # Errors
/// When an entry cannot be read.
pub fn unfit(registered: &[Row], holds: impl Fn(&PublicKey) -> bool) -> Result<Refusal, StoreError> {
    let mut refusal = Refusal::SignatureWrong;
    for (at, row) in registered.iter().enumerate() {
        if holds(&told_by(row)?) {
            refusal = match registered.get(at + 1) {
                Some(next) => Refusal::KeyReplaced { at: Timestamp::from_millis(next.at) },
                None => Refusal::SignatureWrong,
            };
        }
    }
    Ok(refusal)
}
