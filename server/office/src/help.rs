//! Calls for help in the decrypt window. They stand in the journal, but are no events of the room: only the host, the
//! supervisor and the bidder itself are ever sent them.

use domain::help::{Contact, Help, HelpCall, HelpReason};
use domain::journal::Act;
use domain::rights::{Caller, Host};
use domain::{LotId, Refusal, Role, SubjectId, Timestamp};
use store::journal::{self, Row};
use store::lots::Lot;
use store::{StoreError, Tx, bids, cases};

use crate::journal::{Actor, Note};
use crate::{Error, Office};

const ACTS: [&str; 2] = [Act::HelpCalled.name(), Act::HelpAnswered.name()];

impl Office {
    /// A bidder calls for help; host and supervisor see it at once.
    ///
    /// # Errors
    /// Why it may not call now; `Invalid` for the words.
    pub async fn call_for_help(
        &self,
        caller: &Caller,
        lot: LotId,
        reason: HelpReason,
        words: &str,
    ) -> Result<(), Error> {
        let (tx, room, bid, now) = self.seat(caller, lot).await?;
        let calls = self.help_calls(&tx, lot).await?;
        let waits = calls.iter().any(|help| help.call.bid == bid.id && help.answered.is_none());
        room.bidder_may_call_for_help(bid.id, waits)?;
        let call = HelpCall::new(bid.id, reason, words)?;
        let note = Note { act: Act::HelpCalled, lot: Some(lot), subject: bid.id.to_string(), payload: &call };
        self.note(&tx, &Actor::of(caller), now, note).await?;
        tx.commit().await?;
        self.ring(lot).await;
        Ok(())
    }

    /// The host notes that a call was dealt with.
    ///
    /// # Errors
    /// `NotAllowed` for anybody else, `NotFound`, `AlreadyDone`.
    pub async fn answer_help(&self, caller: &Caller, lot: LotId, call: u64) -> Result<(), Error> {
        caller.host_of(self.find_lot(lot).await?.host)?;
        let tx = self.0.store.write().await?;
        let calls = self.help_calls(&tx, lot).await?;
        let found = calls.into_iter().find(|help| help.id == call).ok_or(Refusal::NotFound)?;
        if found.answered.is_some() {
            return Err(Refusal::AlreadyDone.into());
        }
        let note = Note { act: Act::HelpAnswered, lot: Some(lot), subject: found.call.bid.to_string(), payload: &call };
        self.note(&tx, &Actor::of(caller), self.now(), note).await?;
        tx.commit().await?;
        self.ring(lot).await;
        Ok(())
    }

    /// The calls that the caller may know of, see [`HelpBook::seen_by`].
    ///
    /// # Errors
    /// `NotFound`, for whoever is signed in.
    pub async fn helps(&self, caller: &Caller, lot: LotId) -> Result<Vec<Help>, Error> {
        if caller.person.is_none() {
            return Ok(Vec::new());
        }
        Ok(self.help_book(lot).await?.seen_by(caller))
    }

    /// Every call of a room, in a transaction.
    pub(crate) async fn help_calls(&self, tx: &Tx, lot: LotId) -> Result<Vec<Help>, Error> {
        calls(journal::beside(&**tx, lot, &ACTS).await?)
    }

    /// Every call of a room, read once for all who follow it.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn help_book(&self, lot: LotId) -> Result<HelpBook, Error> {
        let db = self.0.store.read();
        let Lot { host, .. } = self.find_lot(lot).await?;
        let mut all = Vec::new();
        for mut help in calls(journal::beside(db, lot, &ACTS).await?)? {
            let Some(bid) = bids::find(db, help.call.bid).await? else { continue };
            let form = cases::dossier(&self.0.store, bid.subject).await?.map(|dossier| dossier.form);
            let first = form.and_then(|form| form.masked().contacts.into_iter().next());
            help.contact = first.map(|contact| Contact { name: contact.name, phone: contact.phone });
            all.push((bid.subject, help));
        }
        Ok(HelpBook { host, all })
    }
}

/// The calls for help of a room.
#[derive(Debug, PartialEq, Eq)]
pub struct HelpBook {
    host: Host,
    /// Each with the company that called and whom to ring up there.
    all: Vec<(SubjectId, Help)>,
}

impl HelpBook {
    /// The host's own openings with whom to ring up, all for a supervisor, its own for a bidder, none for anybody else.
    #[must_use]
    pub fn seen_by(&self, caller: &Caller) -> Vec<Help> {
        let all = self.all.iter();
        if caller.host_of(self.host).is_ok() {
            return all.map(|(_, help)| help.clone()).collect();
        }
        let supervises = caller.with_role(Role::Supervisor).is_ok();
        let mine = caller.bidder().ok().map(|(_, subject)| subject);
        let seen = all.filter(|(subject, _)| supervises || mine == Some(*subject));
        seen.map(|(_, help)| Help { contact: None, ..help.clone() }).collect()
    }
}

/// The calls that the journal tells of, oldest first, without contacts.
fn calls(rows: Vec<Row>) -> Result<Vec<Help>, Error> {
    let mut all: Vec<Help> = Vec::new();
    for row in rows {
        let corrupt = |_| StoreError::Corrupt { table: "journal", column: "payload", row: row.seq.to_string() };
        let at = Timestamp::from_millis(row.at);
        if row.act == Act::HelpCalled.name() {
            let call = serde_json::from_str(&row.payload).map_err(corrupt)?;
            all.push(Help { id: row.seq.unsigned_abs(), at, call, contact: None, answered: None });
        } else {
            let answered: u64 = serde_json::from_str(&row.payload).map_err(corrupt)?;
            all.iter_mut().filter(|help| help.id == answered).for_each(|help| help.answered = Some(at));
        }
    }
    Ok(all)
}
