//! Reels that somebody watches live: looked after once for all who watch, and each segment read once for them.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use axum::body::Bytes;
use domain::LotId;
use domain::broadcast::Reel;
use office::{Office, Place};
use tokio::sync::{OnceCell, watch};
use tokio::time::{sleep, timeout};

/// How often it is looked whether a segment has come, to this node or to another.
const LOOK: Duration = Duration::from_millis(200);

/// How long a segment is waited for: less than the time after which a page is given up ([`crate::patience`]).
const WAIT: Duration = Duration::from_secs(8);

/// So many segments are at hand: those that who watches live asks for, a little behind or not.
const AT_HAND: usize = 16;

/// The reels that are watched. Cheap to clone.
#[derive(Clone)]
pub struct Screens {
    office: Office,
    all: Arc<Mutex<Watched>>,
}

/// By lot and number.
type Watched = HashMap<(LotId, u32), Weak<Screen>>;

/// There while somebody waits at it.
struct Screen {
    office: Office,
    lot: LotId,
    reel: watch::Sender<Reel>,
    at_hand: Mutex<VecDeque<(u32, Frame)>>,
}

/// A segment that the first who wants it reads for all.
type Frame = Arc<OnceCell<Option<Bytes>>>;

impl Screens {
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office, all: Arc::default() }
    }

    /// How a reel that is watched stood at the last look.
    pub fn known(&self, lot: LotId, reel: u32) -> Option<Reel> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&(lot, reel)).and_then(Weak::upgrade).map(|screen| screen.reel.borrow().clone())
    }

    /// The segment, when it has come; `None` when it did not come in time.
    ///
    /// # Errors
    /// `NotFound`, or when the store does not answer.
    pub async fn wait(&self, place: Place) -> Result<Option<Bytes>, office::Error> {
        let screen = self.screen(place).await?;
        let mut reel = screen.reel.subscribe();
        let there = |reel: &Reel| reel.segments > place.number || reel.ended.is_some();
        // Nobody else tells of the end: the screen is held here.
        if !matches!(timeout(WAIT, reel.wait_for(there)).await, Ok(Ok(_))) {
            return Ok(None);
        }
        screen.frame(place).await
    }

    async fn screen(&self, place: Place) -> Result<Arc<Screen>, office::Error> {
        let key = (place.lot, place.reel);
        let found = |all: &Watched| all.get(&key).and_then(Weak::upgrade);
        if let Some(screen) = found(&self.all.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(screen);
        }
        let reel = self.office.reel(place.lot, place.reel).await?;
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        // Somebody else may have asked meanwhile.
        if let Some(screen) = found(&all) {
            return Ok(screen);
        }
        let screen = Arc::new(Screen {
            office: self.office.clone(),
            lot: place.lot,
            reel: watch::channel(reel).0,
            at_hand: Mutex::default(),
        });
        all.retain(|_, screen| screen.strong_count() > 0);
        all.insert(key, Arc::downgrade(&screen));
        tokio::spawn(keep(Arc::downgrade(&screen)));
        Ok(screen)
    }
}

impl Screen {
    async fn frame(&self, place: Place) -> Result<Option<Bytes>, office::Error> {
        let cell = {
            let mut at_hand = self.at_hand.lock().unwrap_or_else(PoisonError::into_inner);
            match at_hand.iter().find(|(number, _)| *number == place.number) {
                Some((_, cell)) => Arc::clone(cell),
                None => {
                    let cell = Frame::default();
                    at_hand.push_back((place.number, Arc::clone(&cell)));
                    if at_hand.len() > AT_HAND {
                        at_hand.pop_front();
                    }
                    cell
                }
            }
        };
        Ok(cell.get_or_try_init(|| self.office.footage(place)).await?.clone())
    }
}

/// Looks again and again, until nobody waits any more. Between two requests of one who watches alone the screen goes, and
/// comes again with the next: that costs a look.
async fn keep(screen: Weak<Screen>) {
    loop {
        sleep(LOOK).await;
        let Some(screen) = screen.upgrade() else { return };
        let number = screen.reel.borrow().number;
        match screen.office.reel(screen.lot, number).await {
            Ok(reel) => {
                screen.reel.send_if_modified(|known| {
                    let changed = *known != reel;
                    *known = reel;
                    changed
                });
            }
            Err(error) => tracing::error!(%error, lot = %screen.lot, "a reel could not be looked at"),
        }
    }
}
