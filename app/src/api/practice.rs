//! Practice openings (模拟开标).

use leptos::prelude::*;

use super::ApiError;

/// Starts one and leads to its lot. A visitor is given a practice company and signed in as it.
#[server(prefix = "/api/fn", endpoint = "start_practice")]
pub async fn start_practice() -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    let started = office.start_practice(&caller).await?;
    if let Some(cookie) = started.cookie {
        super::door::set_cookie(&cookie.set());
    }
    super::door::redirect(&format!("/lots/{}", started.lot));
    Ok(())
}
