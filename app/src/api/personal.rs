//! What is masked of persons, and who has seen it.

use domain::subject::look::{Looks, Sought};
use leptos::prelude::*;

use super::ApiError;
use super::error::Json;

/// One value that is masked, for this purpose; the look is a journal entry.
#[server(prefix = "/api/fn", endpoint = "reveal", input = Json, output = Json)]
pub async fn reveal(sought: Sought, purpose: String) -> Result<String, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.reveal(&caller, &sought, &purpose).await?)
}

/// Who looked at what is on file of the company with this code.
#[server(name = ShowLooks, prefix = "/api/fn", endpoint = "looks", output = Json)]
pub async fn looks(code: String) -> Result<Looks, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.looks(&caller, &code).await?)
}
