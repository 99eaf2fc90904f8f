//! Personal entries lie encrypted: what is written and read through a [`Guarded`] connection passes the vault, which
//! somebody else brings ([`Vault`]; ours is `office::PersonalKeys`, SM4-GCM). Each value is bound to its [`Place`], so that
//! none can be moved to another row or column, and names its key, so that keys can be replaced.
//!
//! | where | | why |
//! |---|---|---|
//! | `drafts.form`, `cases.form`, `dossiers.form` | encrypted whole | identity number, telephones, e-mail, names, account |
//! | bytes of what companies hand in (blobs) | encrypted whole | identity cards, authorisations |
//! | `contacts.email`, `tickets.address` | encrypted | a person's address |
//! | `letters.address`, `.words`, `.trouble` | encrypted | address, name, link; the mail server quotes addresses |
//! | `one_time.secret` | sealed to the platform's key | as before |
//! | `users.password`, `sessions.token`, `tickets.digest`, `recovery_codes.digest` | digests | as before |
//! | `users.login` | plain | looked up at every sign-in; its person chooses it |
//! | `subjects.*` with the legal representative's name | plain | searched, and public in the business registry |
//! | `sessions.address`, `.device`, `journal.address` | plain | who acted from where is asked for by law (20号令 ch. 7) |
//! | `attachments.what`, `cases.scans`, `dossiers.scans` | plain | names of files and digests |
//! | `extract_lines.line`, `answers.what` | plain | lists of others about companies |
//! | `journal.payload` | plain, never changed | holds no numbers: entries' names and digests |

use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction};

use base64ct::{Base64UrlUnpadded, Encoding};

use crate::{Store, StoreError, Tx};

/// Where a value lies.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub table: &'static str,
    pub column: &'static str,
    pub row: &'a str,
}

impl Place<'_> {
    /// The place in bytes: names of tables and columns hold no zero.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        format!("kaibiao-personal/1\0{}\0{}\0{}", self.table, self.column, self.row).into_bytes()
    }

    fn corrupt(&self) -> StoreError {
        StoreError::Corrupt { table: self.table, column: self.column, row: self.row.to_owned() }
    }
}

/// Encrypts, and says by which key.
pub trait Vault: Send + Sync {
    /// Names of the keys that are here; the first one encrypts.
    fn keys(&self) -> Vec<&str>;

    /// Under the first key.
    fn seal(&self, place: Place<'_>, plain: &[u8]) -> Vec<u8>;

    /// `None` when it was sealed by another key, or for another place, or was altered.
    fn open(&self, key: &str, place: Place<'_>, sealed: &[u8]) -> Option<Vec<u8>>;
}

/// A connection with the vault beside it.
pub trait Guarded: Sync {
    type Db: ConnectionTrait;

    fn db(&self) -> &Self::Db;

    fn vault(&self) -> &dyn Vault;
}

impl Guarded for Store {
    type Db = DatabaseConnection;

    fn db(&self) -> &DatabaseConnection {
        self.read()
    }

    fn vault(&self) -> &dyn Vault {
        &*self.vault
    }
}

impl Guarded for Tx {
    type Db = DatabaseTransaction;

    fn db(&self) -> &DatabaseTransaction {
        self
    }

    fn vault(&self) -> &dyn Vault {
        &*self.vault
    }
}

/// Before the key's name and the base64 of what is sealed.
pub(crate) const MARK: &str = "sealed/1 ";

/// The same before sealed bytes, which begin after a line feed. No picture and no PDF begins so.
const LINE_END: u8 = b'\n';

/// A column's text as it is kept. Nothing stays nothing.
pub(crate) fn seal(vault: &dyn Vault, place: Place<'_>, plain: &str) -> String {
    if plain.is_empty() {
        return String::new();
    }
    let sealed = Base64UrlUnpadded::encode_string(&vault.seal(place, plain.as_bytes()));
    format!("{MARK}{} {sealed}", first(vault))
}

/// # Errors
/// `Corrupt` for whatever the vault does not open, plain text included.
pub(crate) fn open(vault: &dyn Vault, place: Place<'_>, kept: &str) -> Result<String, StoreError> {
    if kept.is_empty() {
        return Ok(String::new());
    }
    let opened = || {
        let (key, sealed) = kept.strip_prefix(MARK)?.split_once(' ')?;
        let plain = vault.open(key, place, &Base64UrlUnpadded::decode_vec(sealed).ok()?)?;
        String::from_utf8(plain).ok()
    };
    opened().ok_or_else(|| place.corrupt())
}

/// A file's bytes as they are kept.
#[must_use]
pub fn seal_bytes(vault: &dyn Vault, place: Place<'_>, plain: &[u8]) -> Vec<u8> {
    let sealed = vault.seal(place, plain);
    let mut kept = Vec::with_capacity(MARK.len() + 40 + sealed.len());
    kept.extend_from_slice(MARK.as_bytes());
    kept.extend_from_slice(first(vault).as_bytes());
    kept.push(LINE_END);
    kept.extend(sealed);
    kept
}

/// # Errors
/// `Corrupt` for whatever the vault does not open, plain bytes included.
pub fn open_bytes(vault: &dyn Vault, place: Place<'_>, kept: &[u8]) -> Result<Vec<u8>, StoreError> {
    let opened = || {
        let rest = kept.strip_prefix(MARK.as_bytes())?;
        let end = rest.iter().position(|byte| *byte == LINE_END)?;
        vault.open(str::from_utf8(&rest[..end]).ok()?, place, &rest[end + 1..])
    };
    opened().ok_or_else(|| place.corrupt())
}

pub(crate) fn first(vault: &dyn Vault) -> &str {
    vault.keys().first().copied().unwrap_or_default()
}
