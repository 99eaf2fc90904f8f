//! The papers of an opening that is over, below `/lots/{lot}`: `record.pdf` with `record.signature.json`, `record.json` in
//! the field names of the national data specification, `ocds.json`, and `bundle.json`, which anybody checks. Until then, and for everybody, they are not there.

use std::path::Path as FilePath;
use std::sync::Arc;

use app::parts::frame::encoded;
use app::parts::timeline::sentence;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::record::Record;
use domain::room::{Event, Room};
use domain::{Caller, Lang, LotId, Refusal};
use office::Office;
use print::{Fonts, Press};

use crate::address;
use crate::refused::Refused;
use crate::router::AppState;

/// Where the papers are.
pub const ADDRESSES: [&str; 5] = [
    "/lots/{lot}/record.pdf",
    "/lots/{lot}/record.signature.json",
    "/lots/{lot}/record.json",
    "/lots/{lot}/ocds.json",
    "/lots/{lot}/bundle.json",
];

/// A record is printed once, a bundle made once, and neither changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Its data may be said otherwise by another version of this program.
const FOR_AN_HOUR: &str = "public, max-age=3600";
/// A PDF is shown by the browser's own viewer, which some policies for pages keep from working.
const VIEWED: &str = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub fn routes() -> Router<AppState> {
    let [paper, signed, plain, open, proof] = ADDRESSES;
    let record = Router::new().route(paper, get(pdf)).route(signed, get(signature));
    record.route(plain, get(data)).route(open, get(ocds)).route(proof, get(bundle))
}

struct Printer(Press);

impl office::Press for Printer {
    fn print(&self, record: &Record) -> Result<Vec<u8>, String> {
        self.0.record(record).map_err(|error| error.to_string())
    }
}

/// The press, if there are fonts for it; else the operator is told.
#[must_use]
pub fn press(fonts: Option<&FilePath>) -> Option<Arc<dyn office::Press>> {
    match Fonts::open(fonts) {
        Ok(fonts) => Some(Arc::new(Printer(Press::new(fonts, in_chinese)))),
        Err(error) => {
            tracing::warn!("records are not printed: {error}; install fonts-noto-cjk or name a folder with --fonts");
            None
        }
    }
}

/// What happened, in the words of the record's page.
fn in_chinese(event: &Event, room: &Room) -> String {
    sentence(Lang::Zh, event, room)
}

async fn pdf(State(office): State<Office>, Path(lot): Path<String>) -> Result<Response, Refused> {
    let lot = lot_id(&lot)?;
    let pdf = office.printed_record(lot).await?.pdf;
    let name = format!("inline; filename=\"record-{lot}.pdf\"");
    let headers = [(CONTENT_TYPE, "application/pdf"), (CONTENT_SECURITY_POLICY, VIEWED), (CACHE_CONTROL, FOR_EVER)];
    Ok((headers, [(CONTENT_DISPOSITION, name)], pdf).into_response())
}

async fn signature(State(office): State<Office>, Path(lot): Path<String>) -> Result<Response, Refused> {
    Ok(json(FOR_EVER, office.printed_record(lot_id(&lot)?).await?.signature))
}

async fn data(State(office): State<Office>, Path(lot): Path<String>) -> Result<Response, Refused> {
    let record = office.record(lot_id(&lot)?).await?;
    Ok(json(FOR_AN_HOUR, print::data(&record, in_chinese).to_string()))
}

async fn ocds(State(state): State<AppState>, Path(lot): Path<String>, headers: HeaderMap) -> Result<Response, Refused> {
    let record = state.office.record(lot_id(&lot)?).await?;
    let address = address::of(&headers, state.https);
    Ok(json(FOR_AN_HOUR, print::ocds(&record, &address, state.office.prints()).to_string()))
}

/// To be saved, not shown, under the lot's code as far as it is ASCII, and under all of it where that is understood.
async fn bundle(State(office): State<Office>, Path(lot): Path<String>) -> Result<Response, Refused> {
    let lot = lot_id(&lot)?;
    let bundle = office.bundle(lot).await?;
    let code = office.lot(&Caller::visitor(""), lot).await?.terms.code;
    let plain: String = code.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    let name = format!(
        "attachment; filename=\"bundle-{plain}.json\"; filename*=UTF-8''bundle-{}.json",
        encoded(&code).replace('/', "%2F")
    );
    Ok(([(CONTENT_DISPOSITION, name)], json(FOR_EVER, bundle)).into_response())
}

fn json(cache: &'static str, body: impl IntoResponse) -> Response {
    ([(CONTENT_TYPE, "application/json; charset=utf-8"), (CACHE_CONTROL, cache)], body).into_response()
}

fn lot_id(text: &str) -> Result<LotId, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}
