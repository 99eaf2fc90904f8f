//! Signing in and out: who is signed in, the session cookie (a secret for the browser, its digest for the database),
//! and passwords by argon2id (RFC 9106), checked away from the threads that answer requests.

use argon2::{Argon2, Params, PasswordHasher, PasswordVerifier};
use domain::credit::restriction;
use domain::journal::Act;
use domain::rights::{Caller, Person};
use domain::view::{Me, MySubject};
use domain::{Refusal, Timestamp};
use rand_core::Rng;
use seal::Digest;
use store::people::{self, User};
use store::{StoreError, Tx, subjects};

use crate::journal::{Actor, Note};
use crate::{Error, Office};

impl Office {
    /// Who is signed in, if anybody.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn me(&self, caller: &Caller) -> Result<Option<Me>, Error> {
        let Some(person) = &caller.person else { return Ok(None) };
        let Some(user) = people::find(self.0.store.read(), person.user).await? else { return Ok(None) };
        Ok(Some(self.describe(&user, self.now()).await?))
    }

    /// Signs in; the answer takes the same time whether or not the login exists.
    ///
    /// # Errors
    /// `WrongPassword`, without saying which of the two is wrong.
    pub async fn sign_in(&self, caller: &Caller, login: &str, password: &str) -> Result<(Me, SessionCookie), Error> {
        let login = login.trim().to_ascii_lowercase();
        let user = people::find_by_login(self.0.store.read(), &login).await?;
        let fits = self.check_password(user.as_ref().map(|user| user.password.as_str()), password).await?;
        let now = self.now();
        let tx = self.0.store.write().await?;
        let Some(user) = user.filter(|_| fits) else {
            let note = Note { act: Act::PersonSignInRefused, lot: None, subject: shortened(&login), payload: &() };
            self.note(&tx, &Actor::of(caller), now, note).await?;
            tx.commit().await?;
            return Err(Refusal::WrongPassword.into());
        };
        people::drop_expired_sessions(&*tx, now).await?;
        let cookie = self.open_session(&tx, &user, now).await?;
        self.note_person(&tx, caller, &user, Act::PersonSignedIn, now).await?;
        tx.commit().await?;
        Ok((self.describe(&user, now).await?, cookie))
    }

    /// Ends the session of the cookie.
    ///
    /// # Errors
    /// When the database does not answer; signing out twice is no error.
    pub async fn sign_out(&self, caller: &Caller, cookie: &SessionCookie) -> Result<(), Error> {
        let Some(Person { user, .. }) = &caller.person else { return Ok(()) };
        let tx = self.0.store.write().await?;
        self.close_session(&tx, cookie).await?;
        let note = Note { act: Act::PersonSignedOut, lot: None, subject: user.to_string(), payload: &() };
        self.note(&tx, &Actor::of(caller), self.now(), note).await?;
        Ok(tx.commit().await?)
    }

    /// The entry of somebody who has just become known: the person itself is the actor.
    pub(crate) async fn note_person(
        &self,
        tx: &Tx,
        caller: &Caller,
        user: &User,
        act: Act,
        now: Timestamp,
    ) -> Result<(), Error> {
        let actor = Actor { name: user.id.to_string(), address: &caller.address };
        self.note(tx, &actor, now, Note { act, lot: None, subject: user.id.to_string(), payload: &() }).await?;
        Ok(())
    }

    pub(crate) async fn describe(&self, user: &User, now: Timestamp) -> Result<Me, Error> {
        let subject = match user.subject {
            None => None,
            Some(id) => Some(self.my_subject(id, now).await?),
        };
        Ok(Me { login: user.login.clone(), role: user.role, subject })
    }

    async fn my_subject(&self, id: domain::SubjectId, now: Timestamp) -> Result<MySubject, Error> {
        let db = self.0.store.read();
        let lost = || StoreError::Corrupt { table: "users", column: "subject", row: id.to_string() };
        let subject = subjects::find(db, id).await?.ok_or_else(lost)?;
        let records = subjects::credit_of(db, id).await?;
        Ok(MySubject {
            id,
            standing: subject.standing_on(now.day()),
            code: subject.registration.code,
            name: subject.registration.name,
            public_key: subject.public_key,
            practice: subject.practice,
            restriction: restriction(&records, now),
        })
    }
}

/// What somebody typed as a login goes into the journal only as far as a login can be long.
fn shortened(login: &str) -> String {
    login.chars().take(32).collect()
}

const COOKIE: &str = "kaibiao_session";
/// A working day with its evening; after it people sign in anew.
const HOURS: i64 = 12;

/// The secret half of a session.
#[derive(Clone)]
pub struct SessionCookie(String);

impl SessionCookie {
    /// The cookie line that ends a session in the browser.
    pub const CLEAR: &'static str = "kaibiao_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0";

    /// Finds the cookie among `Cookie` headers.
    pub fn from_headers<'a>(headers: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let pairs = headers.into_iter().flat_map(|line| line.split(';'));
        let mut secrets = pairs.filter_map(|pair| pair.trim().split_once('=')).filter(|(name, _)| *name == COOKIE);
        secrets.next().map(|(_, secret)| Self(secret.to_owned()))
    }

    /// The `Set-Cookie` line. `Secure` is added by the server where it is reached by HTTPS.
    #[must_use]
    pub fn set(&self) -> String {
        format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}", self.0, HOURS * 3600)
    }

    /// The pair as a browser sends it.
    #[must_use]
    pub fn pair(&self) -> String {
        format!("{COOKIE}={}", self.0)
    }

    fn digest(&self) -> String {
        Digest::of(self.0.as_bytes()).to_string()
    }
}

impl Office {
    /// Who stands behind a cookie; a visitor if there is none or it has expired.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn caller(&self, cookie: Option<&SessionCookie>, address: &str) -> Result<Caller, Error> {
        let user = match cookie {
            Some(cookie) => people::session(self.0.store.read(), &cookie.digest(), self.now()).await?,
            None => None,
        };
        Ok(Caller { person: user.map(|user| user.person()), address: address.to_owned() })
    }

    pub(crate) async fn open_session(&self, tx: &Tx, user: &User, now: Timestamp) -> Result<SessionCookie, Error> {
        let cookie = SessionCookie(hex::encode(self.0.chance.secret()));
        people::open_session(&**tx, &cookie.digest(), user.id, now.plus_seconds(HOURS * 3600)).await?;
        Ok(cookie)
    }

    pub(crate) async fn close_session(&self, tx: &Tx, cookie: &SessionCookie) -> Result<(), Error> {
        Ok(people::close_session(&**tx, &cookie.digest()).await?)
    }
}

/// What one check of a password costs.
#[derive(Clone, Debug)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    pub passes: u32,
}

impl Cost {
    /// The second recommendation of RFC 9106 has 64 MiB; 19 MiB and two passes is OWASP's floor, and lets a small
    /// machine sign in a crowd at a deadline.
    pub const SERVICE: Self = Self { memory: 19 * 1024, passes: 2 };

    fn argon2(&self) -> Result<Argon2<'static>, Error> {
        let params = Params::new(self.memory, self.passes, 1, None).map_err(Error::internal)?;
        Ok(Argon2::from(params))
    }
}

impl Office {
    /// The PHC string to keep for a password.
    pub(crate) async fn hash_password(&self, password: &str) -> Result<String, Error> {
        let mut salt = [0; 16];
        self.0.chance.fork().fill_bytes(&mut salt);
        let (argon2, password) = (self.0.cost.argon2()?, zeroize::Zeroizing::new(password.to_owned()));
        let work = move || argon2.hash_password_with_salt(password.as_bytes(), &salt).map(|hash| hash.to_string());
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)?.map_err(Error::internal)
    }

    /// Whether the password is the one kept. Without an account the same work is done, so that the time taken does not
    /// tell which logins exist.
    pub(crate) async fn check_password(&self, kept: Option<&str>, password: &str) -> Result<bool, Error> {
        let Some(kept) = kept.map(str::to_owned) else {
            self.hash_password(password).await?;
            return Ok(false);
        };
        let (argon2, password) = (self.0.cost.argon2()?, zeroize::Zeroizing::new(password.to_owned()));
        let work = move || argon2.verify_password(password.as_bytes(), kept.as_str()).is_ok();
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::SessionCookie;

    #[test]
    fn the_cookie_is_found_among_others() {
        let found = SessionCookie::from_headers(["lang=en; other=1", "a=b; kaibiao_session=abc"]);
        assert_eq!(found.unwrap().pair(), "kaibiao_session=abc");
        assert!(SessionCookie::from_headers(["xkaibiao_session=abc"]).is_none());
    }
}
