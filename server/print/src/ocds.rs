//! The record as a release of the Open Contracting Data Standard 1.1.5
//! (<https://standard.open-contracting.org/1.1/>), with the extension for bids.
//!
//! No prefix for contracting processes (ocid) is registered for the platform: until one is, ids begin with its name.
//! Bidders are named by their unified social credit code, `CN-USCI` at <https://org-id.guide/list/CN-USCI>. The tenderer
//! of a lot is a name without a code. A release tells that bids were opened; nothing in it says who wins.

use domain::Timestamp;
use domain::record::Record;
use domain::room::{Entry, Event, Row};
use domain::stage::Stage;
use serde_json::{Value, json};

use crate::data::yuan;

const BIDS: &str =
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json";
const CODES: &str = "CN-USCI";
/// The tenderer's id inside the release.
const TENDERER: &str = "tenderer";

/// A release package. `address` is the platform's, such as `https://example.org`; `printed` says that the PDF is there.
#[must_use]
pub fn ocds(record: &Record, address: &str, printed: bool) -> Value {
    let page = format!("{address}/lots/{}", record.lot);
    json!({
        "uri": format!("{page}/ocds.json"),
        "version": "1.1",
        "extensions": [BIDS],
        "publishedDate": time(record.closed_at()),
        "publisher": { "name": "开标 Kaibiao", "uri": address },
        "releases": [release(record, &page, printed)],
    })
}

fn release(record: &Record, page: &str, printed: bool) -> Value {
    let tenderer = json!({ "id": TENDERER, "name": record.terms.tenderer });
    json!({
        "ocid": format!("kaibiao-{}", record.lot),
        "id": format!("{}-{}", record.lot, record.end.seq),
        "date": time(record.closed_at()),
        "tag": ["tender"],
        "initiationType": "tender",
        "language": "zh",
        "parties": parties(record),
        "buyer": tenderer,
        "tender": tender(record, &tenderer, page, printed),
        "bids": bids(record),
    })
}

fn parties(record: &Record) -> Vec<Value> {
    let tenderer = json!({
        "id": TENDERER,
        "name": record.terms.tenderer,
        "roles": ["buyer", "procuringEntity"],
    });
    let bidder = |row: &Row| {
        json!({
            "id": party(row),
            "name": row.name,
            "identifier": { "scheme": CODES, "id": row.code, "legalName": row.name },
            "roles": ["tenderer"],
        })
    };
    [tenderer].into_iter().chain(record.room.rows.iter().map(bidder)).collect()
}

fn party(row: &Row) -> String {
    format!("{CODES}-{}", row.code)
}

fn reference(row: &Row) -> Value {
    json!({ "id": party(row), "name": row.name })
}

fn tender(record: &Record, tenderer: &Value, page: &str, printed: bool) -> Value {
    let Record { lot, terms, room, .. } = record;
    let mut tender = json!({
        "id": lot,
        "title": terms.title,
        "description": format!("标段编号 {}", terms.code),
        "status": if room.stage == Stage::Failed { "unsuccessful" } else { "active" },
        "procuringEntity": tenderer,
        // The ceiling price (最高投标限价): the standard asks for the upper estimate.
        "value": { "amount": yuan(terms.ceiling), "currency": "CNY" },
        "submissionMethod": ["electronicSubmission"],
        "tenderPeriod": { "endDate": time(terms.deadline) },
        "numberOfTenderers": room.bids.unwrap_or_default(),
        "tenderers": room.rows.iter().map(reference).collect::<Vec<_>>(),
        "documents": documents(record, page, printed),
    });
    if !terms.procedure.is_tender() {
        tender["procurementMethodDetails"] = json!(crate::sheet::procedure(terms.procedure, room.round));
    }
    let amendments = amendments(record);
    if !amendments.is_empty() {
        tender["amendments"] = json!(amendments);
    }
    tender
}

/// Postponements of the deadline.
fn amendments(record: &Record) -> Vec<Value> {
    let amendment = |entry: &Entry| match &entry.event {
        Event::Postponed { from, until, reason } => Some(json!({
            "id": entry.seq.to_string(),
            "date": time(entry.at),
            "rationale": reason,
            "description": format!("投标截止时间由 {from} 推迟至 {until}"),
        })),
        _ => None,
    };
    record.entries.iter().filter_map(amendment).collect()
}

fn documents(record: &Record, page: &str, printed: bool) -> Vec<Value> {
    let document = |id: &str, format: &str| {
        json!({
            "id": id,
            // No code of the standard's list means an opening record; the list is open.
            "documentType": "openingRecord",
            "title": "开标记录",
            "url": format!("{page}/{id}"),
            "format": format,
            "language": "zh",
            "datePublished": time(record.closed_at()),
        })
    };
    let pdf = printed.then(|| document("record.pdf", "application/pdf"));
    pdf.into_iter().chain([document("record", "text/html")]).collect()
}

fn bids(record: &Record) -> Value {
    let count = record.room.bids.unwrap_or_default();
    json!({
        "statistics": [{ "id": "bids", "measure": "bids", "value": count, "date": time(record.opened_at()) }],
        "details": record.room.rows.iter().map(|row| bid(record, row)).collect::<Vec<_>>(),
    })
}

/// Opened bids wait for their evaluation; one that was not decrypted counts as taken back (20号令 §31, 撤销 and 撤回), and so
/// does that of a bidder who left the rounds of quotation.
fn bid(record: &Record, row: &Row) -> Value {
    let stands = row.line.is_some() && record.room.left(row).is_none();
    let mut value = json!({
        "id": row.bid,
        "date": time(row.committed),
        "status": if stands { "pending" } else { "withdrawn" },
        "tenderers": [reference(row)],
    });
    // After rounds of quotation, the last price that was read out.
    if let Some(price) = row.price() {
        value["value"] = json!({ "amount": yuan(price), "currency": "CNY" });
    }
    value
}

/// RFC 3339, in the civil time of China.
fn time(at: Timestamp) -> String {
    format!("{}+08:00", at.to_local())
}
