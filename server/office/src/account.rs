//! Signing in and out, and who is signed in.

use domain::credit::restriction;
use domain::journal::Act;
use domain::rights::{Caller, Person};
use domain::view::{Me, MySubject};
use domain::{Refusal, Timestamp};
use store::people::{self, User};
use store::{StoreError, credit, subjects};

use crate::journal::{Actor, Note};
use crate::{Error, Office, SessionCookie};

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
        tx: &store::Tx,
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
        let records = credit::of(db, id).await?;
        Ok(MySubject {
            id,
            code: subject.registration.code,
            name: subject.registration.name,
            standing: subject.standing,
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
