//! Where the company's key is while its certificate is asked for. A hardware key would be another [`Holder`], and take the
//! place of [`Software`] on the key page.

use seal::Signature;
use seal::job::{Failure, Job, Passphrase, Report};

use super::worker;

/// A request in hexadecimal, and the present key's signature for it.
pub type Request = (String, Option<Signature>);

/// Something that signs with a company's key and need not show it.
#[expect(async_fn_in_trait, reason = "a browser has one thread")]
pub trait Holder {
    /// Asks for a certificate (PKCS#10) in the name of a company; `present` is the key in force.
    async fn request(self, code: String, name: String, present: Option<Self>) -> Result<Request, Failure>
    where
        Self: Sized;

    /// Signs that the key is here.
    async fn prove(self, text: String) -> Result<Signature, Failure>;
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
        match worker::run(Job::Prove { text, key_file, passphrase }).await? {
            Report::Signed { signature } => Ok(signature),
            _ => Err(Failure::Internal),
        }
    }
}
