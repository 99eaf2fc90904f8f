//! A person's own account: what lets it in, and the way back when the password is lost.

use domain::access::{self as rules, Account, LetterLine, PasskeyLine, RECOVERY_MINUTES};
use domain::rights::Caller;
use domain::{Field, Refusal, Timestamp};
use store::access::{self, Passkey, Ticket, TicketKind};
use store::{letters, people, sessions};

use crate::colleagues::digest;
use crate::letters::Letter;
use crate::{Error, Office, SessionCookie};

/// Letters that a person is shown.
const LETTERS: u64 = 10;

impl Office {
    /// # Errors
    /// `SignInFirst`.
    pub async fn account(&self, caller: &Caller, cookie: &SessionCookie) -> Result<Account, Error> {
        let person = caller.person()?;
        let (db, now) = (self.0.store.read(), self.now());
        let user = people::find(db, person.user).await?.ok_or(Refusal::SignInFirst)?;
        let company = match user.subject {
            Some(subject) => Some(self.subject(subject).await?.registration.name),
            None => None,
        };
        let codes = access::one_time(db, user.id).await?.is_some_and(|row| row.confirmed.is_some());
        let left = access::recovery_codes_left(db, user.id).await?;
        let passkeys = access::passkeys_of(db, user.id).await?;
        Ok(Account {
            email: people::email(&self.0.store, user.id).await?,
            company,
            codes,
            recovery_codes: u32::try_from(left).unwrap_or(u32::MAX),
            passkeys: passkeys.into_iter().map(passkey).collect(),
            sessions: self.sessions_of(user.id, cookie, now).await?,
            proved_until: self.proved_until(cookie, now).await?,
            reminders: people::reminders(db, user.id).await?,
            letters: letters::of_person(db, user.id, LETTERS).await?.into_iter().map(letter).collect(),
            login: user.login,
            seat: user.seat,
        })
    }

    /// Another password; all other sessions end.
    ///
    /// # Errors
    /// `SignInFirst`, `ProveFirst`, `Invalid`.
    pub async fn change_password(
        &self,
        caller: &Caller,
        cookie: &SessionCookie,
        password: &str,
        again: &str,
    ) -> Result<(), Error> {
        let user = caller.person()?.user;
        rules::new_password(password, again)?;
        let now = self.now();
        self.proved(cookie, now).await?;
        let kept = self.hash_password(password).await?;
        let tx = self.0.store.write().await?;
        people::set_password(&*tx, user, &kept).await?;
        sessions::close_others(&*tx, user, &cookie.digest()).await?;
        access::use_tickets_of(&*tx, user, now).await?;
        self.note_access(&tx, caller, user, "password changed", now).await?;
        self.tell_person(&tx, user, &Letter::PasswordChanged, now).await?;
        Ok(tx.commit().await?)
    }

    /// Where letters go from now on; the old address hears of it too.
    ///
    /// # Errors
    /// `SignInFirst`, `ProveFirst`, `Invalid`.
    pub async fn set_email(&self, caller: &Caller, cookie: &SessionCookie, email: &str) -> Result<(), Error> {
        let user = caller.person()?.user;
        let email = rules::email(email).map_err(|fault| Refusal::field(Field::Email, fault))?;
        let now = self.now();
        self.proved(cookie, now).await?;
        let tx = self.0.store.write().await?;
        let letter = Letter::EmailChanged { to: email.clone() };
        self.tell_person(&tx, user, &letter, now).await?;
        people::set_email(&tx, user, &email).await?;
        self.tell_person(&tx, user, &letter, now).await?;
        self.note_access(&tx, caller, user, "e-mail changed", now).await?;
        Ok(tx.commit().await?)
    }

    /// Whether the person wants to be reminded of openings of its company's bids, by letter.
    ///
    /// # Errors
    /// `SignInFirst`, `Invalid` for whoever has named no address.
    pub async fn set_reminders(&self, caller: &Caller, wanted: bool) -> Result<(), Error> {
        let user = caller.person()?.user;
        let tx = self.0.store.write().await?;
        if people::email(&tx, user).await?.is_none() {
            return Err(Refusal::field(Field::Email, domain::Fault::Empty).into());
        }
        people::set_reminders(&*tx, user, wanted).await?;
        self.note_access(&tx, caller, user, if wanted { "reminders on" } else { "reminders off" }, self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Sends a link to set a new password, if there is such a login and it has named an address. Which of this is so is
    /// not told.
    ///
    /// # Errors
    /// `Locked` for a network that asks too often.
    pub async fn recover(&self, caller: &Caller, login: &str) -> Result<(), Error> {
        let login = login.trim().to_ascii_lowercase();
        let now = self.now();
        // Under a name of its own: whoever forgot its password has failed often enough already.
        let counted = format!("recover {login}").chars().take(40).collect::<String>();
        self.may_try(caller, &counted, None, now).await?;
        let tx = self.0.store.write().await?;
        self.count_failure(&tx, caller, &counted, now).await?;
        let user = people::find_by_login(&*tx, &login).await?;
        let address = match &user {
            Some(user) => people::email(&tx, user.id).await?,
            None => None,
        };
        if let (Some(user), Some(address)) = (user, address) {
            let secret = hex::encode(self.0.chance.secret());
            let until = now.plus_seconds(RECOVERY_MINUTES * 60);
            access::use_tickets_of(&*tx, user.id, now).await?;
            let (digest, kind) = (digest(&secret), TicketKind::Recovery);
            let ticket =
                Ticket { digest, kind, person: Some(user.id), seat: None, address: address.clone(), expires: until };
            access::insert_ticket(&tx, &ticket).await?;
            let link = format!("{}/recover/{secret}", self.0.origin);
            self.write_to(&tx, &address, &Letter::Recovery { login, link, until }, now).await?;
            self.note_access(&tx, caller, user.id, "recovery asked for", now).await?;
        }
        Ok(tx.commit().await?)
    }

    /// A new password by such a link; all sessions end. One-time codes are asked for as before.
    ///
    /// # Errors
    /// `LinkOver`, `Invalid`.
    pub async fn reset_password(
        &self,
        caller: &Caller,
        secret: &str,
        password: &str,
        again: &str,
    ) -> Result<(), Error> {
        rules::new_password(password, again)?;
        let kept = self.hash_password(password).await?;
        let tx = self.0.store.write().await?;
        let now = self.now();
        let found = access::find_ticket(&tx, &digest(secret), now).await?;
        let person = found.and_then(|ticket| ticket.person).ok_or(Refusal::LinkOver)?;
        people::set_password(&*tx, person, &kept).await?;
        sessions::close_others(&*tx, person, "").await?;
        access::use_tickets_of(&*tx, person, now).await?;
        self.note_access(&tx, caller, person, "password set by a link", now).await?;
        self.tell_person(&tx, person, &Letter::PasswordChanged, now).await?;
        Ok(tx.commit().await?)
    }
}

fn letter(row: letters::Letter) -> LetterLine {
    let letters::Letter { title, made, sent, .. } = row;
    LetterLine { title, made: Timestamp::from_millis(made), sent: sent.is_some() }
}

fn passkey(row: Passkey) -> PasskeyLine {
    let Passkey { id, name, made, used, .. } = row;
    PasskeyLine { id, name, made: Timestamp::from_millis(made), used: used.map(Timestamp::from_millis) }
}
