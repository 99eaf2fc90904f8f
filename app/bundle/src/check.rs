//! The check of a bundle. Pure: it is given the bytes, and what the reader has from elsewhere.

mod bids;
mod course;
pub mod drawing;
mod open;
mod quotations;
mod record;
pub mod report;
mod rules;

use seal::PublicKey;

use crate::content::Content;
use crate::file::Bundle;
use course::Course;
use open::Plain;
use report::{Check, Fault, Offer, Opening, Place, Reason, Report, Topic, Verdict};

/// What the reader has from elsewhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Given<'a> {
    /// The platform's key, as the platform publishes it.
    pub key: Option<PublicKey>,
    /// The printed record.
    pub pdf: Option<&'a [u8]>,
}

/// Checks all that can be checked, whatever is wrong already.
#[must_use]
pub fn check(file: &[u8], given: Given<'_>) -> Report {
    match Bundle::read(file) {
        Ok(bundle) => of_bundle(&bundle, given),
        Err(fault) => {
            let verdict = Verdict::Wrong(vec![Place::Whole.wrong(Fault::File(fault))]);
            Report { opening: None, checks: vec![Check { topic: Topic::File, verdict }] }
        }
    }
}

fn of_bundle(bundle: &Bundle, given: Given<'_>) -> Report {
    let content = &bundle.content;
    let course = Course::of(content);
    let (pairs, bids) = bids::pairs(content, &course.room);
    let plain: Vec<Plain> = pairs.iter().map(|pair| Plain::of(content, pair)).collect();
    let quoted = quotations::opened(content, &pairs);
    let verdict = |topic| match topic {
        Topic::File => Verdict::Holds,
        Topic::Signature => whole(bundle.is_signed(), Fault::NotSigned),
        Topic::Key => match given.key {
            None => Verdict::NotChecked(Reason::NoKey),
            Some(key) => whole(key == bundle.platform_key, Fault::OtherKey),
        },
        Topic::Bids => bids.clone(),
        Topic::Course => Verdict::of(course.findings.clone()),
        Topic::Record => record::signed(bundle, &course.room),
        Topic::Pdf => record::pdf(content, given.pdf),
        Topic::Log => Verdict::NotChecked(Reason::NoLog),
        _ if course.failed() => Verdict::NotChecked(Reason::NoOpening),
        Topic::Receipts => bids::receipts(bundle, &pairs),
        Topic::Seals => open::seals(&plain),
        Topic::ReadOut => open::read_out(&plain),
        Topic::Quotations => quotations::verdict(course.room.rounds, &pairs, &quoted),
        Topic::Drawing => drawing::check(content, &course.room),
        Topic::Confirmations => record::confirmations(content, &pairs),
    };
    let checks = Topic::ALL.map(|topic| Check { topic, verdict: verdict(topic) });
    let offers = pairs.iter().zip(plain).zip(quoted);
    let offers = offers.map(|((pair, plain), quoted)| plain.offer(pair.row, quoted.unwrap_or_default())).collect();
    Report { opening: Some(opening(bundle, &course, offers)), checks: checks.into() }
}

fn whole(holds: bool, fault: Fault) -> Verdict {
    if holds { Verdict::Holds } else { Verdict::Wrong(vec![Place::Whole.wrong(fault)]) }
}

fn opening(bundle: &Bundle, course: &Course, offers: Vec<Offer>) -> Opening {
    let Content { lot, terms, .. } = &bundle.content;
    Opening {
        lot: *lot,
        terms: terms.clone(),
        platform_key: bundle.platform_key,
        digest: bundle.digest,
        failed: course.failed(),
        bids: course.room.bids,
        opened_at: course.room.opened_at,
        closed_at: course.room.closed_at,
        offers,
    }
}
