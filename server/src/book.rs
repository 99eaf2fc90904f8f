//! The subject database as one file: in by `PUT`, gone through or entered; out as CSV, read as it is sent.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::subject::import::Imported;
use domain::{Caller, Refusal, Role};
use futures::stream;
use office::{Error, Office};
use serde::Deserialize;

use crate::refused::Refused;

/// Fifty thousand lines of a spreadsheet have some ten million bytes.
const LARGEST: usize = 64 << 20;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    name: String,
    /// Only go through it.
    #[serde(default)]
    dry: bool,
}

pub async fn put_subjects(
    State(office): State<Office>,
    Extension(caller): Extension<Caller>,
    Query(Asked { name, dry }): Query<Asked>,
    body: Body,
) -> Result<Json<Imported>, Refused> {
    caller.with_role(Role::Registrar)?;
    let bytes = to_bytes(body, LARGEST).await.map_err(|_| Refusal::TooLarge)?;
    Ok(Json(office.import_subjects(&caller, &name, bytes.into(), dry).await?))
}

/// Page after page as the reader takes them, so that a million lines need no memory.
pub async fn get_subjects(
    State(office): State<Office>,
    Extension(caller): Extension<Caller>,
) -> Result<Response, Refused> {
    let (first, next) = office.export_subjects(&caller, 0).await?;
    let rest = stream::try_unfold((office, caller, next), |(office, caller, next)| async move {
        let Some(after) = next else { return Ok::<_, Error>(None) };
        let (page, next) = office.export_subjects(&caller, after).await?;
        Ok(Some((Bytes::from(page), (office, caller, next))))
    });
    // Spreadsheets know UTF-8 by its mark.
    let begun = stream::iter([Ok(Bytes::from_static("\u{feff}".as_bytes())), Ok(Bytes::from(first))]);
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"subjects.csv\""),
        (CACHE_CONTROL, "private, no-store"),
    ];
    let body = Body::from_stream(futures::StreamExt::chain(begun, rest));
    Ok((headers, body).into_response())
}
