//! Signatures over what came out: the bidders' over what was read out, the platform's over the printed record.

use domain::room::{Event, Room};
use ledger::RecordFacts;
use seal::{Digest, Signature};

use super::bids::Pair;
use super::report::{Fault, Finding, Place, Reason, Verdict};
use super::whole;
use crate::content::Content;
use crate::file::Bundle;

/// Every confirmation is by the key that signed the bid, over what was read out of it.
pub fn confirmations(content: &Content, pairs: &[Pair<'_>]) -> Verdict {
    let mut findings: Vec<Finding> = Vec::new();
    let mut given = 0;
    for told in &content.entries {
        let Event::Confirmed { bid, signature } = &told.event else { continue };
        given += 1;
        let pair = pairs.iter().find(|pair| pair.row.bid == *bid);
        if !pair.is_some_and(|pair| confirms(content, pair, signature)) {
            findings.push(Place::Entry(told.seq).wrong(Fault::ConfirmationNotSigned));
        }
    }
    if given == 0 { Verdict::NotChecked(Reason::NobodyConfirmed) } else { Verdict::of(findings) }
}

fn confirms(content: &Content, pair: &Pair<'_>, signature: &str) -> bool {
    let (Some(said), Ok(signature)) = (pair.row.said(), signature.parse::<Signature>()) else { return false };
    let said = seal::confirmation(&content.lot.to_string(), &pair.row.bid.to_string(), &said);
    pair.bid.key.verify(said.as_bytes(), &signature)
}

/// The record that was printed is one of this opening, signed by the same key.
pub fn signed(bundle: &Bundle, room: &Room) -> Verdict {
    let content = &bundle.content;
    let Some(record) = &content.record else { return Verdict::NotChecked(Reason::NotPrinted) };
    let RecordFacts { lot, lot_title, closed_at, entry_commitment, .. } = &record.facts;
    let closed = room.closed_at.or(room.opened_at).map(domain::Timestamp::millis);
    let agrees = *lot == content.lot.to_string()
        && *lot_title == content.terms.title
        && Some(*closed_at) == closed
        && content.entries.last().is_some_and(|last| last.commitment == *entry_commitment);
    let by_platform = record.platform_key == bundle.platform_key
        && record.platform_key.verify(record.to_text().as_bytes(), &record.signature);
    if by_platform { whole(agrees, Fault::RecordDiffers) } else { whole(false, Fault::RecordNotSigned) }
}

pub fn pdf(content: &Content, pdf: Option<&[u8]>) -> Verdict {
    match (pdf, &content.record) {
        (None, _) => Verdict::NotChecked(Reason::NoPdf),
        (Some(_), None) => whole(false, Fault::NoRecord),
        (Some(pdf), Some(record)) => whole(Digest::of(pdf) == record.facts.document, Fault::OtherDocument),
    }
}
