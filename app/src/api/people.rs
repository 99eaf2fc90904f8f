//! People and companies: sessions, registration and its review, keys, credit.

use domain::credit::CreditStatus;
use domain::view::{Me, SubjectLine};
use leptos::prelude::*;

use super::ApiError;
use super::error::Json;

/// Who is signed in, if anybody.
#[server(name = WhoAmI, prefix = "/api/fn", endpoint = "me", output = Json)]
pub async fn me() -> Result<Option<Me>, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.me(&caller).await?)
}

/// Signs in with login name, password and, where the account asks for one, a code. Works as a plain form too: `back` is
/// where the answer leads.
#[server(prefix = "/api/fn", endpoint = "sign_in", output = Json)]
pub async fn sign_in(
    login: String,
    password: String,
    code_once: Option<String>,
    back: Option<String>,
) -> Result<Me, ApiError> {
    let (office, caller) = super::door::open();
    let back = back.unwrap_or_else(|| "/".to_owned());
    let (code, device) = (code_once.unwrap_or_default(), super::door::device());
    let typed = office::Typed { login: &login, password: &password, code: &code, device: &device };
    match office.sign_in(&caller, &typed).await.map_err(ApiError::from) {
        Ok((me, cookie)) => {
            super::door::set_cookie(&cookie.set());
            super::door::redirect(&back);
            Ok(me)
        }
        Err(refused) => {
            super::door::lead_back::<SignIn>("/sign-in", &[("login", &login), ("back", &back)], &refused);
            Err(refused)
        }
    }
}

#[server(prefix = "/api/fn", endpoint = "sign_out", output = Json)]
pub async fn sign_out() -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    if let Some(cookie) = super::door::cookie() {
        office.sign_out(&caller, &cookie).await?;
    }
    super::door::set_cookie(office::SessionCookie::CLEAR);
    super::door::redirect("/");
    Ok(())
}

/// Registers a practice company's public key; the private key stays in the browser.
#[server(prefix = "/api/fn", endpoint = "register_key", input = Json, output = Json)]
pub async fn register_key(public_key: String) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.register_key(&caller, &public_key).await?)
}

/// The status of one subject; refused when the code is malformed or nobody has it.
#[server(prefix = "/api/fn", endpoint = "credit", output = Json)]
pub async fn credit(code: String) -> Result<CreditStatus, ApiError> {
    let (office, _) = super::door::open();
    Ok(office.credit(&code).await?)
}

/// Subjects in force whose code begins with, or whose name contains, `query`; at most 20.
#[server(prefix = "/api/fn", endpoint = "find_subjects", output = Json)]
pub async fn find_subjects(query: String) -> Result<Vec<SubjectLine>, ApiError> {
    let (office, _) = super::door::open();
    Ok(office.find_subjects(&query).await?)
}
