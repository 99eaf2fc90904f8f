//! Takes the keys of the caller's bid out with the worker, and gives them to the opening.

use domain::view::PartKey;
use domain::{Fault, Field, Refusal};
use leptos::prelude::*;
use seal::job::{Failure, Job, Passphrase, Report};

use crate::api::{self, ApiError};
use crate::browser::{Chosen, vault, worker};
use crate::parts::hall::Hall;

/// Why a bid was not decrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// On this machine: key file, passphrase, or the line to the sealed parts.
    Key(Failure),
    /// The server refused.
    Server(ApiError),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Key(failure)
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Server(refusal.into())
    }
}

/// `kept` is the key file of this browser; without it, the `chosen` one.
pub async fn release(
    hall: Hall,
    code: Option<String>,
    kept: Option<String>,
    chosen: Option<Chosen>,
    passphrase: String,
) -> Result<(), Trouble> {
    let mine = hall.mine.get_untracked().ok_or(Refusal::NotFound)?;
    let key_file = match (kept, chosen) {
        (Some(kept), _) => kept,
        (None, Some(chosen)) => vault::read_file(&chosen).await.ok_or(Failure::NotAKeyFile)?,
        (None, None) => return Err(Refusal::field(Field::KeyFile, Fault::Empty).into()),
    };
    if passphrase.is_empty() {
        return Err(Refusal::field(Field::Passphrase, Fault::Empty).into());
    }
    let job = Job::Release {
        bid: mine.id.to_string(),
        lot: hall.lot.to_string(),
        bidder: code.ok_or(Refusal::NotFound)?,
        parts: mine.parts,
        key_file,
        passphrase: Passphrase::from(passphrase),
    };
    let Report::Released { keys } = worker::run(job, Vec::new(), |_, _, _| {}).await? else {
        return Err(Failure::Internal.into());
    };
    let keys = keys.iter().map(|key| PartKey { part: key.part.clone(), key: key.key.to_hex().to_string() }).collect();
    api::room::release_keys(hall.lot, keys).await.map_err(Trouble::Server)
}
