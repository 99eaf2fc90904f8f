//! What companies hand in: looked at, kept, shown to the company and to registrars.

use bytes::Bytes;
use domain::journal::Act;
use domain::rights::{Caller, Person, Right};
use domain::subject::attachment::{Attachment, AttachmentFault, LARGEST, MOST, Sent};
use domain::subject::item::Item;
use domain::{Refusal, Role};
use seal::Digest;
use serde::Serialize;
use store::{Tx, attachments};

use crate::journal::{Actor, Note};
use crate::{Error, Office, clamd, papers_in};

/// Longest name of a file that is kept.
const LONGEST_NAME: usize = 100;

/// Files that come under another key in one turn.
const RESEALED: u64 = 20;

/// What the journal keeps of a file.
#[derive(Serialize)]
struct Received<'a> {
    id: &'a str,
    item: Item,
    size: u64,
    digest: &'a str,
}

/// Whose drafts and files a person works on: the company's, or its own before there is one.
pub(crate) fn owner(caller: &Caller) -> Result<(&Person, String), Refusal> {
    let person = caller.with_role(Role::Bidder)?;
    let owner = person.subject.map_or_else(|| person.user.to_string(), |subject| subject.to_string());
    Ok((person, owner))
}

impl Office {
    /// Takes a scan into the caller's draft.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed`, and `MovedOn` while a case is at the desk. What is wrong with the file is no error.
    pub async fn attach(&self, caller: &Caller, item: Item, name: &str, bytes: Bytes) -> Result<Sent, Error> {
        let (person, owner) = owner(caller)?;
        if person.subject.is_some() {
            caller.bidder_who_may(Right::Manage)?;
        }
        let refused = |fault| Ok(Sent::Refused(fault));
        if bytes.len() as u64 > LARGEST {
            return refused(AttachmentFault::TooLarge { most: LARGEST });
        }
        let scanner = self.0.filing.scanner.as_deref();
        if let Some(address) = scanner
            && let Err(fault) = clamd::look(address, &bytes).await
        {
            return refused(fault);
        }
        let looked_at = tokio::task::spawn_blocking(move || papers_in::cleaned(bytes.into())).await;
        let (kept, media) = match looked_at.map_err(Error::internal)? {
            Ok(kept) => kept,
            Err(fault) => return refused(fault),
        };
        let now = self.now();
        let attachment = Attachment {
            id: domain::RecordId::new(now, self.0.chance.bits()).to_string(),
            item,
            name: name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect(),
            media: media.to_owned(),
            size: kept.len() as u64,
            digest: Digest::of(&kept).to_string(),
            at: now,
            scanned: scanner.is_some(),
        };
        // First the bytes: a file that no row knows harms nobody.
        attachments::put_bytes(&self.0.store, &self.0.blobs, &attachment.id, &kept).await?;
        let tx = self.0.store.write().await?;
        self.may_edit(&tx, caller).await?;
        if attachments::count(&*tx, &owner).await? >= u64::from(MOST) {
            return refused(AttachmentFault::TooMany { most: MOST });
        }
        attachments::insert(&tx, &owner, &attachment).await?;
        let Attachment { id, size, digest, .. } = &attachment;
        let note = Received { id, item, size: *size, digest };
        let note = Note { act: Act::AttachmentReceived, lot: None, subject: owner, payload: &note };
        self.note(&tx, &Actor::of(caller), now, note).await?;
        tx.commit().await?;
        Ok(Sent::Taken(attachment))
    }

    /// Takes a scan out of the caller's draft.
    ///
    /// # Errors
    /// `NotFound` for one of somebody else, `MovedOn` while a case is at the desk.
    pub async fn detach(&self, caller: &Caller, id: &str) -> Result<(), Error> {
        let (_, owner) = owner(caller)?;
        let tx = self.0.store.write().await?;
        self.may_edit(&tx, caller).await?;
        attachments::find(&*tx, id).await?.filter(|(of, _)| *of == owner).ok_or(Refusal::NotFound)?;
        attachments::drop_from_draft(&*tx, id).await?;
        Ok(tx.commit().await?)
    }

    /// A file and its bytes, for its company and for registrars, whose look at a person is noted. To others it is not there.
    ///
    /// # Errors
    /// `SignInFirst`, `NotFound`.
    pub async fn attachment(&self, caller: &Caller, id: &str) -> Result<(Attachment, Bytes), Error> {
        let person = caller.person()?;
        let (of, attachment) = attachments::find(self.0.store.read(), id).await?.ok_or(Refusal::NotFound)?;
        if person.role != Role::Registrar && owner(caller).ok().is_none_or(|(_, owner)| owner != of) {
            return Err(Refusal::NotFound.into());
        }
        let bytes = attachments::bytes(&self.0.store, &self.0.blobs, id).await?.ok_or(Refusal::NotFound)?;
        if Digest::of(&bytes).to_string() != attachment.digest {
            return Err(Error::Internal(format!("attachment {id} is not what was received")));
        }
        if person.role == Role::Registrar && attachment.item.shows_a_person() {
            self.note_scan_look(caller, &of, &attachment).await?;
        }
        Ok((attachment, bytes.into()))
    }

    /// Some files of older releases, or under an older key, come under the first one. Returns how many.
    ///
    /// # Errors
    /// When the store does not answer, or a file does not open.
    pub async fn reseal_files(&self) -> Result<usize, Error> {
        let files = attachments::reseal(&self.0.store, &self.0.blobs, RESEALED).await?;
        if files > 0 {
            self.0.store.forget_keys().await?;
        }
        Ok(files)
    }

    /// # Errors
    /// `NotAllowed` unless the caller manages its company, `MovedOn` while a case of it is at the desk.
    pub(crate) async fn may_edit(&self, tx: &Tx, caller: &Caller) -> Result<(), Error> {
        if caller.person()?.subject.is_none() {
            return Ok(());
        }
        let (_, subject) = caller.bidder_who_may(Right::Manage)?;
        let case = store::cases::newest_of(tx, subject).await?;
        if case.is_some_and(|case| case.state.is_open()) { Err(Refusal::MovedOn.into()) } else { Ok(()) }
    }
}
