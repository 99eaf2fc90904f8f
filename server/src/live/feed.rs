//! A room as everybody is told of it: its entries, each made ready to be sent once, and its calls for help.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, Weak};
use std::time::Duration;

use domain::room::{Entry, Event};
use domain::{LotId, Timestamp};
use office::{HelpBook, Office};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::time::{sleep, timeout};

use super::frame::Frame;
use super::line::Line;
use super::rounds::Rounds;

/// A bell that another node did not hear, or that rang while the database was away, is made good after this time.
const LOOK: Duration = Duration::from_secs(5);

/// Between two looks: acts that follow one another more closely are told together.
const GATHER: Duration = Duration::from_millis(10);

/// There while somebody follows the room.
pub struct Feed {
    office: Office,
    lot: LotId,
    told: RwLock<Told>,
    rounds: Rounds,
}

pub struct Told {
    /// An entry each, in order and without a gap: that of entry n stands at n - 1.
    pub frames: Vec<Frame>,
    pub helps: Arc<HelpBook>,
}

impl Feed {
    /// # Errors
    /// `NotFound`, or when the database does not answer.
    pub async fn open(office: Office, lot: LotId) -> Result<Arc<Self>, office::Error> {
        // Heard before the first look, so that nothing falls between.
        let bell = office.bell();
        let helps = Arc::new(office.help_book(lot).await?);
        let told = RwLock::new(Told { frames: Vec::new(), helps });
        let feed = Arc::new(Self { office, lot, told, rounds: Rounds::begin() });
        feed.look().await?;
        tokio::spawn(keep(Arc::downgrade(&feed), bell, lot));
        Ok(feed)
    }

    /// What was told so far.
    pub fn told(&self) -> RwLockReadGuard<'_, Told> {
        self.told.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on this line is told as all others are, whenever more is.
    pub fn join(&self, line: Line) {
        self.rounds.join(line);
    }

    pub fn now(&self) -> Timestamp {
        self.office.now()
    }

    /// Reads what is new, and tells it.
    async fn look(&self) -> Result<(), office::Error> {
        let mut known = self.told().frames.len();
        let mut entries = self.office.room_after(self.lot, known as u64).await?;
        if known > 0 && entries.iter().any(|entry| matches!(entry.event, Event::Hidden { .. })) {
            // Whoever comes from now on is told nothing of what was hidden: all is made ready anew.
            known = 0;
            entries = self.office.room_after(self.lot, 0).await?;
        }
        let helps = self.office.help_book(self.lot).await?;
        let fresh: Vec<Frame> = (known as u64 + 1..)
            .zip(&entries)
            .map_while(|(seq, entry)| frame(entry).filter(|_| entry.seq == seq))
            .collect();
        if fresh.len() < entries.len() {
            tracing::error!(lot = %self.lot, "the journal of a room has a gap after entry {}", known + fresh.len());
        }
        let helped = *self.told().helps != helps;
        if helped || !fresh.is_empty() {
            self.add(known, fresh, helped.then(|| helps.into()));
            self.rounds.tell();
        }
        Ok(())
    }

    fn add(&self, known: usize, fresh: Vec<Frame>, helps: Option<Arc<HelpBook>>) {
        let mut told = self.told.write().unwrap_or_else(PoisonError::into_inner);
        told.frames.truncate(known);
        told.frames.extend(fresh);
        told.helps = helps.unwrap_or_else(|| Arc::clone(&told.helps));
    }
}

/// Looks whenever the room's bell rings, until nobody follows it.
async fn keep(feed: Weak<Feed>, mut bell: Receiver<LotId>, lot: LotId) {
    loop {
        match timeout(LOOK, bell.recv()).await {
            Ok(Ok(other)) if other != lot => continue,
            Ok(Err(RecvError::Closed)) => return,
            Ok(Ok(_) | Err(RecvError::Lagged(_))) | Err(_) => {}
        }
        let Some(feed) = feed.upgrade() else { return };
        if let Err(error) = feed.look().await {
            tracing::error!(%error, %lot, "a room could not be read");
        }
        drop(feed);
        sleep(GATHER).await;
    }
}

fn frame(entry: &Entry) -> Option<Frame> {
    let json = serde_json::to_string(entry).ok()?;
    Some(Frame::new(&format!("id: {}\ndata: {json}\n\n", entry.seq)))
}
