//! From a page's message to the answer: one file a job.

mod make_key;
mod open_key;
mod release;
mod seal_bid;
mod sign;

use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use js_sys::Array;
use seal::job::{Failure, Job, Passphrase, Report};
use seal::keyfile::{self, KeyFileError};
use seal::{SecretKey, text};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;
use zeroize::Zeroizing;

/// Does the job in a message `[json, file0, file1, …]`.
pub async fn answer(message: JsValue) -> Report {
    let Some((job, files)) = read(&message) else {
        return Report::Failed(Failure::Internal);
    };
    drop(message);
    run(job, &files).await.unwrap_or_else(Report::Failed)
}

async fn run(job: Job, files: &[File]) -> Result<Report, Failure> {
    match job {
        Job::MakeKey { passphrase } => Ok(make_key::run(&passphrase)),
        Job::OpenKey { key_file, passphrase } => open_key::run(&key_file, passphrase),
        Job::Sign { key_file, passphrase, message } => sign::run(&key_file, passphrase, &message),
        Job::SealBid { bid, lot, bidder, key_file, passphrase, parts } => {
            let secret = unlock(&key_file, passphrase)?;
            seal_bid::run(Bid { bid, lot, bidder }, &secret, parts, files).await
        }
        Job::Release { bid, lot, bidder, parts, key_file, passphrase } => {
            let secret = unlock(&key_file, passphrase)?;
            release::run(&Bid { bid, lot, bidder }, &secret, parts).await
        }
    }
}

fn read(message: &JsValue) -> Option<(Job, Vec<File>)> {
    let mut entries = message.dyn_ref::<Array>()?.iter();
    let json = Zeroizing::new(entries.next()?.as_string()?);
    let job = serde_json::from_str(&json).ok()?;
    let files = entries.map(|entry| entry.dyn_into().ok()).collect::<Option<_>>()?;
    Some((job, files))
}

/// Whose bid, and for what.
struct Bid {
    bid: String,
    lot: String,
    bidder: String,
}

impl Bid {
    fn context(&self, part: &str) -> seal::Context {
        seal::Context { lot: self.lot.clone(), bidder: self.bidder.clone(), part: part.to_owned() }
    }

    /// Where the server keeps the pieces of a part.
    fn address(&self, part: &str) -> Result<String, Failure> {
        // Tokens need no escaping, and nothing else may come this far.
        let sound = text::is_token(&self.bid) && text::is_token(part);
        let address = format!("/api/bids/{}/parts/{part}/pieces", self.bid);
        sound.then_some(address).ok_or(Failure::Internal)
    }
}

/// Takes the passphrase, so that it is wiped before anything else is done.
fn unlock(key_file: &str, passphrase: Passphrase) -> Result<SecretKey, Failure> {
    keyfile::unlock(key_file, passphrase.as_str()).map_err(|error| match error {
        KeyFileError::NotAKeyFile => Failure::NotAKeyFile,
        KeyFileError::WrongPassphrase => Failure::WrongPassphrase,
    })
}

/// The browser's own randomness.
fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}
