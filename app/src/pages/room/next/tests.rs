//! A whole opening, stage by stage, as the bidder of the first row meets it.

use domain::bid::OpeningForm;
use domain::guarantee::{Guarantee, IssuerKind};
use domain::room::{Announced, Entry, Event, FailedDecrypt, Line};
use domain::{BidId, CreditCode, Day, Fen, Timestamp};

use super::*;

const DEADLINE: Timestamp = Timestamp::from_millis(1_790_000_000_000);
const UNTIL: Timestamp = DEADLINE.plus_seconds(600);

fn bid(n: u128) -> BidId {
    BidId::new(DEADLINE, n)
}

fn mine(signed_in: bool) -> MyBid {
    MyBid {
        id: bid(1),
        state: BidState::Committed { at: DEADLINE.plus_seconds(-60) },
        receipt: None,
        parts: Vec::new(),
        rehearsed: None,
        signed_in: signed_in.then_some(DEADLINE),
    }
}

fn room(events: &[Event]) -> Room {
    let entries: Vec<Entry> = (1..)
        .zip(events)
        .map(|(seq, event)| Entry { seq, at: DEADLINE.plus_seconds(i64::try_from(seq).unwrap()), event: event.clone() })
        .collect();
    Room::replay(&entries).expect("the events follow")
}

fn announced(signed_in: bool) -> Event {
    let code = CreditCode::parse("91350100M000100Y43").unwrap();
    let bidder = |n| Announced {
        bid: bid(n),
        name: format!("公司{n}"),
        code,
        committed: DEADLINE.plus_seconds(-60),
        digest: String::new(),
        signed_in: signed_in.then_some(DEADLINE),
    };
    Event::BiddersAnnounced { bidders: (1..=3).map(bidder).collect() }
}

fn line(n: u128) -> Line {
    let day: Day = "2026-09-21".parse().unwrap();
    let price = Fen::from_yuan(100);
    Line {
        bid: bid(n),
        form: OpeningForm { price, duration_days: 1, quality: "合格".into(), manager: "甲".into() },
        guarantee: Guarantee {
            kind: IssuerKind::Bank,
            issuer: "银行".into(),
            number: "1".into(),
            amount: price,
            from: day,
            until: day,
        },
        key: String::new(),
    }
}

/// The opening as far as `steps` of the way go, with everybody signed in and the first bid decrypted in time.
fn way(steps: usize) -> Vec<Event> {
    let mut events = vec![
        Event::DeadlinePassed { bids: 3 },
        announced(true),
        Event::DecryptStarted { until: UNTIL },
        Event::Decrypted { bid: bid(1) },
        Event::DecryptEnded { failed: vec![FailedDecrypt { bid: bid(2), cause: Cause::Bidder }] },
        Event::ReadOut { lines: vec![line(1), line(3)] },
        Event::ObjectionsOpened { until: UNTIL, confirm_until: None },
        Event::Confirmed { bid: bid(1), signature: String::new() },
        Event::Closed,
    ];
    events.truncate(steps);
    events
}

#[test]
fn each_stage_asks_for_one_thing() {
    let expected = [
        Action::AwaitDeadline,
        Action::AwaitAnnouncement,
        Action::AwaitDecrypt,
        Action::Decrypt,
        Action::AwaitOthers,
        Action::AwaitReadOut,
        Action::AwaitConfirmation,
        Action::Confirm,
        Action::AwaitClose,
        Action::Closed,
    ];
    for (steps, action) in expected.into_iter().enumerate() {
        assert_eq!(next_action(&room(&way(steps)), Some(&mine(true))), action, "after {steps} steps");
    }
}

#[test]
fn whoever_is_late_may_sign_in_until_the_decrypt_window_ends() {
    let early = room(&[Event::DeadlinePassed { bids: 3 }]);
    assert_eq!(next_action(&early, Some(&mine(false))), Action::SignIn);
    let mut events = vec![Event::DeadlinePassed { bids: 3 }, announced(false)];
    assert_eq!(next_action(&room(&events), Some(&mine(false))), Action::SignIn);
    events.push(Event::DecryptStarted { until: UNTIL });
    assert_eq!(next_action(&room(&events), Some(&mine(false))), Action::SignIn);
    events.push(Event::SignedIn { bid: bid(1) });
    assert_eq!(next_action(&room(&events), Some(&mine(false))), Action::Decrypt);
}

#[test]
fn a_refused_key_leaves_the_bidder_at_the_decrypt_step() {
    let mut events = way(3);
    events.push(Event::DecryptRefused { bid: bid(1) });
    events.push(Event::DecryptRefused { bid: bid(1) });
    assert_eq!(next_action(&room(&events), Some(&mine(true))), Action::Decrypt);
}

#[test]
fn a_pause_stops_whoever_has_something_left_to_do() {
    let pause = Event::Paused { reason: "核查".into() };
    let mut events = way(3);
    events.push(pause.clone());
    assert_eq!(next_action(&room(&events), Some(&mine(true))), Action::Paused);
    let mut events = way(7);
    events.push(pause.clone());
    assert_eq!(next_action(&room(&events), Some(&mine(true))), Action::Paused);
    assert!(!may_object(&room(&events), Some(&mine(true))));
    let mut events = way(8);
    events.push(pause);
    assert_eq!(next_action(&room(&events), Some(&mine(true))), Action::AwaitClose);
}

#[test]
fn an_absence_of_the_server_leaves_everybody_at_its_step() {
    for (steps, action) in
        [(3, Action::Decrypt), (4, Action::AwaitOthers), (7, Action::Confirm), (8, Action::AwaitClose)]
    {
        let before = room(&way(steps));
        let at = UNTIL.plus_seconds(30);
        let extension = before.owed(before.last, at).expect("the window was open when the server went");
        let after = before.after(extension, at).expect("it follows");
        assert_eq!(next_action(&after, Some(&mine(true))), action, "after {steps} steps");
    }
}

#[test]
fn a_bid_that_failed_to_decrypt_is_out_with_its_cause_until_the_end() {
    let second = MyBid { id: bid(2), ..mine(true) };
    for steps in 5..=8 {
        assert_eq!(next_action(&room(&way(steps)), Some(&second)), Action::Out(Cause::Bidder), "after {steps} steps");
    }
    assert_eq!(next_action(&room(&way(9)), Some(&second)), Action::Closed);
}

#[test]
fn visitors_and_bids_never_completed_only_look_on() {
    let unfinished = MyBid { state: BidState::Uploading, ..mine(false) };
    for steps in 0..=8 {
        assert_eq!(next_action(&room(&way(steps)), None), Action::Watch);
        let expected = if steps == 0 { Action::Unfinished } else { Action::NotLodged };
        assert_eq!(next_action(&room(&way(steps)), Some(&unfinished)), expected, "after {steps} steps");
    }
    for anybody in [None, Some(&unfinished)] {
        assert_eq!(next_action(&room(&way(9)), anybody), Action::Closed);
    }
}

#[test]
fn an_objection_may_be_raised_from_the_announcement_to_the_end_of_the_window() {
    for steps in 0..=9 {
        let open = (2..=8).contains(&steps);
        assert_eq!(may_object(&room(&way(steps)), Some(&mine(true))), open, "after {steps} steps");
        assert!(!may_object(&room(&way(steps)), None));
    }
}

#[test]
fn too_few_bids_end_the_opening_for_everybody() {
    let failed = room(&[Event::TooFewBids { bids: 2 }]);
    assert_eq!(next_action(&failed, Some(&mine(false))), Action::Failed);
}
