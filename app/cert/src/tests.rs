use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use seal::SecretKey;

use super::*;

/// 2026-11-24.
const NOW: Seconds = 1_795_500_000;
const YEAR: Seconds = 365 * 24 * 3600;
const CODE: &str = "91152502MA0Q4DEM09";

fn rng(seed: u8) -> ChaCha20Rng {
    ChaCha20Rng::from_seed([seed; 32])
}

fn key(seed: u8) -> SecretKey {
    SecretKey::generate(&mut rng(seed))
}

fn found(seed: u8, name: &str) -> (Authority, SecretKey) {
    let (key, mut rng) = (key(seed), rng(seed));
    let authority =
        Authority::found(name, [seed; 16], (NOW - YEAR, NOW + 20 * YEAR), &mut Software::new(&key, &mut rng));
    (authority.unwrap(), key)
}

fn holder() -> Holder {
    Holder { code: CODE.into(), name: "锡林浩特市草原建设有限公司".into() }
}

fn issued(authority: &Authority, root: &SecretKey, key: &SecretKey, serial: u8) -> Certificate {
    let (holder, list) = (holder(), "https://example.test/ca/crl");
    let leaf =
        Leaf { serial: [serial; 16], holder: &holder, key: key.public_key(), from: NOW, until: NOW + YEAR, list };
    authority.issue(&leaf, &mut Software::new(root, &mut rng(1))).unwrap()
}

#[test]
fn a_request_proves_its_key_and_names_its_company() {
    let bytes = request::make(&holder(), &mut Software::new(&key(7), &mut rng(8))).unwrap();
    let request = Request::parse(&bytes).unwrap();
    assert_eq!(request.public_key(), key(7).public_key());
    assert!(request.is_for(CODE) && !request.is_for("91152502MA0Q4DEM0X"));
}

#[test]
fn no_byte_of_a_request_can_be_changed() {
    let bytes = request::make(&holder(), &mut Software::new(&key(7), &mut rng(8))).unwrap();
    for at in 0..bytes.len() {
        let mut other = bytes.clone();
        other[at] ^= 1;
        assert!(Request::parse(&other).is_err(), "byte {at}");
    }
}

#[test]
fn a_certificate_is_verified_by_its_issuer_while_it_is_valid() {
    let (authority, root) = found(2, "Centre");
    let certificate = issued(&authority, &root, &key(7), 0xff);
    assert_eq!(certificate, Certificate::parse(certificate.to_der()).unwrap());
    assert_eq!(certificate.serial(), "ff".repeat(16));
    assert!(certificate.is_for(CODE));
    assert_eq!((certificate.holder(), certificate.issuer()), (holder().name, "Centre".to_owned()));
    let at = |now| certificate.verify(authority.certificate(), now);
    assert_eq!((at(NOW), at(NOW + YEAR)), (Ok(()), Ok(())));
    assert_eq!((at(NOW - 1), at(NOW + YEAR + 1)), (Err(CertError::OutOfDate), Err(CertError::OutOfDate)));
}

#[test]
fn another_authority_of_the_same_name_is_another() {
    let (authority, root) = found(2, "Centre");
    let (other, _) = found(3, "Centre");
    let certificate = issued(&authority, &root, &key(7), 1);
    assert_eq!(certificate.verify(other.certificate(), NOW), Err(CertError::OtherIssuer));
    assert_eq!(certificate.verify(&certificate, NOW), Err(CertError::OtherIssuer));
    assert_eq!(authority.certificate().verify(authority.certificate(), NOW), Err(CertError::OtherUse));
}

#[test]
fn no_byte_of_a_certificate_can_be_changed() {
    let (authority, root) = found(2, "Centre");
    let bytes = issued(&authority, &root, &key(7), 1).to_der().to_vec();
    for at in 0..bytes.len() {
        let mut other = bytes.clone();
        other[at] ^= 1;
        let holds = Certificate::parse(&other).and_then(|other| other.verify(authority.certificate(), NOW));
        assert!(holds.is_err(), "byte {at}");
    }
}

#[test]
fn a_list_tells_what_was_revoked_and_why() {
    let (authority, root) = found(2, "Centre");
    let [gone, kept] = [1, 2].map(|serial| issued(&authority, &root, &key(7), serial));
    let entry = Revoked { serial: gone.serial(), at: NOW + 5, reason: Reason::KeyCompromise };
    let list = |revoked: &[Revoked]| {
        let bytes = authority.revoke(revoked, 9, (NOW, NOW + 60), &mut Software::new(&root, &mut rng(4))).unwrap();
        Crl::parse(&bytes).unwrap()
    };
    let full = list(std::slice::from_ref(&entry));
    assert_eq!((full.find(&gone), full.find(&kept)), (Some(entry), None));
    assert_eq!(list(&[]).find(&gone), None);
    let at = |now| full.verify(authority.certificate(), now);
    assert_eq!((at(NOW), at(NOW - 1), at(NOW + 61)), (Ok(()), Err(CertError::OutOfDate), Err(CertError::OutOfDate)));
    assert_eq!(full.verify(found(3, "Centre").0.certificate(), NOW), Err(CertError::SignatureWrong));
}

#[test]
fn a_backup_gives_the_key_for_its_passphrase_alone() {
    let text = pkcs8::lock(&key(7), "一把钥匙 10", &mut rng(5));
    assert!(pkcs8::is_one(&text));
    assert_eq!(pkcs8::unlock(&text, "一把钥匙 10").unwrap().public_key(), key(7).public_key());
    assert_eq!(pkcs8::unlock(&text, "一把钥匙 11").unwrap_err(), pkcs8::BackupError::WrongPassphrase);
    assert_eq!(pkcs8::unlock("kaibiao-key/1\n", "x").unwrap_err(), pkcs8::BackupError::NotABackup);
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn seeds_of_the_fuzz_target_are_read_or_refused_as_named() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../seal/fuzz/seeds/certificate");
    let (mut accepted, mut refused) = (0, 0);
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let (name, bytes) = (path.file_name().unwrap().to_str().unwrap(), std::fs::read(&path).unwrap());
        let backup = std::str::from_utf8(&bytes).is_ok_and(pkcs8::is_one);
        let der = from_text(CERTIFICATE, &bytes).unwrap_or_default();
        let read =
            backup || Request::parse(&der).is_ok() || Certificate::parse(&der).is_ok() || Crl::parse(&der).is_ok();
        assert_eq!(read, !name.starts_with("refused-"), "{name}");
        *if read { &mut accepted } else { &mut refused } += 1;
    }
    assert!(accepted > 4 && refused > 1, "{accepted} accepted, {refused} refused");
}

#[cfg(not(target_arch = "wasm32"))]
mod openssl;

#[cfg(not(target_arch = "wasm32"))]
proptest::proptest! {
    #[test]
    fn nothing_that_is_read_makes_a_reader_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        let _ = (Request::parse(&bytes), Certificate::parse(&bytes), Crl::parse(&bytes));
        let _ = from_text(CERTIFICATE, &bytes);
    }

    #[test]
    fn a_request_is_read_back(seed in proptest::num::u8::ANY, name in "\\PC{1,80}") {
        let holder = Holder { code: CODE.into(), name };
        let bytes = request::make(&holder, &mut Software::new(&key(seed), &mut rng(seed))).unwrap();
        let request = Request::parse(&bytes).unwrap();
        proptest::prop_assert!(request.is_for(CODE));
        proptest::prop_assert_eq!(request.public_key(), key(seed).public_key());
    }
}
