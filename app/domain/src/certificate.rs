//! Certificates (数字证书) of company keys: what is told of them, and when one is to be renewed.

use serde::{Deserialize, Serialize};

use crate::{CreditCode, SubjectId, Timestamp};

/// The centre's own certificates are valid for this long.
pub const VALID_DAYS: i64 = 365;
/// Renewal is called for from so many days before the end; the old certificate stays valid to its own.
pub const RENEWAL_DAYS: i64 = 30;

/// Why a certificate is revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevocationReason {
    /// Somebody else may have the key: nothing that is signed with it counts from now on.
    KeyCompromise,
    /// Key file or passphrase are lost.
    KeyLost,
    Superseded,
    Ceased,
}

impl RevocationReason {
    pub const ALL: [Self; 4] = [Self::KeyCompromise, Self::KeyLost, Self::Superseded, Self::Ceased];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::KeyCompromise => "key_compromise",
            Self::KeyLost => "key_lost",
            Self::Superseded => "superseded",
            Self::Ceased => "ceased",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// A certificate as its company and a registrar see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateView {
    /// SM3 over the whole of it.
    pub fingerprint: String,
    pub serial: String,
    pub issuer: String,
    /// The centre's own authority issued it.
    pub own: bool,
    pub public_key: String,
    pub from: Timestamp,
    pub until: Timestamp,
    pub revoked: Option<(Timestamp, RevocationReason)>,
    /// Its key is the one that bids are sealed and signed with.
    pub in_force: bool,
    pub pem: String,
}

impl CertificateView {
    #[must_use]
    pub fn is_valid_at(&self, now: Timestamp) -> bool {
        self.revoked.is_none() && self.from <= now && now <= self.until
    }

    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.is_valid_at(now) && now >= self.until.plus_days(-RENEWAL_DAYS)
    }
}

/// All of a company, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificates {
    pub certificates: Vec<CertificateView>,
    /// A request that waits for a registrar.
    pub waiting: Option<RequestLine>,
    /// Submitted bids whose openings are not over, each of which its own key alone opens.
    pub bids: u32,
    pub now: Timestamp,
}

/// A request in the registrar's queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestLine {
    pub subject: SubjectId,
    pub code: CreditCode,
    pub company: String,
    pub at: Timestamp,
    /// SM3 over the request: the decision is on this one and no later one.
    pub digest: String,
    pub public_key: String,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    Issued {
        certificate: CertificateView,
    },
    /// No key of the company vouches for it: a registrar has to.
    Waiting,
}

/// Why a certificate or a request is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateFault {
    /// Not read, or not SM2 with SM3, or for another use.
    Unreadable,
    SignatureWrong,
    /// It names another company, or another company has its key.
    OtherCompany,
    /// Its issuer is not among those that the centre trusts.
    Untrusted,
    /// Expired, not yet valid, or revoked.
    NotValid,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_due_in_its_last_month_and_not_once_it_is_revoked() {
        let from = Timestamp::from_millis(0);
        let mut view = CertificateView {
            fingerprint: String::new(),
            serial: String::new(),
            issuer: String::new(),
            own: true,
            public_key: String::new(),
            from,
            until: from.plus_days(VALID_DAYS),
            revoked: None,
            in_force: true,
            pem: String::new(),
        };
        let due = |view: &CertificateView, day| view.is_due(from.plus_days(day));
        assert!(!due(&view, 334) && due(&view, 335) && due(&view, 365) && !due(&view, 366));
        view.revoked = Some((from, RevocationReason::Ceased));
        assert!(!due(&view, 340));
    }

    #[test]
    fn a_reason_is_found_by_its_name() {
        for reason in RevocationReason::ALL {
            assert_eq!(RevocationReason::from_name(reason.name()), Some(reason));
        }
    }
}
