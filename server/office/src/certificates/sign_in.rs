//! Signing in by the company's certificate. Its key signs a text that names this portal, the account, and a challenge that
//! one browser was given once and has the secret of.
//!
//! A certificate names a company and no person, so the account is typed beside it and the key stands for the password
//! alone: a one-time code is asked for where there is one, and what is the administrator's asks for the password as well
//! ([`Person::by_key`](domain::rights::Person)), or whoever submits bids with the company's key could be its administrator.

use cert::said::sign_in;
use domain::certificate::CertificateFault;
use domain::journal::Act;
use domain::refusal::text;
use domain::rights::Caller;
use domain::view::Me;
use domain::{Field, Refusal, Role, Timestamp};
use seal::{Digest, PublicKey, Signature};
use serde::{Deserialize, Serialize};
use store::certificates::{self, Certificate};
use store::people::{self, User};
use store::{Tx, sessions, subjects};

use super::foreign::issued_by_one;
use super::read;
use crate::account::shortened;
use crate::ca::seconds;
use crate::journal::{Actor, Note};
use crate::sessions::{NEVER, named};
use crate::{Error, Office, SessionCookie};

const COOKIE: &str = "kaibiao_knock";
const KIND: &str = "certificate";

/// The secret of a browser that is not signed in yet; only it can answer what it was asked.
#[derive(Clone)]
pub struct Knock(String);

impl Knock {
    /// Finds the cookie among `Cookie` headers.
    pub fn from_headers<'a>(headers: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        named(COOKIE, headers).map(Self)
    }

    /// The `Set-Cookie` line. It ends with the browser, and what it was given for holds five minutes.
    #[must_use]
    pub fn set(&self) -> String {
        format!("{COOKIE}={}; Path=/api/fn; HttpOnly; SameSite=Strict", self.0)
    }

    /// What is signed instead of the secret.
    fn challenge(&self) -> Digest {
        Digest::of_fields("kaibiao-knock/1", [self.0.as_bytes()])
    }
}

/// What a browser was asked.
#[derive(Serialize, Deserialize)]
struct Asked {
    login: String,
    said: String,
}

impl Office {
    /// The text that the company's key is to sign, and the secret of the browser that asks. Whether there is such an
    /// account makes no difference. `origin` is where the browser stands.
    ///
    /// # Errors
    /// `Invalid` for what is no login.
    pub async fn ask_certificate(&self, origin: &str, login: &str) -> Result<(String, Knock), Error> {
        let login = text(login, 32).map_err(|fault| Refusal::field(Field::Login, fault))?.to_ascii_lowercase();
        let knock = Knock(hex::encode(self.0.chance.secret()));
        let said = sign_in(self.origin(origin), &login, &knock.challenge().to_string());
        self.keep_ceremony(KIND, &knock.0, &Asked { login, said: said.clone() }, self.now()).await?;
        Ok((said, knock))
    }

    /// Signs in by the signature over what this browser was asked. Whatever the answer, it is asked anew the next time.
    ///
    /// # Errors
    /// `LinkOver` for a browser that was not asked, or too long ago; `SignatureWrong` whether there is no such account or no
    /// certificate of its company fits; `Certificate` for one that is not valid, `NotApproved` for a company that is not in
    /// force; `Locked`, `CodeNeeded` and `WrongCode` as by password.
    pub async fn sign_in_by_certificate(
        &self,
        caller: &Caller,
        knock: Option<Knock>,
        signature: &str,
        code: &str,
        device: &str,
    ) -> Result<(Me, SessionCookie), Error> {
        let (knock, now) = (knock.ok_or(Refusal::LinkOver)?, self.now());
        let tx = self.0.store.write().await?;
        let Asked { login, said } = self.take_ceremony(&tx, KIND, &knock.0, now).await?;
        let user = people::find_by_login(&*tx, &login).await?.filter(|user| user.role == Role::Bidder);
        if let Err(error) = self.may_try(caller, &login, user.as_ref(), now).await {
            tx.commit().await?;
            return Err(error);
        }
        let fits = self.signed_for(&tx, user.as_ref(), &said, signature, now).await?;
        let fits = match (fits, user) {
            (Ok(fingerprint), Some(user)) => {
                self.check_code(&tx, user.id, code, now).await?.map(|()| (user, fingerprint))
            }
            (Err(refusal), _) => Err(refusal),
            (Ok(_), None) => Err(Refusal::SignatureWrong),
        };
        let (user, fingerprint) = match fits {
            Ok(fits) => fits,
            Err(refusal) => {
                // Asking for the code is no failure.
                if refusal != Refusal::CodeNeeded {
                    self.count_failure(&tx, caller, &login, now).await?;
                    let subject = shortened(&login);
                    let note = Note { act: Act::PersonSignInRefused, lot: None, subject, payload: &KIND };
                    self.note(&tx, &Actor::of(caller), now, note).await?;
                }
                tx.commit().await?;
                return Err(refusal.into());
            }
        };
        self.forget_failures(&tx, caller, &login).await?;
        let cookie = self.come_in(&tx, caller, &user, device, &format!("{KIND} {fingerprint}"), now).await?;
        sessions::prove(&*tx, &cookie.digest(), NEVER).await?;
        tx.commit().await?;
        Ok((self.describe(&user, now).await?, cookie))
    }

    /// The fingerprint of the certificate whose key signed: one of the person's company, in force with its whole chain.
    async fn signed_for(
        &self,
        tx: &Tx,
        user: Option<&User>,
        said: &str,
        signature: &str,
        now: Timestamp,
    ) -> Result<Result<String, Refusal>, Error> {
        let Ok(signature) = signature.parse::<Signature>() else { return Ok(Err(Refusal::SignatureWrong)) };
        let subject = match user.and_then(|user| user.subject) {
            Some(id) => subjects::find(&**tx, id).await?,
            None => None,
        };
        let Some(subject) = subject else {
            // The same work, so that the time taken does not tell which accounts exist.
            let _no_matter = self.0.platform.public_key().verify(said.as_bytes(), &signature);
            return Ok(Err(Refusal::SignatureWrong));
        };
        let all = certificates::of_subject(&**tx, subject.id).await?;
        let holds = |one: &&Certificate| {
            one.public_key.parse::<PublicKey>().is_ok_and(|key| key.verify(said.as_bytes(), &signature))
        };
        let signed: Vec<&Certificate> = all.iter().rev().filter(holds).collect();
        let valid = signed.iter().find(|one| one.is_valid_at(now) && self.vouches(one, now));
        Ok(match valid {
            // Overdue is in force: whoever has to confirm its data must come in to do it.
            Some(one) => subject.standing.in_force().map(|()| one.fingerprint.clone()),
            None if signed.is_empty() => Err(Refusal::SignatureWrong),
            None => Err(Refusal::Certificate { fault: CertificateFault::NotValid }),
        })
    }

    /// Whether the authority that issued it is still one to rely on.
    fn vouches(&self, one: &Certificate, now: Timestamp) -> bool {
        let ca = &self.0.ca;
        let authorities = if one.own { std::slice::from_ref(&ca.authority) } else { ca.roots.as_slice() };
        read(one).is_some_and(|read| issued_by_one(&read, authorities, seconds(now)).is_ok())
    }
}
