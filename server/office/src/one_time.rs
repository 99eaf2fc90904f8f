//! One-time codes (RFC 6238: SHA-1, six digits, thirty seconds) and the recovery codes beside them. The secret lies in the
//! database sealed to the platform's key; a code is taken once, and so is a recovery code.

use domain::access::CodeSecret;
use domain::rights::Caller;
use domain::{Refusal, Timestamp, UserId};
use fast_qr::QRBuilder;
use fast_qr::convert::svg::SvgBuilder;
use hmac::{Hmac, KeyInit, Mac};
use rand_core::Rng;
use seal::{Context, Digest, Header};
use sha1::Sha1;
use store::access::{self, OneTime};
use store::{StoreError, Tx, people};

use crate::letters::Letter;
use crate::{Error, Office, SessionCookie};

const STEP_SECONDS: i64 = 30;
const SECRET: usize = 20;
const RECOVERY_CODES: usize = 10;

impl Office {
    /// Makes a secret for an authenticator. Codes are asked for once one was typed.
    ///
    /// # Errors
    /// `SignInFirst`, `ProveFirst`, `AlreadyDone` while codes are asked for already.
    pub async fn begin_codes(&self, caller: &Caller, cookie: &SessionCookie) -> Result<CodeSecret, Error> {
        let user = caller.person()?.user;
        let now = self.now();
        self.proved(cookie, now).await?;
        let mut secret = [0; SECRET];
        self.0.chance.fork().fill_bytes(&mut secret);
        let tx = self.0.store.write().await?;
        if access::one_time(&*tx, user).await?.is_some_and(|row| row.confirmed.is_some()) {
            return Err(Refusal::AlreadyDone.into());
        }
        let login = people::find(&*tx, user).await?.ok_or(Refusal::SignInFirst)?.login;
        let sealed = self.seal_secret(user, &secret)?;
        access::set_one_time(&*tx, OneTime { person: user.to_string(), secret: sealed, step: 0, confirmed: None })
            .await?;
        tx.commit().await?;
        let text = base32(&secret);
        let address = format!("otpauth://totp/Kaibiao:{login}?secret={text}&issuer=Kaibiao");
        let picture = QRBuilder::new(address).build().map_err(|_| Error::Internal("no picture".to_owned()))?;
        let groups: Vec<&str> = (0..text.len()).step_by(4).map(|at| &text[at..(at + 4).min(text.len())]).collect();
        Ok(CodeSecret { secret: groups.join(" "), picture: SvgBuilder::default().to_str(&picture) })
    }

    /// From now on codes are asked for; the recovery codes are told once.
    ///
    /// # Errors
    /// `WrongCode`, `MovedOn` when no secret was made.
    pub async fn confirm_codes(
        &self,
        caller: &Caller,
        cookie: &SessionCookie,
        code: &str,
    ) -> Result<Vec<String>, Error> {
        let user = caller.person()?.user;
        let now = self.now();
        self.proved(cookie, now).await?;
        let tx = self.0.store.write().await?;
        let waiting = access::one_time(&*tx, user).await?.filter(|row| row.confirmed.is_none());
        let row = waiting.ok_or(Refusal::MovedOn)?;
        let step = self.step_of(&row, user, code, now)?.ok_or(Refusal::WrongCode)?;
        access::set_one_time(&*tx, OneTime { step, confirmed: Some(now.millis()), ..row }).await?;
        let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| self.recovery_code()).collect();
        let digests: Vec<String> = codes.iter().map(|code| digest_of(user, code)).collect();
        access::set_recovery_codes(&*tx, user, &digests).await?;
        self.note_access(&tx, caller, user, "one-time codes on", now).await?;
        self.tell_person(&tx, user, &Letter::CodesOn, now).await?;
        tx.commit().await?;
        Ok(codes)
    }

    /// Codes are asked for no more.
    ///
    /// # Errors
    /// `SignInFirst`, `ProveFirst`.
    pub async fn end_codes(&self, caller: &Caller, cookie: &SessionCookie) -> Result<(), Error> {
        let user = caller.person()?.user;
        let now = self.now();
        self.proved(cookie, now).await?;
        let tx = self.0.store.write().await?;
        access::drop_one_time(&*tx, user).await?;
        self.note_access(&tx, caller, user, "one-time codes off", now).await?;
        self.tell_person(&tx, user, &Letter::CodesOff, now).await?;
        Ok(tx.commit().await?)
    }

    /// The second factor, after the password. What fits is used up in this transaction.
    pub(crate) async fn check_code(
        &self,
        tx: &Tx,
        user: UserId,
        code: &str,
        now: Timestamp,
    ) -> Result<Result<(), Refusal>, Error> {
        let Some(row) = access::one_time(&**tx, user).await?.filter(|row| row.confirmed.is_some()) else {
            return Ok(Ok(()));
        };
        let code = code.trim().to_ascii_uppercase();
        if code.is_empty() {
            return Ok(Err(Refusal::CodeNeeded));
        }
        if let Some(step) = self.step_of(&row, user, &code, now)? {
            access::set_one_time(&**tx, OneTime { step, ..row }).await?;
            return Ok(Ok(()));
        }
        if access::take_recovery_code(&**tx, user, &digest_of(user, &code)).await? {
            self.tell_person(tx, user, &Letter::RecoveryCodeUsed, now).await?;
            return Ok(Ok(()));
        }
        Ok(Err(Refusal::WrongCode))
    }

    /// The step whose code was typed: this one, the last or the next, but none that was used or is older.
    fn step_of(&self, row: &OneTime, user: UserId, typed: &str, now: Timestamp) -> Result<Option<i64>, Error> {
        let secret = self.open_secret(user, &row.secret)?;
        let this = now.millis().div_euclid(STEP_SECONDS * 1000);
        let fits =
            |step: &i64| *step > row.step && format!("{:06}", code(&secret, step.unsigned_abs())) == typed.trim();
        Ok((this - 1..=this + 1).find(fits))
    }

    /// Twelve characters without those that look alike, in groups of four.
    fn recovery_code(&self) -> String {
        let mut bytes = [0; 12];
        self.0.chance.fork().fill_bytes(&mut bytes);
        let letters: String = bytes.iter().map(|byte| char::from(BASE32[usize::from(byte % 32)])).collect();
        format!("{}-{}-{}", &letters[..4], &letters[4..8], &letters[8..])
    }

    fn seal_secret(&self, user: UserId, secret: &[u8]) -> Result<String, Error> {
        let to = [self.0.platform.public_key()];
        let pieces = seal::seal_pieces(&place(user), &to, secret, &mut self.0.chance.fork());
        let pieces = pieces.map_err(Error::internal)?;
        Ok(pieces.iter().map(hex::encode).collect::<Vec<_>>().join("."))
    }

    fn open_secret(&self, user: UserId, sealed: &str) -> Result<Vec<u8>, Error> {
        let corrupt = || StoreError::Corrupt { table: "one_time", column: "secret", row: user.to_string() };
        let pieces: Result<Vec<_>, _> = sealed.split('.').map(hex::decode).collect();
        let pieces = pieces.map_err(|_| corrupt())?;
        let header = pieces.first().and_then(|piece| Header::parse(piece).ok()).ok_or_else(corrupt)?;
        let key = seal::unwrap(&header, &self.0.platform).map_err(|_| corrupt())?;
        let opened = seal::open_pieces(pieces.iter().map(Vec::as_slice), &key, &place(user));
        Ok(opened.map_err(|_| corrupt())?)
    }
}

fn place(user: UserId) -> Context {
    Context { lot: "one-time".to_owned(), bidder: user.to_string(), part: "secret".to_owned() }
}

fn digest_of(user: UserId, code: &str) -> String {
    let user = user.to_string();
    Digest::of_fields("kaibiao-recovery-code/1", [user.as_bytes(), code.as_bytes()]).to_string()
}

/// RFC 4226, section 5.3, with six digits.
fn code(secret: &[u8], step: u64) -> u32 {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(&step.to_be_bytes());
    let mac = mac.finalize().into_bytes();
    let at = usize::from(mac[19] & 15);
    let four = u32::from_be_bytes([mac[at], mac[at + 1], mac[at + 2], mac[at + 3]]);
    (four & 0x7fff_ffff) % 1_000_000
}

/// RFC 4648, without padding.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

fn base32(bytes: &[u8]) -> String {
    let bit = |n: usize| bytes.get(n / 8).map_or(0, |byte| byte >> (7 - n % 8) & 1);
    let letter = |n: usize| (0..5).fold(0, |value, k| value << 1 | bit(n * 5 + k));
    (0..(bytes.len() * 8).div_ceil(5)).map(|n| char::from(BASE32[usize::from(letter(n))])).collect()
}

#[cfg(test)]
mod tests {
    use super::{base32, code};

    /// RFC 6238, appendix B (SHA-1): the last six of its eight digits.
    #[test]
    fn the_codes_of_the_standard() {
        let vectors = [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000, 353_130),
        ];
        for (seconds, expected) in vectors {
            assert_eq!(code(b"12345678901234567890", seconds / 30), expected, "{seconds}");
        }
    }

    /// RFC 4648, section 10.
    #[test]
    fn base_32_of_the_standard() {
        for (bytes, text) in [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
    }
}
