//! The use cases. Each asks who is calling and whether it may, asks `domain` whether the act follows, writes its rows
//! and one journal entry in one transaction, and announces what happened.
//!
//! To add one: a function in the file of its subject that takes `&Caller` first, an act in `domain::journal`, a server
//! function in `app/src/api`, and a test through the router in `server/tests`.
//!
//! Two kinds of failure: a [`Refusal`] is for the person; everything else is for the operator and reaches the
//! person only as `Refusal::Trouble`.

mod account;
mod attach;
mod away;
mod bids;
mod bundle;
mod ca;
mod certificates;
mod clamd;
mod commit;
mod credit;
pub mod demo;
mod desk;
mod device;
pub mod divisions;
mod draw;
mod facts;
mod filing;
mod floor;
mod help;
mod journal;
mod keys;
mod looks;
mod lots;
mod notices;
mod opened;
mod opening;
mod outside;
mod papers_in;
mod personal_keys;
mod pieces;
mod postpone;
pub mod practice;
mod quote;
mod record;
mod reels;
mod rehearsal;
mod remind;
mod restore;
mod reviewing;
mod robot;
mod room;
mod seals;
mod subject_book;
mod subject_list;
mod subjects;
mod sweep;
mod time_and_chance;
mod together;

mod colleagues;
mod letters;
mod my_account;
mod one_time;
mod passkeys;
mod sessions;
mod throttle;

use std::sync::Arc;

use domain::stage::IllegalStep;
use domain::{LotId, Refusal, Timestamp};
use seal::{PublicKey, SecretKey};
use store::{Blobs, Store, StoreError};
use tokio::sync::broadcast;

pub use account::{Cost, Typed};
pub use ca::Ca;
pub use certificates::Knock;
pub use filing::Filing;
pub use help::HelpBook;
pub use passkeys::Ceremony;
pub use personal_keys::{KeysFault, PersonalKeys};
pub use pieces::{TOGETHER, in_a_row};
pub use practice::Started;
pub use record::{Press, Printed};
pub use reels::Place;
pub use sessions::SessionCookie;
pub use time_and_chance::{Chance, Clock, ManualClock};

use crate::desk::Desk;
use crate::record::Turn;

/// The use cases, what they need, the desk at which commits queue, and the turn at the press. Cheap to clone.
#[derive(Clone)]
pub struct Office(Arc<House>, Arc<Desk>, Arc<Turn>);

/// What is given to the office when it opens.
pub struct House {
    pub store: Store,
    pub blobs: Blobs,
    pub clock: Arc<dyn Clock>,
    pub chance: Chance,
    /// Signs receipts and records.
    pub platform: SecretKey,
    /// Issues the certificates of companies.
    pub ca: Ca,
    /// Prints records; without one there is only their page.
    pub press: Option<Arc<dyn Press>>,
    /// Most bytes that the bids of one company may hold before their openings.
    pub quota: u64,
    /// Most bytes that the broadcasts of one lot may hold.
    pub footage: u64,
    /// Where people reach the portal, for the links in letters: scheme and host, without a slash at the end.
    pub origin: String,
    /// What a password costs to check.
    pub cost: Cost,
    /// How the registrars' desk is kept.
    pub filing: Filing,
    /// Names lots in whose rooms something happened. Only a wake-up: the journal is the truth.
    pub bell: broadcast::Sender<LotId>,
}

impl Office {
    #[must_use]
    pub fn new(house: House) -> Self {
        Self(Arc::new(house), Arc::default(), Arc::default())
    }

    /// The server's clock, the only one that counts.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// The key that receipts and records are signed with.
    #[must_use]
    pub fn platform_key(&self) -> PublicKey {
        self.0.platform.public_key()
    }

    /// Rings whenever something happened in a room. A listener that missed rings reads the journal.
    #[must_use]
    pub fn bell(&self) -> broadcast::Receiver<LotId> {
        self.0.bell.subscribe()
    }

    /// The same house with another clock, to play an opening in the past.
    fn at(&self, clock: Arc<dyn Clock>) -> Self {
        let House { store, blobs, chance, platform, ca, press, quota, footage, origin, cost, filing, bell, .. } =
            &*self.0;
        Self::new(House {
            store: store.clone(),
            blobs: blobs.clone(),
            clock,
            chance: chance.clone(),
            platform: platform.clone(),
            ca: ca.clone(),
            press: press.clone(),
            quota: *quota,
            footage: *footage,
            origin: origin.clone(),
            cost: cost.clone(),
            filing: filing.clone(),
            bell: bell.clone(),
        })
    }

    /// Wakes those who follow a room, here and on other nodes.
    async fn ring(&self, lot: LotId) {
        // Nobody listening is no failure.
        let _ = self.0.bell.send(lot);
        if let Err(error) = self.0.store.ring(lot).await {
            tracing::error!(%error, "other nodes could not be woken");
        }
    }

    /// Passes on the rings of other nodes, for as long as the database answers; on SQLite there are none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn hear_others(&self) -> Result<(), Error> {
        let Some(mut others) = self.0.store.bell().await? else { return Ok(()) };
        loop {
            let lot = others.hear().await?;
            let _ = self.0.bell.send(lot);
        }
    }
}

/// Two messages an error: a refusal for the person, the rest for the operator.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The journal of a room does not draw a picture: it was changed from outside.
    #[error("the journal of a room is broken: {0}")]
    BrokenRoom(#[from] IllegalStep),
    #[error("{0}")]
    Internal(String),
}

impl Error {
    pub(crate) fn internal(error: impl std::fmt::Display) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<Error> for Refusal {
    /// Tells the operator's part to the log and keeps it from the person.
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => refusal,
            trouble => {
                tracing::error!(error = %trouble, "a use case failed");
                Self::Trouble
            }
        }
    }
}
