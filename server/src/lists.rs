//! Revocation lists of other authorities: files in a folder, which whoever runs the portal puts there. Nothing is fetched.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use cert::{CRL, Crl, from_text};
use office::Office;
use tokio::time::{MissedTickBehavior, interval};

/// A new list counts at most so long after it came.
const ROUND: Duration = Duration::from_mins(10);

/// Reads the folder at once, and again and again for as long as the server runs.
pub fn keep_reading(folder: PathBuf, office: &Office) {
    let office = office.clone();
    tokio::spawn(async move {
        let mut turns = interval(ROUND);
        turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            turns.tick().await;
            match office.take_lists(read(&folder)).await {
                Ok(0) => {}
                Ok(certificates) => tracing::info!(certificates, "revoked by their authorities"),
                Err(error) => tracing::error!(%error, "what others revoked could not be entered"),
            }
        }
    });
}

/// In PEM or DER. A file that is no list keeps none of the others from being read.
fn read(folder: &Path) -> Vec<Crl> {
    let files = fs::read_dir(folder).inspect_err(|error| tracing::error!(%error, "{} is not read", folder.display()));
    let paths = files.into_iter().flatten().filter_map(|file| Some(file.ok()?.path()));
    let list = |path: PathBuf| {
        let bytes = fs::read(&path).ok()?;
        let list = from_text(CRL, &bytes).and_then(|bytes| Crl::parse(&bytes));
        list.inspect_err(|error| tracing::error!(%error, "{} is no revocation list", path.display())).ok()
    };
    paths.filter_map(list).collect()
}
