//! From a page's message to the answer: a function a job, the longest in a file
//! of its own.

mod certificate;
mod seal_bid;

use cert::Holder;
use cert::pkcs8::{self, BackupError};
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use js_sys::Array;
use seal::job::{Failure, Job, PartJob, Passphrase, ReleasedKey, Report, Source};
use seal::keyfile::{self, KeyFileError};
use seal::{CONFIRMATION, Context, FileKey, Header, Opener, SecretKey, Slip, pieces_of, rehearsal, text, unwrap};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;
use zeroize::Zeroizing;

use crate::transfer::get;

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
        Job::MakeKey { passphrase } => Ok(make_key(&passphrase)),
        Job::BackUp { key_file, passphrase } => certificate::back_up(&key_file, passphrase),
        Job::Restore { backup, passphrase } => certificate::restore(&backup, passphrase),
        Job::RequestCertificate { code, name, key_file, passphrase, present } => {
            let secret = unlock(&key_file, passphrase)?;
            certificate::request(Holder { code, name }, &secret, present)
        }
        Job::Prove { text, key_file, passphrase } => certificate::prove(&text, &unlock(&key_file, passphrase)?),
        Job::SealBid { bid, lot, bidder, key_file, passphrase, parts } => {
            let secret = unlock(&key_file, passphrase)?;
            seal_bid::run(Bid { bid, lot, bidder }, &secret, parts, files).await
        }
        Job::Release { bid, lot, bidder, parts, key_file, passphrase } => {
            let secret = unlock(&key_file, passphrase)?;
            release(&Bid { bid, lot, bidder }, &secret, parts).await
        }
        Job::Rehearse { bid, lot, bidder, manifest, parts, key_file, passphrase } => {
            let secret = unlock(&key_file, passphrase)?;
            let bid = Bid { bid, lot, bidder };
            rehearse(&bid, &secret, parts).await?;
            let signature = secret.sign(rehearsal(&bid.bid, &manifest).as_bytes(), &mut rng());
            Ok(Report::Signed { signature })
        }
        Job::SealSlip { lot, bidder, part: PartJob { part, source: Source::Text(text) }, key_file, passphrase } => {
            let (secret, text) = (unlock(&key_file, passphrase)?, Zeroizing::new(text));
            let slip = Slip::seal(&Context { lot, bidder, part }, &secret, text.as_bytes(), &mut rng());
            slip.map(Report::Slip).map_err(|_| Failure::Internal)
        }
        Job::SealSlip { .. } => Err(Failure::Internal),
        Job::Confirm { text, key_file, passphrase } => {
            let secret = unlock(&key_file, passphrase)?;
            // A page that was tampered with is not given a signature under a bid.
            let sound = text.starts_with(CONFIRMATION);
            let signature = sound.then(|| secret.sign(text.as_bytes(), &mut rng())).ok_or(Failure::Internal)?;
            Ok(Report::Signed { signature })
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

/// A new key pair, locked into a key file.
fn make_key(passphrase: &Passphrase) -> Report {
    let secret = SecretKey::generate(&mut rng());
    Report::KeyMade {
        public_key: secret.public_key(),
        key_file: keyfile::lock(&secret, passphrase.as_str(), &mut rng()),
    }
}

/// Takes the file keys out of the headers that the server stores. The secret key
/// stays here; the keys of the named parts are what the opening needs.
async fn release(bid: &Bid, secret: &SecretKey, parts: Vec<String>) -> Result<Report, Failure> {
    let mut keys = Vec::with_capacity(parts.len());
    for part in parts {
        let key = file_key(bid, secret, &part).await?;
        keys.push(ReleasedKey { part, key });
    }
    Ok(Report::Released { keys })
}

async fn file_key(bid: &Bid, secret: &SecretKey, part: &str) -> Result<FileKey, Failure> {
    opened(bid, secret, part).await.map(|(key, _)| key)
}

/// Opens the first chunk of every part, and forgets what it has seen.
async fn rehearse(bid: &Bid, secret: &SecretKey, parts: Vec<(String, u64)>) -> Result<(), Failure> {
    for (part, size) in parts {
        let (_, mut opener) = opened(bid, secret, &part).await?;
        let chunk = get(&format!("{}/1", bid.address(&part)?)).await?;
        let alone = pieces_of(size) == Some(2);
        let plaintext = opener.open(&chunk, alone).map_err(|_| Failure::StoredDiffers { part })?;
        drop(Zeroizing::new(plaintext));
    }
    Ok(())
}

/// The key of a part out of the header that is stored, which must be the one of this very part: a server that shows the
/// header of another would else be given what it should not have.
async fn opened(bid: &Bid, secret: &SecretKey, part: &str) -> Result<(FileKey, Opener), Failure> {
    let bytes = get(&format!("{}/0", bid.address(part)?)).await?;
    let differs = || Failure::StoredDiffers { part: part.to_owned() };
    let header = Header::parse(&bytes).map_err(|_| differs())?;
    let key = unwrap(&header, secret).map_err(|_| Failure::KeyDoesNotFit)?;
    let opener = Opener::new(&header, &key, &bid.context(part)).map_err(|_| differs())?;
    Ok((key, opener))
}

/// Whose bid, and for what.
struct Bid {
    bid: String,
    lot: String,
    bidder: String,
}

impl Bid {
    fn context(&self, part: &str) -> Context {
        Context { lot: self.lot.clone(), bidder: self.bidder.clone(), part: part.to_owned() }
    }

    /// Where the server keeps the pieces of a part.
    fn address(&self, part: &str) -> Result<String, Failure> {
        // Tokens need no escaping, and nothing else may come this far.
        let sound = text::is_token(&self.bid) && text::is_token(part);
        let address = format!("/api/bids/{}/parts/{part}/pieces", self.bid);
        sound.then_some(address).ok_or(Failure::Internal)
    }
}

/// Takes the passphrase, so that it is wiped before anything else is done. A backup is as good as a key file.
fn unlock(key_file: &str, passphrase: Passphrase) -> Result<SecretKey, Failure> {
    if pkcs8::is_one(key_file) {
        return pkcs8::unlock(key_file, passphrase.as_str()).map_err(|error| match error {
            BackupError::NotABackup => Failure::NotAKeyFile,
            BackupError::WrongPassphrase => Failure::WrongPassphrase,
        });
    }
    keyfile::unlock(key_file, passphrase.as_str()).map_err(|error| match error {
        KeyFileError::NotAKeyFile => Failure::NotAKeyFile,
        KeyFileError::WrongPassphrase => Failure::WrongPassphrase,
    })
}

/// The browser's own randomness.
fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}
