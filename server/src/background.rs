//! What happens without anybody asking: the clock moves openings on, practice openings are played.

use std::time::Duration;

use office::Office;
use tokio::time::{MissedTickBehavior, interval};

/// A deadline is noted at most this long after it passed. Whether a bid was in time does not depend on it.
const TICK: Duration = Duration::from_millis(250);
const PLAY: Duration = Duration::from_secs(1);

pub fn start(office: &Office) {
    let clock = office.clone();
    tokio::spawn(async move {
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if let Err(error) = clock.tick().await {
                tracing::error!(%error, "the clock could not look at the openings");
            }
        }
    });
    let players = office.clone();
    tokio::spawn(async move {
        let mut turns = interval(PLAY);
        turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            turns.tick().await;
            if let Err(error) = players.play().await {
                tracing::error!(%error, "practice openings could not be played");
            }
        }
    });
}
