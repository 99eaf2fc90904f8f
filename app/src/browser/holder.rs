//! Where the company's key is. A hardware key would be another [`Holder`] and take the place of [`Software`]: whatever a
//! page has done with the key, sealing, opening, signing, is asked of it here and nowhere else.

use seal::job::{Failure, Job, PartJob, Passphrase, ReleasedKey, Report};
use seal::{Digest, Signature, Slip};
use web_sys::File;

use super::worker::{self, Hand, News};

/// A request in hexadecimal, and the present key's signature for it.
pub type Request = (String, Option<Signature>);

/// A bid, the lot it is for, and the credit code of whoever bids.
pub struct Bid {
    pub id: String,
    pub lot: String,
    pub bidder: String,
}

/// Something that holds a company's key, works with it, and need not show it.
#[expect(async_fn_in_trait, reason = "a browser has one thread")]
pub trait Holder: Sized {
    /// Asks for a certificate (PKCS#10) in the name of a company; `present` is the key in force.
    async fn request(self, code: String, name: String, present: Option<Self>) -> Result<Request, Failure>;

    /// Signs that the key is here, to register its certificate or to sign in.
    async fn prove(self, text: String) -> Result<Signature, Failure>;

    /// Seals and uploads the parts of a bid; gives the manifest and its signature.
    async fn seal(
        self,
        bid: Bid,
        parts: Vec<PartJob>,
        files: &[File],
        hand: Hand,
        told: impl Fn(News) + 'static,
    ) -> Result<(String, Signature), Failure>;

    /// Opens the beginning of each part that the server stores, and signs that it could; `parts` with their sizes.
    async fn rehearse(self, bid: Bid, manifest: Digest, parts: Vec<(String, u64)>) -> Result<Signature, Failure>;

    /// Takes the keys of these parts out of what the server stores.
    async fn release(self, bid: Bid, parts: Vec<String>) -> Result<Vec<ReleasedKey>, Failure>;

    /// Seals a quotation and signs it; nothing is sent.
    async fn seal_slip(self, lot: String, bidder: String, part: PartJob) -> Result<Slip, Failure>;

    /// Signs what was read out of a bid.
    async fn confirm(self, text: String) -> Result<Signature, Failure>;
}

/// A key file, or a backup, and its passphrase; the worker unlocks it.
#[derive(Clone)]
pub struct Software {
    pub key_file: String,
    pub passphrase: Passphrase,
}

impl Holder for Software {
    async fn request(self, code: String, name: String, present: Option<Self>) -> Result<Request, Failure> {
        let present = present.map(|present| (present.key_file, present.passphrase));
        let Self { key_file, passphrase } = self;
        match worker::run(Job::RequestCertificate { code, name, key_file, passphrase, present }).await? {
            Report::CertificateRequest { request, countersignature } => Ok((request, countersignature)),
            _ => Err(Failure::Internal),
        }
    }

    async fn prove(self, text: String) -> Result<Signature, Failure> {
        let Self { key_file, passphrase } = self;
        signed(Job::Prove { text, key_file, passphrase }).await
    }

    async fn seal(
        self,
        Bid { id: bid, lot, bidder }: Bid,
        parts: Vec<PartJob>,
        files: &[File],
        hand: Hand,
        told: impl Fn(News) + 'static,
    ) -> Result<(String, Signature), Failure> {
        let Self { key_file, passphrase } = self;
        let job = Job::SealBid { bid, lot, bidder, key_file, passphrase, parts };
        match worker::run_long(job, files, Some(hand), told).await? {
            Report::Sealed { manifest, signature } => Ok((manifest, signature)),
            _ => Err(Failure::Internal),
        }
    }

    async fn rehearse(
        self,
        Bid { id: bid, lot, bidder }: Bid,
        manifest: Digest,
        parts: Vec<(String, u64)>,
    ) -> Result<Signature, Failure> {
        let Self { key_file, passphrase } = self;
        signed(Job::Rehearse { bid, lot, bidder, manifest, parts, key_file, passphrase }).await
    }

    async fn release(self, Bid { id: bid, lot, bidder }: Bid, parts: Vec<String>) -> Result<Vec<ReleasedKey>, Failure> {
        let Self { key_file, passphrase } = self;
        match worker::run(Job::Release { bid, lot, bidder, parts, key_file, passphrase }).await? {
            Report::Released { keys } => Ok(keys),
            _ => Err(Failure::Internal),
        }
    }

    async fn seal_slip(self, lot: String, bidder: String, part: PartJob) -> Result<Slip, Failure> {
        let Self { key_file, passphrase } = self;
        match worker::run(Job::SealSlip { lot, bidder, part, key_file, passphrase }).await? {
            Report::Slip(slip) => Ok(slip),
            _ => Err(Failure::Internal),
        }
    }

    async fn confirm(self, text: String) -> Result<Signature, Failure> {
        let Self { key_file, passphrase } = self;
        signed(Job::Confirm { text, key_file, passphrase }).await
    }
}

async fn signed(job: Job) -> Result<Signature, Failure> {
    match worker::run(job).await? {
        Report::Signed { signature } => Ok(signature),
        _ => Err(Failure::Internal),
    }
}
