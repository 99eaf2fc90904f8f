//! Passkeys (WebAuthn level 3): several a person, each with a name, each asking for the person itself (user verification).
//! What a ceremony asked lies in the database and is answered once, so that any node may hear the answer.

use domain::rights::Caller;
use domain::view::Me;
use domain::{Field, Refusal, Timestamp, UserId, refusal::text};
use seal::Digest;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::people;
use store::{StoreError, Tx, access};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url,
    Uuid, Webauthn, WebauthnBuilder,
};

use crate::letters::Letter;
use crate::{Error, Office, SessionCookie};

/// A person looks for its key, and types its PIN twice.
const CEREMONY_SECONDS: i64 = 300;
const MOST: usize = 10;

/// What a browser is asked, and the secret under which its answer is expected.
#[derive(Serialize)]
pub struct Ceremony {
    pub secret: String,
    /// The options as the browser takes them.
    pub options: Value,
}

impl Office {
    /// Asks the browser to make a passkey for the caller. `origin` is where the browser stands.
    ///
    /// # Errors
    /// `SignInFirst`, `ProveFirst`, `Busy` once there are ten.
    pub async fn begin_passkey(
        &self,
        caller: &Caller,
        cookie: &SessionCookie,
        origin: &str,
    ) -> Result<Ceremony, Error> {
        let user = caller.person()?.user;
        let now = self.now();
        self.proved(cookie, now).await?;
        let db = self.0.store.read();
        let login = people::find(db, user).await?.ok_or(Refusal::SignInFirst)?.login;
        let own = access::passkeys_of(db, user).await?;
        if own.len() >= MOST {
            return Err(Refusal::Busy.into());
        }
        let own = own.iter().map(passkey).collect::<Result<Vec<_>, _>>()?;
        let known = own.iter().map(|one| one.cred_id().clone()).collect();
        let asked = self.webauthn(origin)?.start_passkey_registration(handle(user), &login, &login, Some(known));
        let (options, state) = asked.map_err(Error::internal)?;
        let mut options = serde_json::to_value(options).map_err(Error::internal)?;
        // Whoever signs in types no login name: the authenticator itself must know the account.
        options["publicKey"]["authenticatorSelection"]["residentKey"] = json!("required");
        options["publicKey"]["authenticatorSelection"]["requireResidentKey"] = json!(true);
        self.begin_ceremony("make", &state, options, now).await
    }

    /// Takes the passkey that was made.
    ///
    /// # Errors
    /// `SignInFirst`, `ProveFirst`, `LinkOver` for another ceremony, `SignatureWrong`, `Invalid` for its name.
    pub async fn add_passkey(
        &self,
        caller: &Caller,
        cookie: &SessionCookie,
        origin: &str,
        secret: &str,
        answer: &str,
        name: &str,
    ) -> Result<(), Error> {
        let user = caller.person()?.user;
        let name = text(name, 50).map_err(|fault| Refusal::field(Field::ContactName, fault))?;
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).map_err(|_| Refusal::SignatureWrong)?;
        let now = self.now();
        self.proved(cookie, now).await?;
        let tx = self.0.store.write().await?;
        let state: PasskeyRegistration = self.take_ceremony(&tx, "make", secret, now).await?;
        let made = self.webauthn(origin)?.finish_passkey_registration(&answer, &state);
        let made = made.map_err(|_| Refusal::SignatureWrong)?;
        let row = access::Passkey {
            id: id_of(made.cred_id().as_ref()),
            person: user.to_string(),
            name: name.clone(),
            body: serde_json::to_string(&made).map_err(Error::internal)?,
            made: now.millis(),
            used: None,
        };
        if access::passkey(&*tx, &row.id).await?.is_some() {
            return Err(Refusal::AlreadyDone.into());
        }
        access::insert_passkey(&*tx, row).await?;
        self.note_access(&tx, caller, user, "passkey added", now).await?;
        self.tell_person(&tx, user, &Letter::PasskeyAdded { name }, now).await?;
        Ok(tx.commit().await?)
    }

    /// # Errors
    /// `SignInFirst`, `ProveFirst`, `NotFound`.
    pub async fn remove_passkey(&self, caller: &Caller, cookie: &SessionCookie, id: &str) -> Result<(), Error> {
        let user = caller.person()?.user;
        let now = self.now();
        self.proved(cookie, now).await?;
        let tx = self.0.store.write().await?;
        let name = access::passkey(&*tx, id).await?.map(|row| row.name).unwrap_or_default();
        if !access::drop_passkey(&*tx, user, id).await? {
            return Err(Refusal::NotFound.into());
        }
        self.note_access(&tx, caller, user, "passkey removed", now).await?;
        self.tell_person(&tx, user, &Letter::PasskeyRemoved { name }, now).await?;
        Ok(tx.commit().await?)
    }

    /// Asks the browser for any passkey of this portal.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ask_passkey(&self, origin: &str) -> Result<Ceremony, Error> {
        let asked = self.webauthn(origin)?.start_discoverable_authentication().map_err(Error::internal)?;
        let (options, state) = asked;
        let mut options = serde_json::to_value(options).map_err(Error::internal)?;
        // It is asked for by a button, not while a form is filled in.
        options.as_object_mut().and_then(|options| options.remove("mediation"));
        self.begin_ceremony("show", &state, options, self.now()).await
    }

    /// Signs in by a passkey: it has the person and its device already, so neither a code is asked for nor does it matter
    /// how often a password failed.
    ///
    /// # Errors
    /// `LinkOver` for a ceremony that is over, `SignatureWrong`.
    pub async fn sign_in_by_passkey(
        &self,
        caller: &Caller,
        origin: &str,
        secret: &str,
        answer: &str,
        device: &str,
    ) -> Result<(Me, SessionCookie), Error> {
        let answer: PublicKeyCredential = serde_json::from_str(answer).map_err(|_| Refusal::SignatureWrong)?;
        let webauthn = self.webauthn(origin)?;
        let (claimed, id) =
            webauthn.identify_discoverable_authentication(&answer).map_err(|_| Refusal::SignatureWrong)?;
        let tx = self.0.store.write().await?;
        let now = self.now();
        let state: DiscoverableAuthentication = self.take_ceremony(&tx, "show", secret, now).await?;
        let row = access::passkey(&*tx, &id_of(id)).await?.ok_or(Refusal::SignatureWrong)?;
        let person: UserId = row.person.parse().map_err(|_| Refusal::SignatureWrong)?;
        let mut known = passkey(&row)?;
        let shown = webauthn.finish_discoverable_authentication_v2(&answer, state, &known);
        let shown = shown.ok().filter(|shown| shown.user_verified() && claimed == handle(person));
        let shown = shown.ok_or(Refusal::SignatureWrong)?;
        known.update_credential(&shown);
        let body = serde_json::to_string(&known).map_err(Error::internal)?;
        access::passkey_used(&*tx, &row.id, &body, now).await?;
        let user = people::find(&*tx, person).await?.ok_or(Refusal::SignatureWrong)?;
        let cookie = self.come_in(&tx, caller, &user, device, "passkey", now).await?;
        tx.commit().await?;
        Ok((self.describe(&user, now).await?, cookie))
    }

    async fn begin_ceremony(
        &self,
        kind: &str,
        state: &impl Serialize,
        options: Value,
        now: Timestamp,
    ) -> Result<Ceremony, Error> {
        let secret = hex::encode(self.0.chance.secret());
        self.keep_ceremony(kind, &secret, state, now).await?;
        Ok(Ceremony { secret, options })
    }

    /// Keeps what is asked until whoever has the secret answers.
    pub(crate) async fn keep_ceremony(
        &self,
        kind: &str,
        secret: &str,
        state: &impl Serialize,
        now: Timestamp,
    ) -> Result<(), Error> {
        let body = serde_json::to_string(state).map_err(Error::internal)?;
        let tx = self.0.store.write().await?;
        access::begin_ceremony(&*tx, &under(kind, secret), &body, now.plus_seconds(CEREMONY_SECONDS)).await?;
        Ok(tx.commit().await?)
    }

    pub(crate) async fn take_ceremony<T: DeserializeOwned>(
        &self,
        tx: &Tx,
        kind: &str,
        secret: &str,
        now: Timestamp,
    ) -> Result<T, Error> {
        let body = access::take_ceremony(&**tx, &under(kind, secret), now).await?.ok_or(Refusal::LinkOver)?;
        serde_json::from_str(&body).map_err(Error::internal)
    }

    /// The portal's own address; where that is a machine's own, whatever name the browser has for it.
    pub(crate) fn origin<'a>(&'a self, asked: &'a str) -> &'a str {
        let own = self.0.origin.as_str();
        if own.starts_with("https://") { own } else { asked }
    }

    fn webauthn(&self, asked: &str) -> Result<Webauthn, Error> {
        let origin = Url::parse(self.origin(asked)).map_err(Error::internal)?;
        let name = origin.host_str().ok_or_else(|| Error::Internal("an origin without a host".to_owned()))?;
        let built = WebauthnBuilder::new(name, &origin).map_err(Error::internal)?;
        built.rp_name("开标 Kaibiao").build().map_err(Error::internal)
    }
}

fn passkey(row: &access::Passkey) -> Result<Passkey, StoreError> {
    let corrupt = |_| StoreError::Corrupt { table: "passkeys", column: "body", row: row.id.clone() };
    serde_json::from_str(&row.body).map_err(corrupt)
}

fn id_of(credential: &[u8]) -> String {
    hex::encode(credential)
}

/// By what name authenticators know a person: nothing can be told from it.
fn handle(user: UserId) -> Uuid {
    let digest = Digest::of_fields("kaibiao-passkey-user/1", [user.to_string().as_bytes()]);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.0[..16]);
    Uuid::from_bytes(bytes)
}

fn under(kind: &str, secret: &str) -> String {
    Digest::of_fields("kaibiao-ceremony/1", [kind.as_bytes(), secret.as_bytes()]).to_string()
}
