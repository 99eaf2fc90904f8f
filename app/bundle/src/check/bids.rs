//! Every announced bid, as its bidder signed it and as the platform acknowledged it.

use domain::bid::{FORM, GUARANTEE};
use domain::room::{Room, Row};
use ledger::{Receipt, ReceiptPart};
use seal::Manifest;

use super::report::{Fault, Finding, Place, Verdict};
use crate::content::{Content, SealedBid};
use crate::file::Bundle;

/// A bid beside what was announced of it.
pub struct Pair<'a> {
    pub row: &'a Row,
    pub bid: &'a SealedBid,
    pub manifest: Option<Manifest>,
}

impl Pair<'_> {
    pub fn wrong(&self, fault: Fault) -> Finding {
        Place::Bid(self.row.name.clone()).wrong(fault)
    }
}

/// The bids beside their announcements, and whether they are the announced ones.
pub fn pairs<'a>(content: &'a Content, room: &'a Room) -> (Vec<Pair<'a>>, Verdict) {
    let (rows, bids) = (&room.rows, &content.bids);
    let pair = |(row, bid): (&'a Row, &'a SealedBid)| Pair { row, bid, manifest: Manifest::parse(&bid.manifest).ok() };
    let pairs: Vec<Pair<'_>> = rows.iter().zip(bids).map(pair).collect();
    let mut findings = Vec::new();
    if rows.is_empty() && !bids.is_empty() {
        findings.push(Place::Whole.wrong(Fault::BidsOfNoOpening));
    } else if !rows.iter().map(|row| row.bid).eq(bids.iter().map(|bid| bid.bid)) {
        findings.push(Place::Whole.wrong(Fault::OtherBids));
    }
    findings.extend(pairs.iter().filter_map(|pair| committed(content, pair).map(|fault| pair.wrong(fault))));
    (pairs, Verdict::of(findings))
}

/// What keeps a bid from being the one that its bidder signed and the room announced.
fn committed(content: &Content, pair: &Pair<'_>) -> Option<Fault> {
    let Pair { row, bid, manifest } = pair;
    let Some(manifest) = manifest else { return Some(Fault::NoManifest) };
    let has = |part| manifest.parts.iter().any(|line| line.part == part);
    if manifest.digest().to_string() != row.digest {
        Some(Fault::OtherManifest)
    } else if manifest.lot != content.lot.to_string() || manifest.bidder != row.code.as_str() {
        Some(Fault::OtherPlace)
    } else if !has(FORM) || !has(GUARANTEE) {
        Some(Fault::OtherParts)
    } else if !bid.key.verify(bid.manifest.as_bytes(), &bid.signature) {
        Some(Fault::NotSignedByBidder)
    } else {
        None
    }
}

/// The receipts are the platform's, say the same, and were issued before the deadline.
pub fn receipts(bundle: &Bundle, pairs: &[Pair<'_>]) -> Verdict {
    let content = &bundle.content;
    let fault = |pair: &Pair<'_>| {
        let receipt = &pair.bid.receipt;
        if receipt.verify_by(&bundle.platform_key).is_err() {
            Some(Fault::ReceiptNotSigned)
        } else if !agrees(content, pair, receipt) {
            Some(Fault::ReceiptDiffers)
        } else if receipt.facts.committed_at >= content.terms.deadline.millis() {
            Some(Fault::Late)
        } else {
            None
        }
    };
    Verdict::of(pairs.iter().filter_map(|pair| fault(pair).map(|fault| pair.wrong(fault))).collect())
}

fn agrees(content: &Content, pair: &Pair<'_>, receipt: &Receipt) -> bool {
    let (facts, row) = (&receipt.facts, pair.row);
    let parts = |manifest: &Manifest| manifest.parts.iter().map(ReceiptPart::from).eq(facts.parts.iter().cloned());
    facts.lot == content.lot.to_string()
        && facts.lot_title == content.terms.title
        && facts.bidder == row.code.as_str()
        && facts.bidder_name == row.name
        && facts.bid == row.bid.to_string()
        && facts.manifest_digest.to_string() == row.digest
        && facts.committed_at == row.committed.millis()
        && pair.manifest.as_ref().is_some_and(parts)
}
