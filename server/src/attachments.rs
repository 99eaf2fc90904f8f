//! The addresses of what companies hand in, below `/api/attachments`: in by `PUT` with what it shows, back by its id.

use axum::body::{Body, to_bytes};
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_FRAME_OPTIONS};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::subject::attachment::{AttachmentFault, LARGEST, Sent};
use domain::subject::item::{Item, Step};
use domain::subject::outside::{Loaded, Question};
use domain::{Caller, Refusal, Role};
use futures::StreamExt;
use office::Office;
use serde::Deserialize;

use crate::pieces::let_come;
use crate::refused::Refused;

/// A scan runs nothing, and only our own pages show it.
const SHOWN: &str = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";

/// So much of a file that is too large is let come, so that its sender hears why.
const LARGEST_LEFT: usize = 64 << 20;

#[derive(Deserialize)]
pub struct Called {
    #[serde(default)]
    name: String,
}

/// Takes a file into the caller's draft. What is wrong with it is told in the answer.
pub async fn put_attachment(
    State(office): State<Office>,
    Extension(caller): Extension<Caller>,
    Path(item): Path<String>,
    Query(called): Query<Called>,
    body: Body,
) -> Result<Json<Sent>, Refused> {
    let scans = Item::ALL.into_iter().filter(|item| item.step() == Step::Scans);
    let item = scans.into_iter().find(|scan| scan.name() == item).ok_or(Refusal::NotFound)?;
    let mut body = body.into_data_stream();
    let mut bytes = Vec::new();
    while let Some(chunk) = body.next().await {
        bytes.extend_from_slice(&chunk.map_err(|_| Refusal::TooLarge)?);
        if bytes.len() as u64 > LARGEST {
            let_come(body, LARGEST_LEFT).await;
            return Ok(Json(Sent::Refused(AttachmentFault::TooLarge { most: LARGEST })));
        }
    }
    Ok(Json(office.attach(&caller, item, &called.name, bytes.into()).await?))
}

/// Most bytes of a list that a centre loads.
const LARGEST_LIST: usize = 64 << 20;

/// Loads a list of somebody outside in the place of the one before.
pub async fn put_extract(
    State(office): State<Office>,
    Extension(caller): Extension<Caller>,
    Path(question): Path<String>,
    Query(called): Query<Called>,
    body: Body,
) -> Result<Json<Loaded>, Refused> {
    caller.with_role(Role::Registrar)?;
    let question = Question::from_name(&question).ok_or(Refusal::NotFound)?;
    let bytes = to_bytes(body, LARGEST_LIST).await.map_err(|_| Refusal::TooLarge)?;
    Ok(Json(office.load_extract(&caller, question, &called.name, bytes.into()).await?))
}

/// Gives a file to its company, or to a registrar.
pub async fn get_attachment(
    State(office): State<Office>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    let (attachment, bytes) = office.attachment(&caller, &id).await?;
    let headers = [
        (CONTENT_TYPE, attachment.media.as_str()),
        (CONTENT_DISPOSITION, "inline"),
        (CONTENT_SECURITY_POLICY, SHOWN),
        (X_FRAME_OPTIONS, "SAMEORIGIN"),
        (CACHE_CONTROL, "private, max-age=3600"),
    ];
    Ok((headers, bytes).into_response())
}
