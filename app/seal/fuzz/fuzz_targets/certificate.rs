//! Requests, certificates, lists and backups of strangers are read or refused; none is its own company's authority.
#![no_main]

use cert::{CERTIFICATE, Certificate, Crl, Request, from_text, pkcs8};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = (Request::parse(bytes), Crl::parse(bytes));
    if let Ok(certificate) = Certificate::parse(bytes) {
        assert_eq!(certificate.is_valid_at(certificate.from()), certificate.from() <= certificate.until());
        assert!(certificate.verify(&certificate, certificate.from()).is_err());
    }
    let _ = from_text(CERTIFICATE, bytes);
    let _ = std::str::from_utf8(bytes).map(pkcs8::is_one);
});
