//! The session cookie: a secret for the browser, its digest for the database.

use domain::Timestamp;
use domain::rights::Caller;
use seal::Digest;
use store::{Tx, people};

use crate::{Error, Office};

const NAME: &str = "kaibiao_session";
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
        let mut secrets = pairs.filter_map(|pair| pair.trim().split_once('=')).filter(|(name, _)| *name == NAME);
        secrets.next().map(|(_, secret)| Self(secret.to_owned()))
    }

    /// The `Set-Cookie` line. `Secure` is added by the server where it is reached by HTTPS.
    #[must_use]
    pub fn set(&self) -> String {
        format!("{NAME}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}", self.0, HOURS * 3600)
    }

    /// The pair as a browser sends it.
    #[must_use]
    pub fn pair(&self) -> String {
        format!("{NAME}={}", self.0)
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

    pub(crate) async fn open_session(
        &self,
        tx: &Tx,
        user: &people::User,
        now: Timestamp,
    ) -> Result<SessionCookie, Error> {
        let cookie = SessionCookie(hex::encode(self.0.chance.secret()));
        people::open_session(&**tx, &cookie.digest(), user.id, now.plus_seconds(HOURS * 3600)).await?;
        Ok(cookie)
    }

    pub(crate) async fn close_session(&self, tx: &Tx, cookie: &SessionCookie) -> Result<(), Error> {
        Ok(people::close_session(&**tx, &cookie.digest()).await?)
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
