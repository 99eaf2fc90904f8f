//! Seals and uploads every part of a bid, text or file, then signs the manifest.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use seal::job::{Failure, PartJob, Report, Source};
use seal::{CHUNK, Digest, Header, Manifest, PartLine, Sealer, SecretKey, pieces_of};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, MessageChannel, MessagePort};
use zeroize::Zeroizing;

use super::{Bid, rng};
use crate::notes::{Anew, Notes};
use crate::upload::{Arrived, Progress, Upload, arrived};

/// Of a file no more than a few chunks are in memory at a time, and as many sealed
/// pieces on their way.
pub async fn run(bid: Bid, secret: &SecretKey, parts: Vec<PartJob>, files: &[File]) -> Result<Report, Failure> {
    let parts: Vec<Part> = parts.into_iter().map(|job| Part::new(job, files)).collect::<Result<_, _>>()?;
    let mut progress = Progress::new(parts.iter().map(|part| part.plaintext.size()).sum());
    let mut lines = Vec::with_capacity(parts.len());
    for part in parts {
        lines.push(seal_part(&bid, secret, part, &mut progress).await?);
    }
    let manifest = Manifest { lot: bid.lot, bidder: bid.bidder, parts: lines }.to_text();
    // What cannot be read back must not be signed.
    Manifest::parse(&manifest).map_err(|_| Failure::Internal)?;
    let signature = secret.sign(manifest.as_bytes(), &mut rng());
    Ok(Report::Sealed { manifest, signature })
}

struct Part {
    part: String,
    plaintext: Plaintext,
}

impl Part {
    fn new(job: PartJob, files: &[File]) -> Result<Self, Failure> {
        let plaintext = Plaintext::new(job.source, files).ok_or(Failure::Internal)?;
        Ok(Self { part: job.part, plaintext })
    }
}

/// Seals and uploads a part; where an earlier attempt was broken off, what has arrived of it is not sent again.
async fn seal_part(bid: &Bid, secret: &SecretKey, part: Part, progress: &mut Progress) -> Result<PartLine, Failure> {
    // Texts are small, and the price is sealed under a key of its own in every attempt.
    let mut notes = match part.plaintext {
        Plaintext::Text(_) => Notes::none(),
        Plaintext::File(_) => Notes::open(&bid.bid, &part.part).await,
    };
    progress.begin(&part.part);
    let before = progress.done();
    loop {
        match attempt(bid, secret, &part, &mut notes, progress).await {
            Ok(line) => return Ok(line),
            Err(Stop::Failed(failure)) => return Err(failure),
            // At most twice: a part just begun holds nothing that could have changed.
            Err(Stop::Anew) => progress.back_to(before),
        }
    }
}

/// Why a part was not sealed to its end.
enum Stop {
    Anew,
    Failed(Failure),
}

impl From<Anew> for Stop {
    fn from(Anew: Anew) -> Self {
        Self::Anew
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

async fn attempt(
    bid: &Bid,
    secret: &SecretKey,
    part: &Part,
    notes: &mut Notes,
    progress: &mut Progress,
) -> Result<PartLine, Stop> {
    let Part { part, plaintext } = part;
    let size = plaintext.size();
    let pieces = pieces_of(size).ok_or(Failure::Internal)?;
    let address = bid.address(part)?;
    let (mut sealer, header, arrived) = match begun(bid, secret, part, notes) {
        Some((sealer, header)) => (sealer, header, arrived(&address).await?),
        None => {
            let (sealer, header) =
                Sealer::new(&bid.context(part), &[secret.public_key()], &mut rng()).map_err(|_| Failure::Internal)?;
            notes.begin(&header)?;
            (sealer, header, Arrived::new())
        }
    };
    let commitment = Header::parse(&header).map_err(|_| Failure::Internal)?.commitment();
    let unreadable = || Failure::Unreadable { part: part.clone() };
    let mut upload = Upload::new(address, progress, arrived);
    upload.put_header(header).await?;
    let together = Sealer::together() as u64;
    let last = u64::from(pieces - 2) * CHUNK as u64;
    let end_of = |start| if start < last { last.min(start + together * CHUNK as u64) } else { size };
    let mut start = 0;
    let mut reading = plaintext.read(start, end_of(start));
    loop {
        let chunks = reading.await.ok_or_else(unreadable)?;
        if start == last {
            let sealed = [sealer.seal(&chunks, true)];
            notes.pass(&sealed)?;
            upload.put(sealed).await?;
            break;
        }
        start = end_of(start);
        // Read on while these are sealed.
        reading = plaintext.read(start, end_of(start));
        let sealed = sealer.seal_whole(&chunks);
        drop(chunks);
        notes.pass(&sealed)?;
        upload.put(sealed).await?;
    }
    let digest = Digest::of_pieces(&upload.finish().await?);
    Ok(PartLine { part: part.clone(), size, pieces, digest, commitment })
}

/// The sealer and header of an earlier attempt, if it was made with this key.
fn begun(bid: &Bid, secret: &SecretKey, part: &str, notes: &Notes) -> Option<(Sealer, Vec<u8>)> {
    let header = notes.header()?;
    let sealer = Sealer::again(header, secret, &bid.context(part)).ok()?;
    Some((sealer, header.to_vec()))
}

/// Plaintext, from a text or from a file on the person's disk, read in slices.
enum Plaintext {
    Text(Zeroizing<String>),
    File(File),
}

impl Plaintext {
    /// `None` if the source names a file that was not posted along.
    fn new(source: Source, files: &[File]) -> Option<Self> {
        match source {
            Source::Text(text) => Some(Self::Text(Zeroizing::new(text))),
            Source::File(at) => files.get(at as usize).cloned().map(Self::File),
        }
    }

    /// Bytes.
    fn size(&self) -> u64 {
        match self {
            Self::Text(text) => text.len() as u64,
            // A whole number below 2^53.
            Self::File(file) => file.size() as u64,
        }
    }

    /// The bytes from `start` to before `end`, read from this moment on; `None` if the browser can no longer read them,
    /// because the file was moved or changed since.
    fn read(&self, start: u64, end: u64) -> impl Future<Output = Option<Zeroizing<Vec<u8>>>> + use<> {
        let begun = match self {
            Self::Text(text) => Err(text.as_bytes().get(start as usize..end as usize).map(<[u8]>::to_vec)),
            Self::File(file) => {
                Ok(file.slice_with_f64_and_f64(start as f64, end as f64).map(|slice| slice.array_buffer()))
            }
        };
        async move {
            let bytes = match begun {
                Err(text) => text?,
                Ok(file) => take(JsFuture::from(file.ok()?).await.ok()?.unchecked_into()),
            };
            (bytes.len() as u64 == end - start).then_some(Zeroizing::new(bytes))
        }
    }
}

/// The bytes of a buffer that nobody else uses; it is given up at once, not when garbage is collected.
fn take(buffer: ArrayBuffer) -> Vec<u8> {
    let bytes = Uint8Array::new(&buffer).to_vec();
    // A browser that does not know this is only later.
    let _ =
        DRAIN.with(|drain| drain.as_ref()?.post_message_with_transferable(&JsValue::NULL, &Array::of1(&buffer)).ok());
    bytes
}

thread_local! {
    /// A line whose other end is closed: what is handed over by it belongs to nobody. `ArrayBuffer.transfer` to no length
    /// is not enough, Chromium keeps the bytes of a file's buffer until the object is collected.
    static DRAIN: Option<MessagePort> = MessageChannel::new().ok().map(|line| {
        line.port2().close();
        line.port1()
    });
}
