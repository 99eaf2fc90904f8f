//! Opens the house (data folder, database, sealed files, the platform's key) and keeps it going: the machine's clock,
//! and what happens without anybody asking.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{env, fs};

use anyhow::Context;
use cert::{Authority, CERTIFICATE, from_text};
use domain::Timestamp;
use domain::broadcast::MOST_BYTES;
use office::{Ca, Chance, Clock, Cost, Filing, House, Office};
use seal::SecretKey;
use store::{Blobs, Store};
use tokio::sync::broadcast;
use tokio::time::{MissedTickBehavior, interval};

use crate::{ca, papers, personal};

/// Rings that a slow listener may fall behind; it then reads the journal.
const RINGS: usize = 1024;

/// Where everything is kept.
pub struct Places<'a> {
    /// The platform's key, and what has no place of its own.
    pub data: &'a Path,
    /// `postgres://…`; else SQLite in the data folder.
    pub database: Option<&'a str>,
    /// `s3://BUCKET/PREFIX`; else a folder in the data folder.
    pub blobs: Option<&'a str>,
    /// Fonts to print records in; else Debian's.
    pub fonts: Option<&'a Path>,
    /// Most bytes that the bids of one company may hold before their openings.
    pub quota: u64,
    /// How the registrars' desk is kept.
    pub filing: Filing,
    /// Where people reach the portal: for the links in letters, and certificates say there where to ask for what was revoked.
    pub origin: String,
    /// Certificates of other authorities that the centre trusts.
    pub roots: Option<&'a Path>,
    /// Keys under which personal entries lie; else a file in the data folder.
    pub personal_keys: Option<&'a Path>,
}

/// # Errors
/// When the folder, the database, the bucket or the key is not to be had.
pub async fn open(places: Places<'_>) -> anyhow::Result<Office> {
    let Places { data, database, blobs, fonts, quota, filing, origin, roots, personal_keys } = places;
    fs::create_dir_all(data).with_context(|| format!("making {}", data.display()))?;
    let sqlite = format!("sqlite:{}?mode=rwc", data.join("kaibiao.db").display());
    let chance = Chance::from_seed(seed()?);
    let keys = personal::keys(data, personal_keys, &chance)?;
    let store = Store::connect(database.unwrap_or(&sqlite), Arc::new(keys)).await;
    let store = store.map_err(|error| personal::told(error, data, personal_keys))?;
    tracing::info!("durability: {}", store.durability().await?);
    let blobs = match blobs {
        None => Blobs::local(&data.join("sealed"))?,
        Some(bucket) => {
            Blobs::s3(bucket, env::vars(), data.join("arriving")).await.with_context(|| format!("opening {bucket}"))?
        }
    };
    let platform = key_at(&data.join("platform.key"), &chance)?;
    let ca = authority(data, &origin, &chance)?;
    let ca = Ca { roots: trusted(roots)?, ..ca };
    Ok(Office::new(House {
        store,
        blobs,
        clock: Arc::new(SystemClock),
        chance,
        platform,
        ca,
        press: papers::press(fonts),
        quota,
        footage: MOST_BYTES,
        origin,
        cost: Cost::SERVICE,
        filing,
        bell: broadcast::channel(RINGS).0,
    }))
}

fn seed() -> anyhow::Result<[u8; 32]> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    Ok(seed)
}

/// The centre's authority: its key and its certificate, both made at the first start.
fn authority(data: &Path, origin: &str, chance: &Chance) -> anyhow::Result<Ca> {
    let key = key_at(&data.join("ca.key"), chance)?;
    let (path, list) = (data.join("ca.cer"), format!("{}{}", origin, ca::LIST));
    if path.exists() {
        let authority = Authority::parse(&fs::read(&path)?).with_context(|| format!("reading {}", path.display()))?;
        anyhow::ensure!(authority.certificate().public_key() == key.public_key(), "ca.key is not the key of ca.cer");
        return Ok(Ca { authority, key, roots: Vec::new(), lists: Arc::default(), list });
    }
    let ca = Ca::found(key, SystemClock.now(), list, chance)?;
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&path)?;
    file.write_all(ca.authority.certificate().to_der())?;
    file.sync_all()?;
    Ok(ca)
}

/// Every certificate in the folder, in PEM or DER, must be an authority's.
fn trusted(folder: Option<&Path>) -> anyhow::Result<Vec<Authority>> {
    let Some(folder) = folder else { return Ok(Vec::new()) };
    let files = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    files
        .map(|file| {
            let path = file?.path();
            let read = from_text(CERTIFICATE, &fs::read(&path)?).and_then(|bytes| Authority::parse(&bytes));
            read.with_context(|| format!("{} is no authority's certificate", path.display()))
        })
        .collect()
}

/// A key of the house, as the one that signs receipts and records: made at the first start, readable by its owner alone.
fn key_at(path: &Path, chance: &Chance) -> anyhow::Result<SecretKey> {
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
/// Half of what may lie between two beats.
const BEAT: Duration = Duration::from_secs(1);
const PLAY: Duration = Duration::from_secs(1);
/// A case that was sent is asked about at most so long after.
const ASK: Duration = Duration::from_secs(10);
/// Some files of an older release or under an older key.
const RESEAL: Duration = Duration::from_secs(10);
const SWEEP: Duration = Duration::from_hours(1);
const REMIND: Duration = Duration::from_mins(1);

/// What happens without anybody asking: the clock moves openings on, practice openings are played, and what nobody
/// needs any more is swept out.
pub fn keep_going(office: &Office) {
    // Beside the tick, which a long look at files would hold up: that is no absence.
    every(BEAT, office, "the server could not note that it is there", |office| async move { office.beat().await });
    every(TICK, office, "the clock could not look at the openings", |office| async move { office.tick().await });
    every(BEAT, office, "the seals could not be checked", |office| async move { office.check_seals().await });
    every(BEAT, office, "other nodes could not be heard", |office| async move { office.hear_others().await });
    every(PLAY, office, "practice openings could not be played", |office| async move { office.play().await });
    every(ASK, office, "others could not be asked about a company", |office| async move {
        office.ask_outside().await.map(drop)
    });
    every(REMIND, office, "letters whose day has come could not be written", |office| async move {
        office.remind().await.map(drop)
    });
    every(RESEAL, office, "files could not come under another key", |office| async move {
        office.reseal_files().await.map(drop)
    });
    every(SWEEP, office, "nothing could be swept", |office| async move {
        let files = office.sweep().await?;
        if files > 0 {
            tracing::info!(files, "swept");
        }
        Ok(())
    });
}

/// Does `work` at once, and again and again; when it fails, `trouble` is told, and the next turn is another attempt.
fn every<Done>(period: Duration, office: &Office, trouble: &'static str, work: fn(Office) -> Done)
where
    Done: Future<Output = Result<(), office::Error>> + Send + 'static,
{
    let office = office.clone();
    tokio::spawn(async move {
        let mut turns = interval(period);
        turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            turns.tick().await;
            if let Err(error) = work(office.clone()).await {
                tracing::error!(%error, "{trouble}");
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
        let first = key_at(&path, &Chance::from_seed([1; 32])).unwrap();
        let second = key_at(&path, &Chance::from_seed([2; 32])).unwrap();
        assert_eq!(first.public_key().to_string(), second.public_key().to_string());
    }
}
