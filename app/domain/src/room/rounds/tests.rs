//! Rounds after a read-out, one thing at a time. What is tried in any order is in `tests/opening`.

use super::*;
use crate::bid::OpeningForm;
use crate::guarantee::{Guarantee, IssuerKind};
use crate::opening::{Due, HostAct};
use crate::room::{Announced, FailedDecrypt, Line};
use crate::{CreditCode, Day};

const DEADLINE: Timestamp = Timestamp::from_millis(1_790_000_000_000);
const UNTIL: Timestamp = Timestamp::from_millis(1_790_000_060_000);

fn bid(n: u128) -> BidId {
    BidId::new(DEADLINE, n)
}

fn bids() -> Vec<BidId> {
    (0..3).map(bid).collect()
}

fn line(bid: BidId) -> Line {
    let day: Day = "2026-09-21".parse().unwrap();
    let (issuer, number) = ("银行".to_owned(), "1".to_owned());
    let (quality, manager) = ("合格".to_owned(), "甲".to_owned());
    Line {
        bid,
        form: OpeningForm { price: Fen::new(100), duration_days: 1, quality, manager },
        guarantee: Guarantee { kind: IssuerKind::Bank, issuer, number, amount: Fen::new(2), from: day, until: day },
        key: String::new(),
    }
}

fn announced(bid: BidId) -> Announced {
    let (name, code) = (String::new(), CreditCode::parse("911525001000002270").unwrap());
    Announced { bid, name, code, committed: DEADLINE, digest: String::new(), signed_in: Some(DEADLINE) }
}

fn after(room: Room, event: Event) -> Room {
    room.after(event, DEADLINE).expect("it follows")
}

fn round(room: Room, event: RoundEvent) -> Room {
    after(room, Event::Round(event))
}

/// Three bids are read out, and so many rounds are to come.
fn read_out(rounds: u32) -> Room {
    let events = [
        Event::DeadlinePassed { bids: 3 },
        Event::SealsChecked { differing: Vec::new() },
        Event::BiddersAnnounced { bidders: bids().into_iter().map(announced).collect() },
        Event::Round(RoundEvent::Planned { rounds }),
        Event::DecryptStarted { until: UNTIL },
    ];
    let decrypted = bids().into_iter().map(|bid| Event::Decrypted { bid });
    let rest =
        [Event::DecryptEnded { failed: Vec::new() }, Event::ReadOut { lines: bids().into_iter().map(line).collect() }];
    events.into_iter().chain(decrypted).chain(rest).fold(Room::default(), after)
}

fn quote(room: Room, bid: BidId) -> Room {
    round(room, RoundEvent::Quoted { bid, digest: "d".into() })
}

fn started(room: Room) -> Room {
    let event = RoundEvent::Started { round: room.round + 1, until: UNTIL };
    round(room, event)
}

fn ended(room: Room) -> Room {
    let event = RoundEvent::Ended { round: room.round, quotes: room.quotes(), until: UNTIL };
    round(room, event)
}

fn failed(room: Room, failed: Vec<FailedDecrypt>) -> Room {
    let event = RoundEvent::Opened { round: room.round, failed };
    round(room, event)
}

/// A round in which these quote; then keys are released.
fn quoted(room: Room, bids: &[BidId]) -> Room {
    let started = started(room);
    let quoted = bids.iter().fold(started, |room, bid| quote(room, *bid));
    ended(quoted)
}

/// These release their keys, the others are out by this cause, and the round is read out at this price.
fn opened(room: Room, bids: &[BidId], cause: Cause, price: i64) -> Room {
    let decrypted = bids.iter().fold(room, |room, bid| after(room, Event::Decrypted { bid: *bid }));
    let awaited = decrypted.rows.iter().filter(|row| row.is_awaited());
    let missing = awaited.map(|row| FailedDecrypt { bid: row.bid, cause }).collect();
    let ended = failed(decrypted, missing);
    let read = |bid: &BidId| Quoted { bid: *bid, price: Fen::new(price), key: String::new(), above: None };
    let event = RoundEvent::ReadOut { round: ended.round, quotes: bids.iter().map(read).collect() };
    round(ended, event)
}

fn prices(room: &Room) -> Vec<i64> {
    room.rows.iter().map(|row| row.price().unwrap().get()).collect()
}

#[test]
fn whoever_does_not_quote_has_left_and_its_price_stays() {
    let room = quoted(read_out(2), &[bid(0), bid(1)]);
    assert_eq!(room.awaited(), 2);
    let room = opened(room, &[bid(0), bid(1)], Cause::Bidder, 90);
    assert_eq!(prices(&room), [90, 90, 100]);
    assert_eq!(room.rows.iter().map(|row| room.left(row)).collect::<Vec<_>>(), [None, None, Some(1)]);
    assert_eq!(room.next_step(), Some(HostAct::StartRound));
    let room = started(room);
    assert_eq!((room.round, room.unquoted()), (2, 2));
    assert_eq!(room.bidder_may_quote(bid(2), DEADLINE), Err(Refusal::NotAllowed));
    assert_eq!(room.due(DEADLINE, DEADLINE), None);
    let room = quote(quote(room, bid(0)), bid(1));
    assert_eq!(room.bidder_may_quote(bid(0), DEADLINE), Err(Refusal::AlreadyDone), "it stands");
    assert_eq!(room.due(DEADLINE, DEADLINE), Some(Due::QuotingEnd), "everybody who is in has quoted");
}

#[test]
fn a_key_that_is_not_released_costs_the_place_unless_the_platform_bears_it() {
    for (cause, left) in [(Cause::Bidder, Some(1)), (Cause::Platform, None)] {
        let room = opened(quoted(read_out(2), &bids()), &bids()[1..], cause, 90);
        assert_eq!(prices(&room), [100, 90, 90], "the price before stands");
        assert_eq!(room.left(&room.rows[0]), left);
        let room = started(room);
        assert_eq!(room.bidder_may_quote(bid(0), DEADLINE).is_ok(), left.is_none());
    }
}

#[test]
fn no_round_is_left_out_and_none_is_held_for_nobody() {
    let room = read_out(1);
    let early = room.host_may(&HostAct::OpenObjections, DEADLINE);
    assert_eq!(early, Err(Refusal::WrongStage { stage: StageName::ReadOut }));
    assert!(room.clone().after(Event::ObjectionsOpened { until: UNTIL, confirm_until: None }, DEADLINE).is_err());
    assert_eq!(opened(quoted(room, &bids()), &bids(), Cause::Bidder, 90).next_step(), Some(HostAct::OpenObjections));
    let nobody = opened(quoted(read_out(3), &[]), &[], Cause::Bidder, 90);
    assert_eq!((nobody.has_round(), nobody.next_step()), (false, Some(HostAct::OpenObjections)));
}

#[test]
fn a_quotation_may_come_in_the_last_millisecond_and_not_later() {
    let room = started(read_out(1));
    assert_eq!(room.bidder_may_quote(bid(0), UNTIL.plus_millis(-1)), Ok(()));
    assert_eq!(room.bidder_may_quote(bid(0), UNTIL), Err(Refusal::WindowOver));
    assert_eq!(room.due(DEADLINE, UNTIL), Some(Due::QuotingEnd));
    let paused = after(room, Event::Paused { reason: String::new() });
    assert_eq!(paused.bidder_may_quote(bid(0), DEADLINE), Err(Refusal::Paused));
    assert_eq!(paused.due(DEADLINE, UNTIL), None);
}

#[test]
fn a_ruling_lets_a_quotation_be_decrypted_again_before_the_round_is_read_out() {
    let room = quoted(read_out(1), &bids());
    let missing = vec![FailedDecrypt { bid: bid(0), cause: Cause::Bidder }];
    let room = bids()[1..].iter().fold(room, |room, bid| after(room, Event::Decrypted { bid: *bid }));
    assert!(
        room.clone().after(Event::DecryptEnded { failed: Vec::new() }, DEADLINE).is_err(),
        "that of the bids is over"
    );
    let room = failed(room, missing);
    let objection = crate::ObjectionId::new(DEADLINE, 1);
    let text = "口令当时没有反应".to_owned();
    let room = after(room, Event::ObjectionRaised { objection, bid: bid(0), text: text.clone() });
    assert_eq!(room.host_may(&HostAct::ReadOut, DEADLINE), Err(Refusal::ObjectionsOpen { open: 1 }));
    let ruling = crate::room::Ruling::DecryptAgain;
    let room = after(room, Event::ObjectionAnswered { objection, text, ruling, until: Some(UNTIL) });
    assert_eq!(room.bidder_may_decrypt(bid(0), DEADLINE), Ok(()));
    assert_eq!(room.left(&room.rows[0]), None);
}

#[test]
fn what_is_told_twice_early_or_of_strangers_does_not_follow() {
    let refused = |room: Room, event| assert!(room.after(Event::Round(event), DEADLINE).is_err());
    let to_be = || {
        let events = [
            Event::DeadlinePassed { bids: 3 },
            Event::BiddersAnnounced { bidders: bids().into_iter().map(announced).collect() },
        ];
        events.into_iter().fold(Room::default(), after)
    };
    for rounds in [0, 4] {
        refused(to_be(), RoundEvent::Planned { rounds });
    }
    refused(round(to_be(), RoundEvent::Planned { rounds: 1 }), RoundEvent::Planned { rounds: 2 });
    refused(to_be(), RoundEvent::Started { round: 1, until: UNTIL });
    let started = started(read_out(1));
    refused(started.clone(), RoundEvent::Ended { round: 1, quotes: 1, until: UNTIL });
    refused(started.clone(), RoundEvent::Ended { round: 2, quotes: 0, until: UNTIL });
    refused(started.clone(), RoundEvent::Quoted { bid: bid(9), digest: String::new() });
    refused(quote(started.clone(), bid(0)), RoundEvent::Quoted { bid: bid(0), digest: String::new() });
    let ended = ended(quote(started, bid(0)));
    assert!(ended.clone().after(Event::Decrypted { bid: bid(1) }, DEADLINE).is_err(), "it has not quoted");
    let decrypted = failed(ended, Vec::new());
    let price = Quoted { bid: bid(0), price: Fen::new(1), key: String::new(), above: None };
    refused(decrypted.clone(), RoundEvent::ReadOut { round: 1, quotes: vec![price] });
    assert!(decrypted.after(Event::ReadOut { lines: Vec::new() }, DEADLINE).is_err(), "bids are read out once");
}

#[test]
fn the_bidder_confirms_its_quotations_and_without_any_what_it_always_did() {
    let room = read_out(2);
    assert_eq!(room.rows[0].said().unwrap(), line(bid(0)).said());
    let room = opened(quoted(room, &bids()), &bids(), Cause::Bidder, 90);
    let room = opened(quoted(room, &bids()[..1]), &bids()[..1], Cause::Bidder, 80);
    let said = room.rows[0].said().unwrap();
    assert_eq!(said[..9], line(bid(0)).said());
    assert_eq!(said[9..], [("quote-1", "90".to_owned()), ("quote-2", "80".to_owned())]);
    assert_eq!(room.rows[1].said().unwrap().len(), 10, "only what was read out");
}
