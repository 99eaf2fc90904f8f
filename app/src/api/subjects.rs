//! The subject database: registration, review, the company's key.

use domain::SubjectId;
use domain::subject::{AccountForm, Decision, RegistrationForm};
use domain::view::{Case, Me};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use super::ApiError;

/// Registers a company with its first person, who is signed in at once.
#[server(prefix = "/api/fn", endpoint = "register", input = Json)]
pub async fn register(form: RegistrationForm, account: AccountForm) -> Result<Me, ApiError> {
    let (office, caller) = super::door::open();
    let (me, cookie) = office.register(&caller, &form, &account).await?;
    super::door::set_cookie(&cookie.set());
    Ok(me)
}

/// The caller's own registration.
#[server(prefix = "/api/fn", endpoint = "my_case")]
pub async fn my_case() -> Result<Case, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.my_case(&caller).await?)
}

/// Sends a returned registration again.
#[server(prefix = "/api/fn", endpoint = "resubmit", input = Json)]
pub async fn resubmit(form: RegistrationForm) -> Result<Case, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.resubmit(&caller, &form).await?)
}

/// The registrar's queue, oldest first.
#[server(prefix = "/api/fn", endpoint = "cases")]
pub async fn cases() -> Result<Vec<Case>, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.cases(&caller).await?)
}

#[server(name = OneCase, prefix = "/api/fn", endpoint = "case")]
pub async fn case(subject: SubjectId) -> Result<Case, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.case(&caller, subject).await?)
}

#[server(prefix = "/api/fn", endpoint = "review", input = Json)]
pub async fn review(subject: SubjectId, decision: Decision) -> Result<Case, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.review(&caller, subject, decision).await?)
}

/// Registers the company's public key; the private key stays in the browser.
#[server(prefix = "/api/fn", endpoint = "register_key", input = Json)]
pub async fn register_key(public_key: String) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.register_key(&caller, &public_key).await?)
}
