//! Certificates that other authorities issued: trusted roots are configuration, and the company shows that it has the key.

use cert::said::possession;
use cert::{Authority, CERTIFICATE, from_text};
use domain::certificate::{CertificateFault, CertificateView};
use domain::rights::{Caller, Right};
use domain::{Refusal, SubjectId};
use seal::Digest;
use store::certificates;

use super::{refused, signed_by};
use crate::ca::seconds;
use crate::journal::Actor;
use crate::{Error, Office};

/// So long a challenge may be answered.
const MINUTES: i64 = 10;

impl Office {
    /// What the key of this certificate is to sign, now.
    ///
    /// # Errors
    /// As [`Office::register_certificate`], but for the signature.
    pub async fn challenge_certificate(&self, caller: &Caller, pem: &str) -> Result<String, Error> {
        let (_, id) = caller.bidder_who_may(Right::Manage)?;
        let subject = self.subject(id).await?;
        let certificate = self.foreign(pem, subject.registration.code.as_str())?;
        let challenge = self.challenge(id, self.now().millis());
        Ok(possession(subject.registration.code.as_str(), &certificate.fingerprint(), &challenge))
    }

    /// Registers a certificate of a trusted authority. Its key comes into force.
    ///
    /// # Errors
    /// `Certificate`, `SignatureWrong`, `WindowOver` when the challenge is too old, `AlreadyDone`.
    pub async fn register_certificate(
        &self,
        caller: &Caller,
        pem: &str,
        said: &str,
        signature: &str,
    ) -> Result<CertificateView, Error> {
        let (_, id) = caller.bidder_who_may(Right::Manage)?;
        let tx = self.0.store.write().await?;
        let now = self.now();
        let subject = self.may_have_certificates(&tx, id).await?;
        let code = subject.registration.code.as_str();
        let certificate = self.foreign(pem, code)?;
        let key = certificate.public_key();
        if certificates::is_anothers(&*tx, id, &key.to_string()).await? {
            return Err(Refusal::Certificate { fault: CertificateFault::OtherCompany }.into());
        }
        // The text is made again from what it must say: the moment is all that is taken from it.
        let challenge = said.trim_end().rsplit_once("challenge ").map_or("", |(_, challenge)| challenge);
        let begun =
            challenge.split_once('.').and_then(|(at, _)| at.parse::<i64>().ok()).ok_or(Refusal::SignatureWrong)?;
        if self.challenge(id, begun) != challenge {
            return Err(Refusal::SignatureWrong.into());
        }
        if now.millis() - begun > MINUTES * 60_000 {
            return Err(Refusal::WindowOver.into());
        }
        signed_by(&[key], possession(code, &certificate.fingerprint(), challenge).as_bytes(), signature)?;
        if certificates::find(&*tx, &certificate.fingerprint().to_string()).await?.is_some() {
            return Err(Refusal::AlreadyDone.into());
        }
        let view = self.enter_certificate(&tx, &Actor::of(caller), &subject, &certificate, false, now).await?;
        tx.commit().await?;
        Ok(view)
    }

    /// A certificate of this company that a trusted authority issued and that is valid now.
    fn foreign(&self, pem: &str, code: &str) -> Result<cert::Certificate, Refusal> {
        let bytes = from_text(CERTIFICATE, pem.as_bytes()).map_err(|error| refused(&error))?;
        let certificate = cert::Certificate::parse(&bytes).map_err(|error| refused(&error))?;
        if !certificate.is_for(code) {
            return Err(Refusal::Certificate { fault: CertificateFault::OtherCompany });
        }
        issued_by_one(&certificate, &self.0.ca.roots, seconds(self.now()))?;
        if self.on_a_list(&certificate).is_some() {
            return Err(Refusal::Certificate { fault: CertificateFault::NotValid });
        }
        Ok(certificate)
    }

    /// Only this house can have made it, for this company, at that moment.
    fn challenge(&self, subject: SubjectId, at: i64) -> String {
        let secret = self.0.ca.key.to_bytes();
        let of = Digest::of(&[b"kaibiao/possession/1", &secret[..], format!("{subject} {at}").as_bytes()].concat());
        format!("{at}.{of}")
    }
}

/// One of these authorities issued it, and it is valid now.
pub fn issued_by_one<'a>(
    certificate: &cert::Certificate,
    authorities: impl IntoIterator<Item = &'a Authority>,
    now: u64,
) -> Result<(), Refusal> {
    let mut refusal = Refusal::Certificate { fault: CertificateFault::Untrusted };
    for authority in authorities {
        match certificate.verify(authority.certificate(), now) {
            Ok(()) => return Ok(()),
            Err(cert::CertError::OtherIssuer) => {}
            Err(error) => refusal = refused(&error),
        }
    }
    Err(refusal)
}
