//! What keeps guessers out: failures are counted in the database, so that it holds on every node and over a restart.

use domain::Timestamp;
use domain::access::Count;
use domain::rights::Caller;
use seal::Digest;
use store::people::User;
use store::{Tx, access};

use crate::sessions::network;
use crate::{Error, Office};

/// A network from which the person came in within so many days is not held up by what others try.
const FAMILIAR_DAYS: i64 = 90;

impl Office {
    /// Asked before a password is looked at. Whether the login exists makes no difference to the answer of a stranger.
    pub(crate) async fn may_try(
        &self,
        caller: &Caller,
        login: &str,
        user: Option<&User>,
        now: Timestamp,
    ) -> Result<(), Error> {
        let db = self.0.store.read();
        let familiar = match user {
            Some(user) => {
                let since = now.plus_days(-FAMILIAR_DAYS);
                access::is_familiar(db, user.id, &network(&caller.address), since).await?
            }
            None => false,
        };
        for of in [Count::Pair, Count::Network, Count::Login] {
            if of == Count::Pair || !familiar {
                access::failures(db, &counted(of, caller, login)).await?.may_try(now)?;
            }
        }
        Ok(())
    }

    pub(crate) async fn count_failure(
        &self,
        tx: &Tx,
        caller: &Caller,
        login: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        for of in [Count::Pair, Count::Network, Count::Login] {
            let counted = counted(of, caller, login);
            let failures = access::failures(&**tx, &counted).await?;
            access::set_failures(&**tx, &counted, failures.and_one(of, now)).await?;
        }
        Ok(())
    }

    /// Somebody came in. What others have tried from elsewhere stays counted.
    pub(crate) async fn forget_failures(&self, tx: &Tx, caller: &Caller, login: &str) -> Result<(), Error> {
        Ok(access::forget_failures(&**tx, &counted(Count::Pair, caller, login)).await?)
    }
}

/// Under what it is counted: a digest, since what was typed as a login may be a password.
fn counted(of: Count, caller: &Caller, login: &str) -> String {
    let network = network(&caller.address);
    let (kind, network, login) = match of {
        Count::Pair => ("pair", network.as_str(), login),
        Count::Network => ("network", network.as_str(), ""),
        Count::Login => ("login", "", login),
    };
    Digest::of_fields("kaibiao-failures/1", [kind, network, login].map(str::as_bytes)).to_string()
}
