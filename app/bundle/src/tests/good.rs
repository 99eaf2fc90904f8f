//! What holds, and what is told of it.

use domain::Fen;
use domain::room::Cause;

use super::sample::{PDF, Sample};
use super::{checked, wrong};
use crate::{Given, Outcome, Reason, Topic, Verdict, check};

#[test]
fn a_whole_opening_without_rounds_holds_in_everything_but_the_log() {
    let mut made = Sample::good();
    let report = checked(&made.file(), made.platform.public_key());
    assert_eq!(wrong(&report), [], "{report:?}");
    let absent = [Topic::Quotations, Topic::Log];
    for topic in Topic::ALL.into_iter().filter(|topic| !absent.contains(topic)) {
        assert_eq!(report.verdict(topic), Some(&Verdict::Holds), "{topic:?}");
    }
    assert_eq!(report.verdict(Topic::Quotations), Some(&Verdict::NotChecked(Reason::NoRounds)));
    assert_eq!(report.verdict(Topic::Log), Some(&Verdict::NotChecked(Reason::NoLog)));
    let offers = report.opening.unwrap().offers;
    let prices = offers.iter().map(|offer| match &offer.outcome {
        Outcome::Opened { form, .. } => form.price,
        other => panic!("{other:?}"),
    });
    assert_eq!(prices.collect::<Vec<_>>(), [4_111_111, 4_222_222, 4_333_333].map(Fen::from_yuan));
}

#[test]
fn who_is_out_is_named_with_the_cause_and_nothing_of_its_bid() {
    let mut made = Sample::one_out();
    let report = checked(&made.file(), made.platform.public_key());
    assert_eq!(wrong(&report), [], "{report:?}");
    assert_eq!(report.verdict(Topic::Drawing), Some(&Verdict::NotChecked(Reason::NothingDrawn)));
    let opening = report.opening.unwrap();
    assert_eq!(opening.offers[2].outcome, Outcome::Out(Cause::Bidder));
    assert!(matches!(opening.offers[1].outcome, Outcome::Opened { .. }));
}

#[test]
fn an_opening_in_which_nobody_decrypted_holds() {
    let mut made = Sample::all_out();
    let report = checked(&made.file(), made.platform.public_key());
    assert_eq!(wrong(&report), [], "{report:?}");
    for topic in [Topic::Seals, Topic::ReadOut] {
        assert_eq!(report.verdict(topic), Some(&Verdict::NotChecked(Reason::NothingReadOut)));
    }
    assert_eq!(report.verdict(Topic::Confirmations), Some(&Verdict::NotChecked(Reason::NobodyConfirmed)));
}

#[test]
fn quotations_are_opened_again_round_by_round() {
    let mut made = Sample::with_rounds();
    let report = checked(&made.file(), made.platform.public_key());
    assert_eq!(wrong(&report), [], "{report:?}");
    assert_eq!(report.verdict(Topic::Quotations), Some(&Verdict::Holds));
    let quoted = report.opening.unwrap().offers.into_iter().map(|offer| offer.quoted);
    let expected = [&[4_011_111, 3_911_111][..], &[4_222_223], &[4_033_333]];
    assert!(quoted.eq(expected.map(|prices| prices.iter().copied().map(Fen::from_yuan).collect::<Vec<_>>())));
}

#[test]
fn of_too_few_bids_nothing_is_told() {
    let mut made = Sample::failed();
    let report = checked(&made.file(), made.platform.public_key());
    assert_eq!(wrong(&report), [], "{report:?}");
    let opening = report.opening.unwrap();
    assert!(opening.failed && opening.offers.is_empty());
    assert_eq!(opening.bids, Some(2));
}

#[test]
fn what_was_not_given_is_not_checked() {
    let mut made = Sample::good();
    let report = check(made.file().as_bytes(), Given::default());
    assert!(report.holds());
    assert_eq!(report.verdict(Topic::Key), Some(&Verdict::NotChecked(Reason::NoKey)));
    assert_eq!(report.verdict(Topic::Pdf), Some(&Verdict::NotChecked(Reason::NoPdf)));
    let other = Given { key: Some(made.keys[0].public_key()), pdf: Some(&PDF[1..]) };
    assert_eq!(wrong(&check(made.file().as_bytes(), other)), [Topic::Key, Topic::Pdf]);
}
