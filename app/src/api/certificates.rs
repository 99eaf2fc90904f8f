//! Certificates of company keys.

use domain::SubjectId;
use domain::certificate::{Asked, CertificateView, Certificates, RequestLine, RevocationReason};
use leptos::prelude::*;

use super::ApiError;
use super::error::Json;

/// The caller's own, newest first.
#[server(prefix = "/api/fn", endpoint = "my_certificates", output = Json)]
pub async fn my_certificates() -> Result<Certificates, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.my_certificates(&caller).await?)
}

/// Asks for a certificate with PKCS#10 in hexadecimal, countersigned by a present key if there is one.
#[server(prefix = "/api/fn", endpoint = "request_certificate", input = Json, output = Json)]
pub async fn request_certificate(request: String, countersignature: Option<String>) -> Result<Asked, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.request_certificate(&caller, &request, countersignature.as_deref()).await?)
}

#[server(prefix = "/api/fn", endpoint = "revoke_certificate", input = Json, output = Json)]
pub async fn revoke_certificate(fingerprint: String, reason: RevocationReason) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.revoke_certificate(&caller, &fingerprint, reason).await?)
}

/// What the key of a certificate of another authority is to sign.
#[server(prefix = "/api/fn", endpoint = "challenge_certificate", input = Json, output = Json)]
pub async fn challenge_certificate(pem: String) -> Result<String, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.challenge_certificate(&caller, &pem).await?)
}

#[server(prefix = "/api/fn", endpoint = "register_certificate", input = Json, output = Json)]
pub async fn register_certificate(pem: String, said: String, signature: String) -> Result<CertificateView, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.register_certificate(&caller, &pem, &said, &signature).await?)
}

/// Requests that wait for a registrar, oldest first.
#[server(prefix = "/api/fn", endpoint = "certificate_requests", output = Json)]
pub async fn certificate_requests() -> Result<Vec<RequestLine>, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.certificate_requests(&caller).await?)
}

#[server(prefix = "/api/fn", endpoint = "decide_request", input = Json, output = Json)]
pub async fn decide_request(subject: SubjectId, digest: String, approve: bool) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.decide_request(&caller, subject, &digest, approve).await?)
}

/// Those of a company, for a registrar.
#[server(prefix = "/api/fn", endpoint = "certificates_of", output = Json)]
pub async fn certificates_of(subject: SubjectId) -> Result<Certificates, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.certificates_of(&caller, subject).await?)
}
