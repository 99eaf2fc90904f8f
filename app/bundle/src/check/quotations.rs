//! Quotations of the rounds: they are the told ones, signed by their bidders, and open to what was read out.

use std::collections::HashMap;

use domain::quote::{self, Quotation};
use domain::room::{Event, Quote, RoundEvent};
use domain::{BidId, Fen};
use seal::Manifest;

use super::bids::Pair;
use super::open::content_of;
use super::report::{Fault, Reason, Verdict};
use crate::content::{Content, SealedQuote};

/// The prices that one bidder quoted, as they opened.
pub type Prices = Result<Vec<Fen>, Fault>;

/// Bid by bid.
pub fn opened(content: &Content, pairs: &[Pair<'_>]) -> Vec<Prices> {
    let keys = keys(content);
    pairs.iter().map(|pair| prices(content, pair, &keys)).collect()
}

pub fn verdict(rounds: u32, pairs: &[Pair<'_>], opened: &[Prices]) -> Verdict {
    let fault = |(pair, prices): (&Pair<'_>, &Prices)| Some(pair.wrong(*prices.as_ref().err()?));
    let findings: Vec<_> = pairs.iter().zip(opened).filter_map(fault).collect();
    if !findings.is_empty() {
        Verdict::Wrong(findings)
    } else if rounds == 0 {
        Verdict::NotChecked(Reason::NoRounds)
    } else if pairs.iter().all(|pair| pair.row.quotes.is_empty()) {
        Verdict::NotChecked(Reason::NobodyQuoted)
    } else {
        Verdict::Holds
    }
}

/// The released keys, by bid and round.
fn keys(content: &Content) -> HashMap<(BidId, u32), &str> {
    let read_out = content.entries.iter().filter_map(|told| match &told.event {
        Event::Round(RoundEvent::ReadOut { round, quotes }) => Some((*round, quotes)),
        _ => None,
    });
    read_out
        .flat_map(|(round, quotes)| quotes.iter().map(move |quoted| ((quoted.bid, round), quoted.key.as_str())))
        .collect()
}

fn prices(content: &Content, pair: &Pair<'_>, keys: &HashMap<(BidId, u32), &str>) -> Prices {
    let (row, sealed) = (pair.row, &pair.bid.quotes);
    if row.quotes.len() != sealed.len() {
        return Err(Fault::OtherQuotes);
    }
    let mut prices = Vec::with_capacity(sealed.len());
    let mut last = row.line.as_ref().map(|line| line.form.price);
    for (round, (told, sealed)) in (1..).zip(row.quotes.iter().zip(sealed)) {
        let manifest = handed_in(content, pair, round, told, sealed)?;
        let Some(price) = told.price else {
            if sealed.opened.is_some() {
                return Err(Fault::ToldTooMuch);
            }
            continue;
        };
        let opened = sealed.opened.as_ref().ok_or(Fault::OtherParts)?;
        if keys.get(&(row.bid, round)) != Some(&opened.key.to_hex().as_str()) {
            return Err(Fault::OtherFormKey);
        }
        let quotation: Quotation = content_of(content, &manifest, opened)?;
        let above = last.and_then(|last| quotation.above(&content.terms, last));
        if (quotation.price, above) != (price, told.above) {
            return Err(Fault::ReadOutDiffers);
        }
        prices.push(price);
        last = Some(price);
    }
    Ok(prices)
}

/// It is the one that was told, and was sealed for this round, of the one length that there is, by this bidder.
fn handed_in(
    content: &Content,
    pair: &Pair<'_>,
    round: u32,
    told: &Quote,
    sealed: &SealedQuote,
) -> Result<Manifest, Fault> {
    let manifest = Manifest::parse(&sealed.manifest).map_err(|_| Fault::NoManifest)?;
    let place = (manifest.lot.as_str(), manifest.bidder.as_str());
    if manifest.digest().to_string() != told.digest {
        return Err(Fault::OtherManifest);
    }
    if place != (content.lot.to_string().as_str(), pair.row.code.as_str()) {
        return Err(Fault::OtherPlace);
    }
    match &manifest.parts[..] {
        [line] if line.part == quote::part(round) && line.size == quote::SIZE as u64 => {}
        _ => return Err(Fault::OtherParts),
    }
    if pair.bid.key.verify(sealed.manifest.as_bytes(), &sealed.signature) {
        Ok(manifest)
    } else {
        Err(Fault::NotSignedByBidder)
    }
}
