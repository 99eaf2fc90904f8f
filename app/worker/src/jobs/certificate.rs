//! What the key does for its certificate: backed up, restored, asked for, proved.

use cert::said::{POSSESSION, countersigned, signs_in_at};
use cert::{Holder, Software, pkcs8};
use seal::job::{Failure, Passphrase, Report};
use seal::{Digest, SecretKey, keyfile};

use super::{rng, unlock};
use crate::scope;

pub fn back_up(key_file: &str, passphrase: Passphrase) -> Result<Report, Failure> {
    let secret = unlock(key_file, passphrase.clone())?;
    Ok(Report::BackedUp { backup: pkcs8::lock(&secret, passphrase.as_str(), &mut rng()) })
}

/// A restore that is tried and one in earnest are the same.
pub fn restore(backup: &str, passphrase: Passphrase) -> Result<Report, Failure> {
    let secret = unlock(backup, passphrase.clone())?;
    let key_file = keyfile::lock(&secret, passphrase.as_str(), &mut rng());
    Ok(Report::KeyMade { public_key: secret.public_key(), key_file })
}

pub fn request(holder: Holder, secret: &SecretKey, present: Option<(String, Passphrase)>) -> Result<Report, Failure> {
    let mut rng = rng();
    let request = cert::request::make(&holder, &mut Software::new(secret, &mut rng)).map_err(|_| Failure::Internal)?;
    let said = countersigned(&holder.code, &Digest::of(&request));
    let countersignature = match present {
        None => None,
        Some((key_file, passphrase)) => Some(unlock(&key_file, passphrase)?.sign(said.as_bytes(), &mut rng)),
    };
    let request = request.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Report::CertificateRequest { request, countersignature })
}

pub fn prove(text: &str, secret: &SecretKey) -> Result<Report, Failure> {
    // A page that was tampered with is not given a signature under a bid, nor one that is good at another portal.
    let sound = text.starts_with(POSSESSION) || signs_in_at(text, &scope().location().origin());
    let signature = sound.then(|| secret.sign(text.as_bytes(), &mut rng())).ok_or(Failure::Internal)?;
    Ok(Report::Signed { signature })
}
