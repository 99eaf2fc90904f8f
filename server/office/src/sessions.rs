//! Sessions: a secret for the browser, its digest for the database; who stands behind one, which there are, and whether
//! the person has proved itself lately.

use domain::access::{IDLE_HOURS, LONGEST_HOURS, PROOF_SECONDS, SessionLine};
use domain::journal::Act;
use domain::rights::{Caller, Person};
use domain::{Refusal, Timestamp, UserId};
use seal::Digest;
use store::people::{self, User};
use store::sessions::{self, Session};
use store::{Tx, access};

use crate::account::Typed;
use crate::journal::{Actor, Note};
use crate::letters::Letter;
use crate::{Error, Office, device};

const COOKIE: &str = "kaibiao_session";
/// When somebody was last there is noted no more often.
const TOUCH_MINUTES: i64 = 10;
/// When a session was proved that the company's key began, until the person behind it proves itself.
pub const NEVER: Timestamp = Timestamp::from_millis(0);

/// The secret half of a session.
#[derive(Clone)]
pub struct SessionCookie(String);

impl SessionCookie {
    /// The cookie line that ends a session in the browser.
    pub const CLEAR: &'static str = "kaibiao_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0";

    /// Finds the cookie among `Cookie` headers.
    pub fn from_headers<'a>(headers: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        named(COOKIE, headers).map(Self)
    }

    /// The `Set-Cookie` line. `Secure` is added by the server where it is reached by HTTPS.
    #[must_use]
    pub fn set(&self) -> String {
        format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}", self.0, LONGEST_HOURS * 3600)
    }

    /// The pair as a browser sends it.
    #[must_use]
    pub fn pair(&self) -> String {
        format!("{COOKIE}={}", self.0)
    }

    pub(crate) fn digest(&self) -> String {
        Digest::of(self.0.as_bytes()).to_string()
    }
}

/// What the cookie of this name holds, out of `Cookie` headers.
pub fn named<'a>(cookie: &str, headers: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let pairs = headers.into_iter().flat_map(|line| line.split(';'));
    let mut secrets = pairs.filter_map(|pair| pair.trim().split_once('=')).filter(|(name, _)| *name == cookie);
    secrets.next().map(|(_, secret)| secret.to_owned())
}

impl Office {
    /// Who stands behind a cookie; a visitor if there is none or it has expired.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn caller(&self, cookie: Option<&SessionCookie>, address: &str) -> Result<Caller, Error> {
        let now = self.now();
        let db = self.0.store.read();
        let session = match cookie {
            Some(cookie) => sessions::find(db, &cookie.digest(), now, idle(now)).await?,
            None => None,
        };
        let Some(session) = session else { return Ok(Caller::visitor(address)) };
        if now.millis() - session.seen > TOUCH_MINUTES * 60_000 {
            let tx = self.0.store.write().await?;
            sessions::touch(&*tx, &session.token, now, address).await?;
            tx.commit().await?;
        }
        let user = match session.person.parse() {
            Ok(id) => people::find(db, id).await?,
            Err(_) => None,
        };
        let by_key = session.proved == NEVER.millis();
        let person = user.map(|user| Person { by_key, ..user.person() });
        Ok(Caller { person, address: address.to_owned() })
    }

    pub(crate) async fn open_session(&self, tx: &Tx, user: &User, now: Timestamp) -> Result<SessionCookie, Error> {
        self.open_session_on(tx, user.id, "", "", now).await
    }

    async fn open_session_on(
        &self,
        tx: &Tx,
        user: UserId,
        device: &str,
        address: &str,
        now: Timestamp,
    ) -> Result<SessionCookie, Error> {
        let cookie = SessionCookie(hex::encode(self.0.chance.secret()));
        let begun = sessions::begun(&cookie.digest(), user, now, now.plus_seconds(LONGEST_HOURS * 3600));
        sessions::open(&**tx, Session { device: device.to_owned(), address: address.to_owned(), ..begun }).await?;
        Ok(cookie)
    }

    /// Somebody has proved who it is, and `how` is on record: a session begins. A place that is new to the person is told
    /// of by letter.
    pub(crate) async fn come_in(
        &self,
        tx: &Tx,
        caller: &Caller,
        user: &User,
        device: &str,
        how: &str,
        now: Timestamp,
    ) -> Result<SessionCookie, Error> {
        sessions::drop_over(&**tx, now, idle(now)).await?;
        let device = &device::name(device);
        let cookie = self.open_session_on(tx, user.id, device, &caller.address, now).await?;
        let (network, place) = (network(&caller.address), format!("{}|{device}", network(&caller.address)));
        let place = Digest::of(place.as_bytes()).to_string();
        let known = access::is_known(&**tx, user.id).await?;
        if known && !access::is_familiar(&**tx, user.id, &place, Timestamp::from_millis(0)).await? {
            let letter = Letter::NewPlace { device: device.to_owned(), address: caller.address.clone() };
            self.tell_person(tx, user.id, &letter, now).await?;
        }
        access::make_familiar(&**tx, user.id, &place, now).await?;
        access::make_familiar(&**tx, user.id, &network, now).await?;
        self.note_person(tx, caller, user, Act::PersonSignedIn, how, now).await?;
        Ok(cookie)
    }

    /// The caller's sessions, the last seen first.
    pub(crate) async fn sessions_of(
        &self,
        user: UserId,
        cookie: &SessionCookie,
        now: Timestamp,
    ) -> Result<Vec<SessionLine>, Error> {
        let all = sessions::of_person(self.0.store.read(), user, now, idle(now)).await?;
        let current = cookie.digest();
        let line = |one: Session| SessionLine {
            current: one.token == current,
            id: one.token,
            device: one.device,
            address: one.address,
            opened: Timestamp::from_millis(one.opened),
            seen: Timestamp::from_millis(one.seen),
        };
        Ok(all.into_iter().map(line).collect())
    }

    /// Ends one of the caller's sessions.
    ///
    /// # Errors
    /// `SignInFirst`, `NotFound`.
    pub async fn end_session(&self, caller: &Caller, id: &str) -> Result<(), Error> {
        let user = caller.person()?.user;
        let now = self.now();
        let tx = self.0.store.write().await?;
        let own = sessions::of_person(&*tx, user, now, idle(now)).await?;
        if !own.iter().any(|one| one.token == id) {
            return Err(Refusal::NotFound.into());
        }
        sessions::close(&*tx, id).await?;
        self.note_access(&tx, caller, user, "session ended", now).await?;
        Ok(tx.commit().await?)
    }

    /// Ends all of the caller's sessions but this.
    ///
    /// # Errors
    /// `SignInFirst`.
    pub async fn end_other_sessions(&self, caller: &Caller, cookie: &SessionCookie) -> Result<(), Error> {
        let user = caller.person()?.user;
        let tx = self.0.store.write().await?;
        sessions::close_others(&*tx, user, &cookie.digest()).await?;
        self.note_access(&tx, caller, user, "other sessions ended", self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// The caller, once more, before it touches access: by its password, and its code where it has one.
    ///
    /// # Errors
    /// As signing in.
    pub async fn prove(
        &self,
        caller: &Caller,
        cookie: &SessionCookie,
        password: &str,
        code: &str,
    ) -> Result<(), Error> {
        let Person { user, .. } = caller.person()?;
        let user = people::find(self.0.store.read(), *user).await?.ok_or(Refusal::SignInFirst)?;
        let typed = Typed { login: &user.login, password, code, device: "" };
        let now = self.now();
        self.may_try(caller, typed.login, Some(&user), now).await?;
        let fits = self.check_password(Some(&user.password), typed.password).await?;
        let tx = self.0.store.write().await?;
        let refusal =
            if fits { self.check_code(&tx, user.id, code, now).await?.err() } else { Some(Refusal::WrongPassword) };
        match refusal {
            Some(Refusal::CodeNeeded) => return Err(Refusal::CodeNeeded.into()),
            Some(refusal) => {
                self.count_failure(&tx, caller, &user.login, now).await?;
                tx.commit().await?;
                return Err(refusal.into());
            }
            None => sessions::prove(&*tx, &cookie.digest(), now).await?,
        }
        Ok(tx.commit().await?)
    }

    /// Until when the caller counts as proved.
    pub(crate) async fn proved_until(
        &self,
        cookie: &SessionCookie,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, Error> {
        let session = sessions::find(self.0.store.read(), &cookie.digest(), now, idle(now)).await?;
        let until = session.map(|one| Timestamp::from_millis(one.proved).plus_seconds(PROOF_SECONDS));
        Ok(until.filter(|until| *until > now))
    }

    /// # Errors
    /// `ProveFirst` unless the session's person has proved itself lately.
    pub(crate) async fn proved(&self, cookie: &SessionCookie, now: Timestamp) -> Result<(), Error> {
        Ok(self.proved_until(cookie, now).await?.map(|_| ()).ok_or(Refusal::ProveFirst)?)
    }

    /// The entry of whatever touches a person's access.
    pub(crate) async fn note_access(
        &self,
        tx: &Tx,
        caller: &Caller,
        whose: UserId,
        what: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        let note = Note { act: Act::AccessChanged, lot: None, subject: whose.to_string(), payload: &what };
        self.note(tx, &Actor::of(caller), now, note).await?;
        Ok(())
    }
}

/// Whoever was not there since is gone.
fn idle(now: Timestamp) -> Timestamp {
    now.plus_seconds(-IDLE_HOURS * 3600)
}

/// The network that an address belongs to: itself, or for IPv6 its first 64 bits, which one customer has.
pub fn network(address: &str) -> String {
    match address.parse() {
        Ok(std::net::IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{SessionCookie, network};

    #[test]
    fn the_cookie_is_found_among_others() {
        let found = SessionCookie::from_headers(["lang=en; other=1", "a=b; kaibiao_session=abc"]);
        assert_eq!(found.unwrap().pair(), "kaibiao_session=abc");
        assert!(SessionCookie::from_headers(["xkaibiao_session=abc"]).is_none());
    }

    #[test]
    fn the_addresses_of_one_customer_are_one_network() {
        assert_eq!(network("2001:db8:1:2:3::4"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
    }
}
