//! Credit status: public, by credit code.

use domain::credit::CreditStatus;
use domain::view::SubjectLine;
use leptos::prelude::*;

use super::ApiError;

/// The status of one subject; refused when the code is malformed or nobody has it.
#[server(prefix = "/api/fn", endpoint = "credit")]
pub async fn credit(code: String) -> Result<CreditStatus, ApiError> {
    let (office, _) = super::door::open();
    Ok(office.credit(&code).await?)
}

/// Subjects in force whose code begins with, or whose name contains, `query`; at most 20.
#[server(prefix = "/api/fn", endpoint = "find_subjects")]
pub async fn find_subjects(query: String) -> Result<Vec<SubjectLine>, ApiError> {
    let (office, _) = super::door::open();
    Ok(office.find_subjects(&query).await?)
}
