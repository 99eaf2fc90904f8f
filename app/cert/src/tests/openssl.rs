//! Both ways with the real program. Its default identifier is empty: ours is named with `distid`.

use std::path::Path;
use std::process::Command;

use der::Encode;
use tempfile::TempDir;

use super::*;

/// Runs `openssl` in a folder; what it says, or a failure with that.
fn openssl(folder: &Path, line: &str) -> Result<String, String> {
    let output = Command::new("openssl").args(line.split(' ')).current_dir(folder).output();
    let output = output.expect("openssl is there: `cargo xtask` installs it");
    let said = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).concat();
    if output.status.success() { Ok(said) } else { Err(said) }
}

fn desk(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn signed_of(list: &[u8]) -> Vec<u8> {
    signed::Signed::parse(list).unwrap().content.to_der().unwrap()
}

fn signature_of(list: &[u8]) -> Vec<u8> {
    signed::Signed::parse(list).unwrap().signature.raw_bytes().to_vec()
}

const OURS: &str = "distid:1234567812345678";

#[test]
fn openssl_verifies_our_request() {
    let bytes = request::make(&holder(), &mut Software::new(&key(7), &mut rng(8))).unwrap();
    let text = to_pem(REQUEST, &bytes).unwrap();
    let desk = desk(&[("request", text.as_bytes())]);
    let said = openssl(desk.path(), &format!("req -in request -verify -vfyopt {OURS} -noout -subject")).unwrap();
    assert!(said.contains("verify OK") && said.contains(CODE), "{said}");

    let mut wrong = bytes;
    *wrong.last_mut().unwrap() ^= 1;
    std::fs::write(desk.path().join("request"), to_pem(REQUEST, &wrong).unwrap()).unwrap();
    let said = openssl(desk.path(), &format!("req -in request -verify -vfyopt {OURS} -noout"));
    assert!(!said.is_ok_and(|said| said.contains("verify OK")));
}

#[test]
fn openssl_verifies_our_certificate_by_our_authority_and_our_list() {
    let (authority, root) = found(2, "Centre");
    let [good, gone] = [1, 2].map(|serial| issued(&authority, &root, &key(7), serial));
    let entry = Revoked { serial: gone.serial(), at: NOW, reason: Reason::Superseded };
    let list = authority.revoke(&[entry], 1, (NOW, NOW + YEAR), &mut Software::new(&root, &mut rng(4))).unwrap();
    let pem = |label, bytes: &[u8]| to_pem(label, bytes).unwrap().into_bytes();
    let desk = desk(&[
        ("root", &pem(CERTIFICATE, authority.certificate().to_der())),
        ("good", &pem(CERTIFICATE, good.to_der())),
        ("gone", &pem(CERTIFICATE, gone.to_der())),
        ("list", &pem(CRL, &list)),
        ("signed", &signed_of(&list)),
        ("signature", &signature_of(&list)),
    ]);
    let verify = format!("verify -attime {NOW} -x509_strict -CAfile root -vfyopt {OURS} good");
    assert_eq!(openssl(desk.path(), &verify).as_deref(), Ok("good: OK\n"));
    let said = openssl(desk.path(), "crl -in list -noout -text").unwrap();
    assert!(
        said.contains(&format!("Serial Number: {}", gone.serial().to_uppercase())) && said.contains("Superseded"),
        "{said}"
    );
    // OpenSSL 3.0 has no way to name the identifier for a list: its signature is checked as that of a file.
    openssl(desk.path(), "x509 -in root -noout -pubkey -out root.pub").unwrap();
    let line = format!(
        "pkeyutl -verify -pubin -inkey root.pub -rawin -digest sm3 -pkeyopt {OURS} -in signed -sigfile signature"
    );
    assert!(openssl(desk.path(), &line).unwrap().contains("Successfully"));
    let said = openssl(desk.path(), "x509 -in good -noout -text").unwrap();
    for word in ["SM2-with-SM3", "ASN1 OID: SM2", "CA:FALSE", "Digital Signature, Non Repudiation", "/ca/crl"] {
        assert!(said.contains(word), "{word} is not in {said}");
    }
}

#[test]
fn we_accept_a_request_and_a_certificate_of_openssl() {
    let desk = desk(&[]);
    let run = |line: &str| openssl(desk.path(), line).unwrap();
    let read = |name: &str| std::fs::read(desk.path().join(name)).unwrap();
    run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2 -out root.key");
    run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2 -out key");
    run(&format!(
        "req -new -key key -subj /C=CN/O=Prairie/serialNumber={CODE}/CN=Prairie -sm3 -sigopt {OURS} -out request"
    ));
    let request = Request::parse(&from_text(REQUEST, &read("request")).unwrap()).unwrap();
    assert!(request.is_for(CODE));

    run(&format!(
        "req -x509 -new -key root.key -subj /CN=Foreign -days 30 -sm3 -sigopt {OURS} -out root -addext keyUsage=keyCertSign"
    ));
    run(&format!(
        "x509 -req -in request -CA root -CAkey root.key -set_serial 77 -days 9 -sm3 -sigopt {OURS} -vfyopt {OURS} -out leaf"
    ));
    let root = Authority::parse(&from_text(CERTIFICATE, &read("root")).unwrap()).unwrap();
    // OpenSSL 3.0 writes version 1 without extensions; that is not what is accepted.
    assert_eq!(Certificate::parse(&from_text(CERTIFICATE, &read("leaf")).unwrap()), Err(CertError::Malformed));
    std::fs::write(desk.path().join("uses"), "keyUsage=critical,digitalSignature\nauthorityKeyIdentifier=keyid\n")
        .unwrap();
    run(&format!(
        "x509 -req -in request -CA root -CAkey root.key -set_serial 77 -days 9 -sm3 -sigopt {OURS} -vfyopt {OURS} -extfile uses -out leaf"
    ));
    let leaf = Certificate::parse(&from_text(CERTIFICATE, &read("leaf")).unwrap()).unwrap();
    assert_eq!(leaf.public_key(), request.public_key());
    assert_eq!(leaf.verify(root.certificate(), leaf.from()), Ok(()));
    assert_eq!(leaf.verify(root.certificate(), leaf.until() + 1), Err(CertError::OutOfDate));
    assert_eq!(leaf.verify(found(2, "Foreign").0.certificate(), leaf.from()), Err(CertError::OtherIssuer));

    std::fs::write(desk.path().join("uses"), "keyUsage=digitalSignature\nextendedKeyUsage=critical,clientAuth\n")
        .unwrap();
    run(&format!(
        "x509 -req -in request -CA root -CAkey root.key -set_serial 78 -days 9 -sm3 -sigopt {OURS} -vfyopt {OURS} -extfile uses -out leaf"
    ));
    let refused = Certificate::parse(&from_text(CERTIFICATE, &read("leaf")).unwrap());
    assert_eq!(refused, Err(CertError::UnknownCritical("2.5.29.37".into())));
}

#[test]
fn we_read_a_private_key_that_openssl_locked() {
    let desk = desk(&[]);
    let run = |line: &str| openssl(desk.path(), line).unwrap();
    run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2 -out key");
    run("pkcs8 -topk8 -in key -v2 sm4-cbc -v2prf hmacWithSHA256 -passout pass:opensesame -out backup");
    run(&format!("req -new -key key -subj /CN=x -sm3 -sigopt {OURS} -out request"));
    let text = std::fs::read_to_string(desk.path().join("backup")).unwrap();
    let request = std::fs::read(desk.path().join("request")).unwrap();
    let request = Request::parse(&from_text(REQUEST, &request).unwrap()).unwrap();
    assert_eq!(pkcs8::unlock(&text, "opensesame").unwrap().public_key(), request.public_key());
    assert!(pkcs8::unlock(&text, "opensesama").is_err());
}
