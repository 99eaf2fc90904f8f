//! Appending to the journal: every use case does it once, in the transaction of its rows.

use domain::journal::Act;
use domain::rights::Person;
use domain::room::{Entry, Event, Room};
use domain::{Caller, LotId, Timestamp};
use ledger::{EntryFacts, Salt};
use seal::Digest;
use serde::Serialize;
use store::{Tx, journal, lots};

use crate::{Error, Office};

/// One entry to be.
pub struct Note<'a, P> {
    pub act: Act,
    pub lot: Option<LotId>,
    /// What the act was done to: an id or a credit code.
    pub subject: String,
    pub payload: &'a P,
}

/// An entry's place and commitment, for the receipt.
pub struct Written {
    pub seq: u64,
    pub commitment: Digest,
}

/// Who acted: a person, a visitor, or the house's clock.
pub struct Actor<'a> {
    pub name: String,
    pub address: &'a str,
}

impl<'a> Actor<'a> {
    pub fn of(caller: &'a Caller) -> Self {
        let name = caller.person.as_ref().map_or_else(|| "visitor".to_owned(), |Person { user, .. }| user.to_string());
        Self { name, address: &caller.address }
    }

    pub fn clock() -> Self {
        Self { name: "clock".to_owned(), address: "" }
    }
}

impl Office {
    pub(crate) async fn note<P: Serialize>(
        &self,
        tx: &Tx,
        actor: &Actor<'_>,
        now: Timestamp,
        note: Note<'_, P>,
    ) -> Result<Written, Error> {
        self.write(tx, actor, now, note, None).await
    }

    /// Appends an event of a room and gives the picture after it. The lot's row follows the stage.
    pub(crate) async fn happen(
        &self,
        tx: &Tx,
        actor: &Actor<'_>,
        lot: LotId,
        room: Room,
        now: Timestamp,
        event: Event,
    ) -> Result<Room, Error> {
        let seq = room.seq + 1;
        let before = room.stage.name();
        let note = Note { act: Act::RoomEvent, lot: Some(lot), subject: lot.to_string(), payload: &event };
        self.write(tx, actor, now, note, Some(seq)).await?;
        let room = room.apply(&Entry { seq, at: now, event })?;
        if room.stage.name() != before {
            lots::set_stage(&**tx, lot, room.stage.name()).await?;
        }
        Ok(room)
    }

    async fn write<P: Serialize>(
        &self,
        tx: &Tx,
        actor: &Actor<'_>,
        now: Timestamp,
        note: Note<'_, P>,
        room_seq: Option<u64>,
    ) -> Result<Written, Error> {
        let seq = journal::next_seq(tx).await?;
        let payload = serde_json::to_string(note.payload).map_err(Error::internal)?;
        let salt = Salt::generate(&mut self.0.chance.fork());
        let facts = EntryFacts {
            seq,
            at: now.millis(),
            actor: &actor.name,
            address: actor.address,
            act: note.act.name(),
            subject: &note.subject,
            payload: &payload,
        };
        let commitment = ledger::commit(&facts, &salt);
        let row = journal::Row {
            seq: i64::try_from(seq).map_err(Error::internal)?,
            at: now.millis(),
            lot: note.lot.map(|lot| lot.to_string()),
            room_seq: room_seq.map(i64::try_from).transpose().map_err(Error::internal)?,
            actor: actor.name.clone(),
            address: actor.address.to_owned(),
            act: note.act.name().to_owned(),
            subject: note.subject,
            payload,
            salt: hex::encode(salt.0),
            commitment: commitment.to_string(),
        };
        journal::append(tx, row).await?;
        Ok(Written { seq, commitment })
    }
}
