//! The backup of a secret key: PKCS#8 (RFC 5958) locked by a passphrase (PBES2, RFC 8018) with PBKDF2 over HMAC-SM3 and
//! SM4-CBC, so that other programs can read it too. What OpenSSL writes, with HMAC-SHA-256, is read as well.

use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use der::asn1::{Any, BitStringRef, Null, ObjectIdentifier, OctetString, OctetStringRef};
use der::pem::{LineEnding, decode_vec, encode_string};
use der::{Decode, Encode, Sequence};
use hmac::Hmac;
use rand_core::CryptoRng;
use seal::SecretKey;
use sha2::Sha256;
use sm3::Sm3;
use sm4::Sm4;
use x509_cert::spki::AlgorithmIdentifierOwned;
use zeroize::Zeroizing;

use crate::{CertError, key_info, oid};

const LABEL: &str = "ENCRYPTED PRIVATE KEY";

/// Written into new files: the figure of the OWASP password storage cheat sheet for PBKDF2 with a 256-bit hash.
const ITERATIONS: u32 = 600_000;
/// OpenSSL writes 2048. More than ten million would exhaust the reader.
const READ: std::ops::RangeInclusive<u32> = 1_000..=10_000_000;

/// Why a backup gives no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    #[error("not a backup of an SM2 key")]
    NotABackup,
    /// The passphrase is wrong, or the file was altered: one can not be told from the other.
    #[error("wrong passphrase")]
    WrongPassphrase,
}

#[derive(Sequence)]
struct Encrypted {
    algorithm: AlgorithmIdentifierOwned,
    data: OctetString,
}

#[derive(Sequence)]
struct Pbes2 {
    derivation: AlgorithmIdentifierOwned,
    encryption: AlgorithmIdentifierOwned,
}

#[derive(Sequence)]
struct Pbkdf2 {
    salt: OctetString,
    iterations: u32,
    #[asn1(optional = "true")]
    key_length: Option<u16>,
    /// Left out it would be HMAC-SHA-1, which is not read.
    #[asn1(optional = "true")]
    prf: Option<AlgorithmIdentifierOwned>,
}

#[derive(Sequence)]
struct Plain<'a> {
    version: u8,
    algorithm: AlgorithmIdentifierOwned,
    key: &'a OctetStringRef,
}

/// RFC 5915.
#[derive(Sequence)]
#[asn1(tag_mode = "EXPLICIT")]
struct EcKey<'a> {
    version: u8,
    secret: &'a OctetStringRef,
    #[asn1(context_specific = "0", optional = "true")]
    curve: Option<ObjectIdentifier>,
    #[asn1(context_specific = "1", optional = "true")]
    public: Option<BitStringRef<'a>>,
}

/// Locks a key into PEM. The passphrase's UTF-8 bytes are taken as they are.
///
/// # Panics
/// Never: everything fits its place.
pub fn lock<R: CryptoRng + ?Sized>(secret: &SecretKey, passphrase: &str, rng: &mut R) -> String {
    let (mut salt, mut start) = ([0; 16], [0; 16]);
    rng.fill_bytes(&mut salt);
    rng.fill_bytes(&mut start);
    let derivation = Pbkdf2 {
        salt: OctetString::new(salt).expect("short"),
        iterations: ITERATIONS,
        key_length: None,
        prf: Some(AlgorithmIdentifierOwned { oid: oid::HMAC_SM3, parameters: Some(Any::from(Null)) }),
    };
    write(secret, passphrase, &derivation, &start).expect("everything fits its place")
}

fn write(secret: &SecretKey, passphrase: &str, derivation: &Pbkdf2, start: &[u8; 16]) -> Result<String, CertError> {
    let key = derivation.key(passphrase).ok_or(CertError::OtherAlgorithm)?;
    let plain = plain(secret)?;
    let cipher = cbc::Encryptor::<Sm4>::new_from_slices(&key[..], start).map_err(|_| CertError::Malformed)?;
    let scheme = Pbes2 {
        derivation: identifier(oid::PBKDF2, derivation)?,
        encryption: identifier(oid::SM4_CBC, &OctetString::new(*start)?)?,
    };
    let data = OctetString::new(cipher.encrypt_padded_vec::<Pkcs7>(&plain))?;
    let bytes = Encrypted { algorithm: identifier(oid::PBES2, &scheme)?, data }.to_der()?;
    encode_string(LABEL, LineEnding::LF, &bytes).map_err(|_| CertError::Malformed)
}

/// Unlocks what [`lock`] or OpenSSL wrote.
///
/// # Errors
/// [`BackupError`].
pub fn unlock(text: &str, passphrase: &str) -> Result<SecretKey, BackupError> {
    let (derivation, start, data) = read(text).ok_or(BackupError::NotABackup)?;
    let key = derivation.key(passphrase).ok_or(BackupError::NotABackup)?;
    let cipher = cbc::Decryptor::<Sm4>::new_from_slices(&key[..], &start).map_err(|_| BackupError::NotABackup)?;
    let plain = cipher.decrypt_padded_vec::<Pkcs7>(data.as_bytes()).map_err(|_| BackupError::WrongPassphrase)?;
    secret(&Zeroizing::new(plain)).ok_or(BackupError::WrongPassphrase)
}

/// Whether a text looks like a backup; only the passphrase tells.
#[must_use]
pub fn is_one(text: &str) -> bool {
    read(text).is_some()
}

fn read(text: &str) -> Option<(Pbkdf2, [u8; 16], OctetString)> {
    let (label, bytes) = decode_vec(text.trim_start_matches('\u{feff}').trim().as_bytes()).ok()?;
    let sealed = Encrypted::from_der(&bytes).ok()?;
    let scheme: Pbes2 = parameters(&sealed.algorithm, oid::PBES2)?;
    let derivation: Pbkdf2 = parameters(&scheme.derivation, oid::PBKDF2)?;
    let start: OctetString = parameters(&scheme.encryption, oid::SM4_CBC)?;
    let sound = label == LABEL && READ.contains(&derivation.iterations) && derivation.prf().is_some();
    let start = start.as_bytes().try_into().ok()?;
    sound.then_some((derivation, start, sealed.data))
}

enum Prf {
    Sm3,
    Sha256,
}

impl Pbkdf2 {
    fn prf(&self) -> Option<Prf> {
        let length = self.key_length.is_none_or(|length| length == 16);
        match self.prf.as_ref().filter(|_| length)?.oid {
            oid::HMAC_SM3 => Some(Prf::Sm3),
            oid::HMAC_SHA256 => Some(Prf::Sha256),
            _ => None,
        }
    }

    fn key(&self, passphrase: &str) -> Option<Zeroizing<[u8; 16]>> {
        let mut key = Zeroizing::new([0; 16]);
        let (password, salt) = (passphrase.as_bytes(), self.salt.as_bytes());
        match self.prf()? {
            Prf::Sm3 => pbkdf2::pbkdf2::<Hmac<Sm3>>(password, salt, self.iterations, &mut key[..]).ok()?,
            Prf::Sha256 => pbkdf2::pbkdf2::<Hmac<Sha256>>(password, salt, self.iterations, &mut key[..]).ok()?,
        }
        Some(key)
    }
}

fn plain(secret: &SecretKey) -> Result<Zeroizing<Vec<u8>>, CertError> {
    let (scalar, point) = (secret.to_bytes(), secret.public_key().to_bytes());
    let key = EcKey {
        version: 1,
        secret: OctetStringRef::new(&scalar[..])?,
        curve: None,
        public: Some(BitStringRef::from_bytes(&point)?),
    };
    let key = Zeroizing::new(key.to_der()?);
    let plain = Plain { version: 0, algorithm: key_info::algorithm()?, key: OctetStringRef::new(&key)? };
    Ok(Zeroizing::new(plain.to_der()?))
}

fn secret(plain: &[u8]) -> Option<SecretKey> {
    let plain = Plain::from_der(plain).ok().filter(|plain| key_info::is_sm2(&plain.algorithm))?;
    let key = EcKey::from_der(plain.key.as_bytes()).ok()?;
    let secret = SecretKey::from_bytes(key.secret.as_bytes().try_into().ok()?).ok()?;
    let point = secret.public_key().to_bytes();
    let fits = key.public.is_none_or(|public| public.as_bytes() == Some(&point[..]));
    fits.then_some(secret)
}

fn identifier(oid: ObjectIdentifier, parameters: &impl Encode) -> Result<AlgorithmIdentifierOwned, CertError> {
    Ok(AlgorithmIdentifierOwned { oid, parameters: Some(Any::from_der(&parameters.to_der()?)?) })
}

fn parameters<T: for<'a> Decode<'a, Error = der::Error>>(
    algorithm: &AlgorithmIdentifierOwned,
    oid: ObjectIdentifier,
) -> Option<T> {
    let bytes = algorithm.parameters.as_ref().filter(|_| algorithm.oid == oid)?.to_der().ok()?;
    T::from_der(&bytes).ok()
}
