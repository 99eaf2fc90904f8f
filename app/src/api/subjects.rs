//! The subject database as a list, for those who keep it and those who supervise it.

use domain::subject::search::{FoundSubjects, SubjectQuery};
use leptos::prelude::*;

use super::ApiError;
use super::error::Json;

/// A page of subjects.
#[server(prefix = "/api/fn", endpoint = "list_subjects", input = Json, output = Json)]
pub async fn list_subjects(query: SubjectQuery) -> Result<FoundSubjects, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.list_subjects(&caller, &query).await?)
}
