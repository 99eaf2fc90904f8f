//! Certificates of companies: asked for, issued, renewed, revoked.
//!
//! The first one is issued at once: the registrar's approval of the company is what the authority stands on. Another one
//! needs the signature of a key that the company has already, or a registrar's approval after a loss. The key of the last
//! certificate that is valid is the one in force; a bid is opened by the key that it was sealed for, whatever is in force.

mod foreign;
mod lists;
mod sign_in;

use cert::said::countersigned;
use cert::{CERTIFICATE, CertError, Holder, Request, to_pem};
use domain::certificate::{Asked, CertificateFault, CertificateView, Certificates, RequestLine, RevocationReason};
use domain::journal::Act;
use domain::rights::{Caller, Right};
use domain::{Refusal, Role, SubjectId, Timestamp};
use seal::{Digest, PublicKey, Signature};
use store::certificates::{self, Certificate};
use store::subjects::{self, Subject};
use store::{Tx, bids};

use crate::journal::{Actor, Note};
use crate::notices::Notice;
use crate::subjects::approved;
use crate::{Error, Office};

pub use sign_in::Knock;

impl Office {
    /// Asks for a certificate: `request` is PKCS#10 in hexadecimal, `countersignature` a present key's.
    ///
    /// # Errors
    /// `NotApproved`, `NotAllowed` for a practice company, `Certificate`, `SignatureWrong` for a countersignature of no
    /// present key.
    pub async fn request_certificate(
        &self,
        caller: &Caller,
        request: &str,
        countersignature: Option<&str>,
    ) -> Result<Asked, Error> {
        let (_, id) = caller.bidder_who_may(Right::Manage)?;
        let (bytes, request) = read_request(request)?;
        let tx = self.0.store.write().await?;
        let now = self.now();
        let subject = self.may_have_certificates(&tx, id).await?;
        fits(&tx, &subject, &request).await?;
        let all = certificates::of_subject(&*tx, id).await?;
        let code = subject.registration.code.as_str();
        let vouched = match countersignature {
            None => all.is_empty() && subject.public_key.is_none(),
            Some(signature) => {
                let said = countersigned(code, &Digest::of(&bytes));
                signed_by(&present(&subject, &all, now), said.as_bytes(), signature)?;
                true
            }
        };
        if vouched {
            let certificate = self.certify(&tx, &Actor::of(caller), &subject, request.public_key(), now).await?;
            tx.commit().await?;
            return Ok(Asked::Issued { certificate });
        }
        let digest = Digest::of(&bytes).to_string();
        certificates::ask(&*tx, &certificates::Request { subject: id, der: hex::encode(&bytes), at: now }).await?;
        let note = Note { act: Act::CertificateRequested, lot: None, subject: code.to_owned(), payload: &digest };
        self.note(&tx, &Actor::of(caller), now, note).await?;
        tx.commit().await?;
        Ok(Asked::Waiting)
    }

    /// The caller's own certificates.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed`.
    pub async fn my_certificates(&self, caller: &Caller) -> Result<Certificates, Error> {
        let (_, id) = caller.bidder()?;
        self.list_certificates(id).await
    }

    /// Those of a company, for a registrar.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed`, `NotFound`.
    pub async fn certificates_of(&self, caller: &Caller, subject: SubjectId) -> Result<Certificates, Error> {
        caller.with_role(Role::Registrar)?;
        self.list_certificates(subject).await
    }

    /// Requests that wait for a registrar, oldest first.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed`.
    pub async fn certificate_requests(&self, caller: &Caller) -> Result<Vec<RequestLine>, Error> {
        caller.with_role(Role::Registrar)?;
        let mut lines = Vec::new();
        for request in certificates::requests(self.0.store.read()).await? {
            lines.push(line(&self.subject(request.subject).await?, &request)?);
        }
        Ok(lines)
    }

    /// A registrar approves or refuses the request that it has seen.
    ///
    /// # Errors
    /// `MovedOn` when the company has asked anew or somebody else was faster, and what forbids a certificate.
    pub async fn decide_request(
        &self,
        caller: &Caller,
        id: SubjectId,
        digest: &str,
        approve: bool,
    ) -> Result<(), Error> {
        caller.with_role(Role::Registrar)?;
        let tx = self.0.store.write().await?;
        let now = self.now();
        let asked = certificates::request_of(&*tx, id).await?.ok_or(Refusal::MovedOn)?;
        let (bytes, request) = read_request(&asked.der)?;
        if Digest::of(&bytes).to_string() != digest {
            return Err(Refusal::MovedOn.into());
        }
        let subject = self.may_have_certificates(&tx, id).await?;
        if approve {
            fits(&tx, &subject, &request).await?;
            self.certify(&tx, &Actor::of(caller), &subject, request.public_key(), now).await?;
        } else {
            certificates::drop_request(&*tx, id).await?;
            let code = subject.registration.code.to_string();
            let note = Note { act: Act::CertificateRefused, lot: None, subject: code, payload: &digest };
            self.note(&tx, &Actor::of(caller), now, note).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Revokes a certificate, by its company or a registrar. A compromised key takes all its certificates with it.
    /// Submitted bids stay: their own key opens them.
    ///
    /// # Errors
    /// `NotAllowed`, `NotFound` for another company's, `AlreadyDone`.
    pub async fn revoke_certificate(
        &self,
        caller: &Caller,
        fingerprint: &str,
        reason: RevocationReason,
    ) -> Result<(), Error> {
        let own = if caller.with_role(Role::Registrar).is_ok() {
            None
        } else {
            Some(caller.bidder_who_may(Right::Manage)?.1)
        };
        let tx = self.0.store.write().await?;
        let now = self.now();
        let found = certificates::find(&*tx, fingerprint).await?;
        let found = found.filter(|one| own.is_none_or(|own| one.subject == own)).ok_or(Refusal::NotFound)?;
        if found.revoked.is_some() {
            return Err(Refusal::AlreadyDone.into());
        }
        let subject = subjects::find(&*tx, found.subject).await?.ok_or(Refusal::NotFound)?;
        for mut one in certificates::of_subject(&*tx, found.subject).await? {
            let with_it = reason == RevocationReason::KeyCompromise && one.public_key == found.public_key;
            if one.revoked.is_some() || !(with_it || one.fingerprint == found.fingerprint) {
                continue;
            }
            one.revoked = Some((now, reason));
            certificates::update(&*tx, &one).await?;
            let code = subject.registration.code.to_string();
            let payload = (&one.fingerprint, reason);
            let note = Note { act: Act::CertificateRevoked, lot: None, subject: code, payload: &payload };
            self.note(&tx, &Actor::of(caller), now, note).await?;
            let notice = Notice::CertificateRevoked { serial: one.serial, reason };
            self.tell_company(&tx, one.subject, &notice, now).await?;
        }
        self.settle_key(&tx, &Actor::of(caller), &subject, now).await?;
        Ok(tx.commit().await?)
    }

    /// Until when the key may commit bids: the end of its longest certificate. Keys of the house's own players, and those
    /// from before there were certificates, have no end.
    pub(crate) async fn key_until(
        &self,
        subject: SubjectId,
        key: &PublicKey,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, Error> {
        let key = key.to_string();
        let all = certificates::of_subject(self.0.store.read(), subject).await?;
        let of_key = || all.iter().filter(|one| one.public_key == key);
        let until = of_key().filter(|one| one.is_valid_at(now)).map(|one| one.until).max();
        if until.is_none() && of_key().next().is_some() {
            return Err(Refusal::Certificate { fault: CertificateFault::NotValid }.into());
        }
        Ok(until)
    }

    async fn list_certificates(&self, id: SubjectId) -> Result<Certificates, Error> {
        let (db, now) = (self.0.store.read(), self.now());
        let subject = self.subject(id).await?;
        let all = certificates::of_subject(db, id).await?;
        let request = certificates::request_of(db, id).await?;
        let mut waiting_bids = 0;
        for bid in bids::of_subject(db, id).await? {
            if matches!(bid.state, domain::bid::BidState::Committed { .. }) && self.lot_is_running(bid.lot).await? {
                waiting_bids += 1;
            }
        }
        Ok(Certificates {
            certificates: all.iter().rev().map(|one| view(one, &subject, now)).collect(),
            waiting: request.map(|request| line(&subject, &request)).transpose()?,
            bids: waiting_bids,
            now,
        })
    }

    /// Approved, and no practice company.
    async fn may_have_certificates(&self, tx: &Tx, id: SubjectId) -> Result<Subject, Error> {
        let today = self.now().day();
        let subject = subjects::find(&**tx, id).await?.ok_or(Refusal::NotFound)?;
        approved(&subject, today)?;
        if subject.practice { Err(Refusal::NotAllowed.into()) } else { Ok(subject) }
    }

    /// Issues, enters, and puts the key in force.
    async fn certify(
        &self,
        tx: &Tx,
        actor: &Actor<'_>,
        subject: &Subject,
        key: PublicKey,
        now: Timestamp,
    ) -> Result<CertificateView, Error> {
        let registration = &subject.registration;
        let holder = Holder { code: registration.code.to_string(), name: registration.name.clone() };
        let issued = self.issue(&holder, key, now)?;
        self.enter_certificate(tx, actor, subject, &issued, true, now).await
    }

    async fn enter_certificate(
        &self,
        tx: &Tx,
        actor: &Actor<'_>,
        subject: &Subject,
        certificate: &cert::Certificate,
        own: bool,
        now: Timestamp,
    ) -> Result<CertificateView, Error> {
        let row = row(subject.id, certificate, own, now)?;
        certificates::insert(&**tx, &row).await?;
        certificates::drop_request(&**tx, subject.id).await?;
        let act = if own { Act::CertificateIssued } else { Act::CertificateRegistered };
        let code = subject.registration.code.to_string();
        self.note(tx, actor, now, Note { act, lot: None, subject: code, payload: &row.der }).await?;
        self.settle_key(tx, actor, subject, now).await?;
        let issued = Notice::CertificateIssued { serial: row.serial.clone(), until: row.until };
        self.tell_company(tx, subject.id, &issued, now).await?;
        let subject = subjects::find(&**tx, subject.id).await?.ok_or(Refusal::NotFound)?;
        Ok(view(&row, &subject, now))
    }

    /// The key of the last valid certificate is the one in force; none, if there is none.
    async fn settle_key(&self, tx: &Tx, actor: &Actor<'_>, subject: &Subject, now: Timestamp) -> Result<(), Error> {
        let all = certificates::of_subject(&**tx, subject.id).await?;
        let key = all.iter().rev().find(|one| one.is_valid_at(now)).map(|one| one.public_key.clone());
        if key == subject.public_key {
            return Ok(());
        }
        subjects::set_public_key(&**tx, subject.id, key.as_deref()).await?;
        if let Some(key) = key {
            let code = subject.registration.code.to_string();
            self.note(tx, actor, now, Note { act: Act::KeyRegistered, lot: None, subject: code, payload: &key })
                .await?;
        }
        Ok(())
    }
}

fn read_request(digits: &str) -> Result<(Vec<u8>, Request), Refusal> {
    let unread = Refusal::Certificate { fault: CertificateFault::Unreadable };
    let bytes = hex::decode(digits).map_err(|_| unread)?;
    let request = Request::parse(&bytes).map_err(|error| refused(&error))?;
    Ok((bytes, request))
}

/// It names this company, and no other has the key.
async fn fits(tx: &Tx, subject: &Subject, request: &Request) -> Result<(), Error> {
    let key = request.public_key().to_string();
    let anothers = certificates::is_anothers(&**tx, subject.id, &key).await?;
    if anothers || !request.is_for(subject.registration.code.as_str()) {
        return Err(Refusal::Certificate { fault: CertificateFault::OtherCompany }.into());
    }
    Ok(())
}

/// Keys that speak for the company: of its valid certificates, and one from before there were certificates.
fn present(subject: &Subject, all: &[Certificate], now: Timestamp) -> Vec<PublicKey> {
    let valid = all.iter().filter(|one| one.is_valid_at(now)).map(|one| one.public_key.as_str());
    let bare = subject.public_key.as_deref().filter(|key| all.iter().all(|one| one.public_key != *key));
    valid.chain(bare).filter_map(|key| key.parse().ok()).collect()
}

fn signed_by(keys: &[PublicKey], said: &[u8], signature: &str) -> Result<(), Refusal> {
    let signature: Signature = signature.parse().map_err(|_| Refusal::SignatureWrong)?;
    if keys.iter().any(|key| key.verify(said, &signature)) { Ok(()) } else { Err(Refusal::SignatureWrong) }
}

fn refused(error: &CertError) -> Refusal {
    let fault = match error {
        CertError::SignatureWrong => CertificateFault::SignatureWrong,
        CertError::OtherIssuer => CertificateFault::Untrusted,
        CertError::OutOfDate => CertificateFault::NotValid,
        _ => CertificateFault::Unreadable,
    };
    Refusal::Certificate { fault }
}

fn row(subject: SubjectId, certificate: &cert::Certificate, own: bool, now: Timestamp) -> Result<Certificate, Error> {
    let at = |seconds: u64| i64::try_from(seconds).map(|seconds| Timestamp::from_millis(seconds * 1000));
    Ok(Certificate {
        fingerprint: certificate.fingerprint().to_string(),
        subject,
        serial: certificate.serial(),
        issuer: certificate.issuer(),
        own,
        der: hex::encode(certificate.to_der()),
        public_key: certificate.public_key().to_string(),
        from: at(certificate.from()).map_err(Error::internal)?,
        until: at(certificate.until()).map_err(Error::internal)?,
        entered: now,
        revoked: None,
    })
}

fn read(one: &Certificate) -> Option<cert::Certificate> {
    hex::decode(&one.der).ok().and_then(|bytes| cert::Certificate::parse(&bytes).ok())
}

fn view(one: &Certificate, subject: &Subject, now: Timestamp) -> CertificateView {
    let der = hex::decode(&one.der).unwrap_or_default();
    CertificateView {
        fingerprint: one.fingerprint.clone(),
        serial: one.serial.clone(),
        issuer: one.issuer.clone(),
        own: one.own,
        public_key: one.public_key.clone(),
        from: one.from,
        until: one.until,
        revoked: one.revoked,
        in_force: one.is_valid_at(now) && subject.public_key.as_deref() == Some(&one.public_key),
        pem: to_pem(CERTIFICATE, &der).unwrap_or_default(),
    }
}

fn line(subject: &Subject, request: &certificates::Request) -> Result<RequestLine, Error> {
    let (bytes, read) = read_request(&request.der)?;
    Ok(RequestLine {
        subject: subject.id,
        code: subject.registration.code,
        company: subject.registration.name.clone(),
        at: request.at,
        digest: Digest::of(&bytes).to_string(),
        public_key: read.public_key().to_string(),
    })
}
