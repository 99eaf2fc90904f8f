//! Passwords: argon2id (RFC 9106), checked away from the threads that answer requests.

use argon2::{Argon2, Params, PasswordHasher, PasswordVerifier};
use rand_core::Rng;

use crate::{Error, Office};

/// What one check costs.
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
