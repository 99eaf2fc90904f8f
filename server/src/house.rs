//! Opens the house (data folder, database, sealed files, the platform's key) and keeps it going: the machine's clock,
//! and what happens without anybody asking.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use domain::Timestamp;
use office::{Chance, Clock, Cost, House, Office};
use seal::SecretKey;
use store::{Blobs, Store};
use tokio::sync::broadcast;
use tokio::time::{MissedTickBehavior, interval};

/// Rings that a slow listener may fall behind; it then reads the journal.
const RINGS: usize = 1024;

/// # Errors
/// When the folder, the database or the key is not to be had.
pub async fn open(data: &Path, database: Option<&str>) -> anyhow::Result<Office> {
    fs::create_dir_all(data).with_context(|| format!("making {}", data.display()))?;
    let sqlite = format!("sqlite:{}?mode=rwc", data.join("kaibiao.db").display());
    let store = Store::connect(database.unwrap_or(&sqlite)).await.context("opening the database")?;
    let chance = Chance::from_seed(seed()?);
    let platform = platform_key(&data.join("platform.key"), &chance)?;
    Ok(Office::new(House {
        store,
        blobs: Blobs::local(&data.join("sealed"))?,
        clock: Arc::new(SystemClock),
        chance,
        platform,
        cost: Cost::SERVICE,
        bell: broadcast::channel(RINGS).0,
    }))
}

fn seed() -> anyhow::Result<[u8; 32]> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    Ok(seed)
}

/// The key that signs receipts: made at the first start, readable by its owner alone.
fn platform_key(path: &Path, chance: &Chance) -> anyhow::Result<SecretKey> {
    if path.exists() {
        let text = zeroize::Zeroizing::new(fs::read_to_string(path)?);
        let mut bytes = zeroize::Zeroizing::new([0; 32]);
        hex::decode_to_slice(text.trim(), &mut *bytes).with_context(|| format!("reading {}", path.display()))?;
        return SecretKey::from_bytes(&bytes).map_err(|_| anyhow::anyhow!("{} is no key", path.display()));
    }
    let key = SecretKey::generate(&mut chance.fork());
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(zeroize::Zeroizing::new(hex::encode(*key.to_bytes())).as_bytes())?;
    file.sync_all()?;
    Ok(key)
}

/// The machine's clock: the only place that asks for the time.
struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else is given")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A deadline is noted at most this long after it passed. Whether a bid was in time does not depend on it.
const TICK: Duration = Duration::from_millis(250);
const PLAY: Duration = Duration::from_secs(1);

/// What happens without anybody asking: the clock moves openings on, practice openings are played.
pub fn keep_going(office: &Office) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_platform_keeps_its_key_over_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("platform.key");
        let first = platform_key(&path, &Chance::from_seed([1; 32])).unwrap();
        let second = platform_key(&path, &Chance::from_seed([2; 32])).unwrap();
        assert_eq!(first.public_key().to_string(), second.public_key().to_string());
    }
}
