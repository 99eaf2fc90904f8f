//! Signing in and out.

use domain::view::Me;
use leptos::prelude::*;

use super::ApiError;

/// Who is signed in, if anybody.
#[server(name = WhoAmI, prefix = "/api/fn", endpoint = "me")]
pub async fn me() -> Result<Option<Me>, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.me(&caller).await?)
}

/// Signs in with login name and password. Works as a plain form too: `back` is where the answer leads.
#[server(prefix = "/api/fn", endpoint = "sign_in")]
pub async fn sign_in(login: String, password: String, back: Option<String>) -> Result<Me, ApiError> {
    let (office, caller) = super::door::open();
    let (me, cookie) = office.sign_in(&caller, &login, &password).await?;
    super::door::set_cookie(&cookie.set());
    super::door::redirect(back.as_deref().unwrap_or("/"));
    Ok(me)
}

#[server(prefix = "/api/fn", endpoint = "sign_out")]
pub async fn sign_out() -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    if let Some(cookie) = super::door::cookie() {
        office.sign_out(&caller, &cookie).await?;
    }
    super::door::set_cookie(office::SessionCookie::CLEAR);
    super::door::redirect("/");
    Ok(())
}
