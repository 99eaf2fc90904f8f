//! The centre's own authority: its key and certificate, whom else it trusts, and what it publishes.

use std::sync::{Arc, RwLock};

use cert::{Authority, Crl, Holder, Leaf, Reason, Revoked, Software};
use domain::Timestamp;
use domain::certificate::{RevocationReason, VALID_DAYS};
use seal::{PublicKey, SecretKey};
use store::certificates::{self, Certificate};

use crate::{Chance, Error, Office};

/// The authority outlives what it issues by far.
const ROOT_DAYS: i64 = 20 * 365;
/// A new list is signed whenever one is asked for; this one holds so long for who keeps it.
const LIST_DAYS: i64 = 7;

const NAME: &str = "Kaibiao Root CA";

#[derive(Clone)]
pub struct Ca {
    pub authority: Authority,
    pub key: SecretKey,
    /// Others whose certificates companies may register.
    pub roots: Vec<Authority>,
    /// What they have revoked, as far as it is known here.
    pub lists: Arc<RwLock<Vec<Crl>>>,
    /// Where the revocation list is to be had, as certificates say it.
    pub list: String,
}

impl Ca {
    /// Founds an authority with this key.
    ///
    /// # Errors
    /// When the time can stand in no certificate.
    pub fn found(key: SecretKey, now: Timestamp, list: String, chance: &Chance) -> Result<Self, Error> {
        let mut rng = chance.fork();
        let span = (seconds(now), seconds(now.plus_days(ROOT_DAYS)));
        let serial = chance.bits().to_be_bytes();
        let authority = Authority::found(NAME, serial, span, &mut Software::new(&key, &mut rng));
        Ok(Self { authority: authority.map_err(Error::internal)?, key, roots: Vec::new(), lists: Arc::default(), list })
    }
}

impl Office {
    /// The authority's own certificate, in DER.
    #[must_use]
    pub fn ca_root(&self) -> Vec<u8> {
        self.0.ca.authority.certificate().to_der().to_vec()
    }

    /// What was revoked up to now, in DER.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ca_list(&self) -> Result<Vec<u8>, Error> {
        let revoked: Vec<Revoked> =
            certificates::revoked(self.0.store.read()).await?.iter().filter_map(entry).collect();
        let now = self.now();
        let number = u64::try_from(now.millis()).map_err(Error::internal)?;
        let mut rng = self.0.chance.fork();
        let span = (seconds(now), seconds(now.plus_days(LIST_DAYS)));
        let ca = &self.0.ca;
        ca.authority.revoke(&revoked, number, span, &mut Software::new(&ca.key, &mut rng)).map_err(Error::internal)
    }

    /// Issues a certificate from now on.
    pub(crate) fn issue(&self, holder: &Holder, key: PublicKey, now: Timestamp) -> Result<cert::Certificate, Error> {
        let (ca, mut rng) = (&self.0.ca, self.0.chance.fork());
        let leaf = Leaf {
            serial: self.0.chance.bits().to_be_bytes(),
            holder,
            key,
            from: seconds(now),
            until: seconds(now.plus_days(VALID_DAYS)),
            list: &ca.list,
        };
        ca.authority.issue(&leaf, &mut Software::new(&ca.key, &mut rng)).map_err(Error::internal)
    }
}

/// Certificates count whole seconds since 1970.
pub fn seconds(at: Timestamp) -> u64 {
    u64::try_from(at.millis() / 1000).unwrap_or_default()
}

fn entry(certificate: &Certificate) -> Option<Revoked> {
    let (at, reason) = certificate.revoked?;
    let reason = match reason {
        RevocationReason::KeyCompromise => Reason::KeyCompromise,
        RevocationReason::KeyLost => Reason::Unspecified,
        RevocationReason::Superseded => Reason::Superseded,
        RevocationReason::Ceased => Reason::Ceased,
    };
    Some(Revoked { serial: certificate.serial.clone(), at: seconds(at), reason })
}
