//! What other authorities have revoked. Their lists come as files; a registered certificate that stands on one is revoked
//! here too, and none that does is registered.

use std::sync::PoisonError;

use cert::{CertError, Crl, Reason};
use domain::Timestamp;
use domain::certificate::RevocationReason;
use domain::journal::Act;
use store::{certificates, subjects};

use super::read;
use crate::ca::seconds;
use crate::journal::{Actor, Note};
use crate::{Error, Office};

impl Office {
    /// Keeps these lists in the place of those before, and revokes what stands on them. Returns how many that were.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_lists(&self, lists: Vec<Crl>) -> Result<u64, Error> {
        *self.0.ca.lists.write().unwrap_or_else(PoisonError::into_inner) = lists;
        let mut revoked = 0;
        for one in certificates::foreign(self.0.store.read()).await? {
            let Some(told) = read(&one).and_then(|certificate| self.on_a_list(&certificate)) else { continue };
            let tx = self.0.store.write().await?;
            let now = self.now();
            // Another node may have been faster.
            let found = certificates::find(&*tx, &one.fingerprint).await?.filter(|one| one.revoked.is_none());
            let (Some(mut one), Some(subject)) = (found, subjects::find(&*tx, one.subject).await?) else { continue };
            one.revoked = Some(told);
            certificates::update(&*tx, &one).await?;
            let (code, payload) = (subject.registration.code.to_string(), (&one.fingerprint, told.1));
            let note = Note { act: Act::CertificateRevoked, lot: None, subject: code, payload: &payload };
            self.note(&tx, &Actor::clock(), now, note).await?;
            self.settle_key(&tx, &Actor::clock(), &subject, now).await?;
            tx.commit().await?;
            revoked += 1;
        }
        Ok(revoked)
    }

    /// When and why its own authority revoked it. A list that is out of date still tells what it told: what was revoked
    /// stays so. One that is signed by anybody else tells nothing.
    pub(super) fn on_a_list(&self, certificate: &cert::Certificate) -> Option<(Timestamp, RevocationReason)> {
        let (ca, now) = (&self.0.ca, seconds(self.now()));
        let held = |verified| matches!(verified, Ok(()) | Err(CertError::OutOfDate));
        let lists = ca.lists.read().unwrap_or_else(PoisonError::into_inner);
        let issuer =
            ca.roots.iter().map(cert::Authority::certificate).find(|root| held(certificate.verify(root, now)))?;
        let entry =
            lists.iter().filter(|list| held(list.verify(issuer, now))).find_map(|list| list.find(certificate))?;
        let reason = match entry.reason {
            Reason::KeyCompromise => RevocationReason::KeyCompromise,
            Reason::Unspecified => RevocationReason::KeyLost,
            Reason::Superseded => RevocationReason::Superseded,
            Reason::Ceased => RevocationReason::Ceased,
        };
        Some((Timestamp::from_millis(i64::try_from(entry.at * 1000).ok()?), reason))
    }
}
