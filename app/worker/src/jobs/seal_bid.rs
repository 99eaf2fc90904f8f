//! Seals and uploads every part of a bid, then signs the manifest. Of a file no
//! more than one chunk is in memory at a time, and a few sealed pieces on their way.

use seal::job::{Failure, PartJob, Report};
use seal::{CHUNK, Digest, Header, Manifest, PartLine, PublicKey, Sealer, SecretKey, pieces_of};
use web_sys::File;

use super::{Bid, rng};
use crate::files::Plaintext;
use crate::progress::Progress;
use crate::upload::Upload;

pub async fn run(bid: Bid, secret: &SecretKey, parts: Vec<PartJob>, files: &[File]) -> Result<Report, Failure> {
    let parts: Vec<Part> = parts.into_iter().map(|job| Part::new(job, files)).collect::<Result<_, _>>()?;
    let mut progress = Progress::new(parts.iter().map(|part| part.plaintext.size()).sum());
    let mut lines = Vec::with_capacity(parts.len());
    for part in parts {
        lines.push(seal_part(&bid, &secret.public_key(), part, &mut progress).await?);
    }
    let manifest = Manifest { lot: bid.lot, bidder: bid.bidder, parts: lines }.to_text();
    // What cannot be read back must not be signed.
    Manifest::parse(&manifest).map_err(|_| Failure::Internal)?;
    let signature = secret.sign(manifest.as_bytes(), &mut rng());
    Ok(Report::Sealed { manifest, signature })
}

struct Part {
    part: String,
    name: String,
    plaintext: Plaintext,
}

impl Part {
    fn new(job: PartJob, files: &[File]) -> Result<Self, Failure> {
        let plaintext = Plaintext::new(job.source, files).ok_or(Failure::Internal)?;
        Ok(Self { part: job.part, name: job.name, plaintext })
    }
}

async fn seal_part(bid: &Bid, recipient: &PublicKey, part: Part, progress: &mut Progress) -> Result<PartLine, Failure> {
    let Part { part, name, plaintext } = part;
    let size = plaintext.size();
    let pieces = pieces_of(size).ok_or(Failure::Internal)?;
    let (mut sealer, header) =
        Sealer::new(&bid.context(&part), &[*recipient], &mut rng()).map_err(|_| Failure::Internal)?;
    let commitment = Header::parse(&header).map_err(|_| Failure::Internal)?.commitment();
    progress.begin(&part);
    let mut upload = Upload::new(bid.address(&part)?, progress);
    upload.put(&header, 0).await?;
    for number in 1..pieces {
        let start = u64::from(number - 1) * CHUNK as u64;
        let end = size.min(start + CHUNK as u64);
        let Some(chunk) = plaintext.read(start, end).await else {
            return Err(Failure::Unreadable { part });
        };
        upload.put(&sealer.seal(&chunk, number + 1 == pieces), end - start).await?;
    }
    let digest = Digest::of_pieces(&upload.finish().await?);
    Ok(PartLine { part, name, size, pieces, digest, commitment })
}
