//! Signing in and out, and passwords by argon2id (RFC 9106), checked away from the threads that answer requests.

use argon2::{Argon2, Params, PasswordHasher, PasswordVerifier};
use domain::credit::restriction;
use domain::journal::Act;
use domain::rights::{Caller, Person};
use domain::subject::role::Undertaking;
use domain::view::{Me, MySubject};
use domain::{Refusal, Timestamp};
use rand_core::Rng;
use store::people::{self, User};
use store::{StoreError, Tx, sessions, subjects};

use crate::journal::{Actor, Note};
use crate::{Error, Office, SessionCookie};

/// What somebody types to sign in, and from what.
#[derive(Clone, Copy)]
pub struct Typed<'a> {
    pub login: &'a str,
    pub password: &'a str,
    /// A one-time code or a recovery code; empty where none is asked for.
    pub code: &'a str,
    /// What the browser says of itself.
    pub device: &'a str,
}

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
    /// `WrongPassword`, without saying which of the two is wrong; `Locked` after too many failures, whatever was typed;
    /// `CodeNeeded` and `WrongCode` once the password is right.
    pub async fn sign_in(&self, caller: &Caller, typed: &Typed<'_>) -> Result<(Me, SessionCookie), Error> {
        let login = typed.login.trim().to_ascii_lowercase();
        let user = people::find_by_login(self.0.store.read(), &login).await?;
        let now = self.now();
        self.may_try(caller, &login, user.as_ref(), now).await?;
        let kept = user.as_ref().map(|user| user.password.as_str());
        let fits = self.check_password(kept, typed.password).await?;
        let tx = self.0.store.write().await?;
        let refusal = match &user {
            Some(user) if fits => self.check_code(&tx, user.id, typed.code, now).await?.err(),
            _ => Some(Refusal::WrongPassword),
        };
        let user = match (user, refusal) {
            (_, Some(Refusal::CodeNeeded)) => return Err(Refusal::CodeNeeded.into()),
            (Some(user), None) => user,
            (_, refusal) => {
                self.count_failure(&tx, caller, &login, now).await?;
                let note = Note { act: Act::PersonSignInRefused, lot: None, subject: shortened(&login), payload: &() };
                self.note(&tx, &Actor::of(caller), now, note).await?;
                tx.commit().await?;
                return Err(refusal.unwrap_or(Refusal::WrongPassword).into());
            }
        };
        self.forget_failures(&tx, caller, &login).await?;
        let cookie = self.come_in(&tx, caller, &user, typed.device, "password", now).await?;
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
        sessions::close(&*tx, &cookie.digest()).await?;
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
        how: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        let actor = Actor { name: user.id.to_string(), address: &caller.address };
        self.note(tx, &actor, now, Note { act, lot: None, subject: user.id.to_string(), payload: &how }).await?;
        Ok(())
    }

    pub(crate) async fn describe(&self, user: &User, now: Timestamp) -> Result<Me, Error> {
        let subject = match user.subject {
            None => None,
            Some(id) => Some(self.my_subject(user, id, now).await?),
        };
        Ok(Me { login: user.login.clone(), role: user.role, subject })
    }

    async fn my_subject(&self, user: &User, id: domain::SubjectId, now: Timestamp) -> Result<MySubject, Error> {
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
            may: Undertaking::ALL.into_iter().filter(|to| to.is_open_to(&subject.roles)).collect(),
            seat: user.seat,
        })
    }
}

/// What somebody typed as a login goes into the journal only as far as a login can be long.
pub fn shortened(login: &str) -> String {
    login.chars().take(32).collect()
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
