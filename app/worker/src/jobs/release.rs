//! Takes the file keys out of the headers that the server stores. The secret key
//! stays here; the keys of the named parts are what the opening needs.

use seal::job::{Failure, ReleasedKey, Report};
use seal::{FileKey, Header, Opener, SecretKey, unwrap};

use super::Bid;
use crate::http;

pub async fn run(bid: &Bid, secret: &SecretKey, parts: Vec<String>) -> Result<Report, Failure> {
    let mut keys = Vec::with_capacity(parts.len());
    for part in parts {
        let key = file_key(bid, secret, &part).await?;
        keys.push(ReleasedKey { part, key });
    }
    Ok(Report::Released { keys })
}

async fn file_key(bid: &Bid, secret: &SecretKey, part: &str) -> Result<FileKey, Failure> {
    let bytes = http::get(&format!("{}/0", bid.address(part)?)).await?;
    let header = Header::parse(&bytes).map_err(|_| Failure::Internal)?;
    let key = unwrap(&header, secret).map_err(|_| Failure::KeyDoesNotFit)?;
    // The key must be the one of this very part: a server that shows the header
    // of another would else be given what it should not have.
    match Opener::new(&header, &key, &bid.context(part)) {
        Ok(_) => Ok(key),
        Err(_) => Err(Failure::Internal),
    }
}
