//! Whatever the server misses, nobody in the room loses time by it.

use proptest::prelude::*;

use super::*;
use crate::room::Announced;
use crate::stage::{Stage, StageName};
use crate::{BidId, CreditCode};

const START: Timestamp = Timestamp::from_millis(1_790_000_000_000);
const LONG: i64 = 60_000;

/// A moment `millis` after the window opened.
fn at(millis: i64) -> Timestamp {
    START.plus_millis(millis)
}

fn then(room: Room, at: Timestamp, event: Event) -> Room {
    room.after(event, at).expect("it follows")
}

/// A room whose decrypt window opened at `START` and runs for `LONG`.
fn decrypting() -> Room {
    let bidder = Announced {
        bid: BidId::new(START, 1),
        name: "甲公司".into(),
        code: CreditCode::parse("911525001000002270").unwrap(),
        committed: START,
        digest: String::new(),
        signed_in: Some(START),
    };
    let events = [
        Event::DeadlinePassed { bids: 3 },
        Event::BiddersAnnounced { bidders: vec![bidder] },
        Event::DecryptStarted { until: at(LONG) },
    ];
    events.into_iter().fold(Room::default(), |room, event| then(room, START, event))
}

fn until_of(room: &Room) -> Timestamp {
    match room.stage.window() {
        Some(Window::Open { until }) => until,
        other => panic!("no running window but {other:?}"),
    }
}

/// Back at `now` after a last beat at `beat`, both in milliseconds of the window: the window's end afterwards.
fn back(beat: i64, now: i64) -> i64 {
    let room = decrypting();
    let room = match room.owed(Some(at(beat)), at(now)) {
        Some(event) => then(room, at(now), event),
        None => room,
    };
    until_of(&room).since(START)
}

#[test]
fn what_remained_when_the_server_went_remains_when_it_is_back() {
    assert_eq!(back(10_000, 52_000), LONG + 42_000, "inside the window");
    assert_eq!(back(50_000, 92_000), 92_000 + 10_000, "over its end: the last ten seconds are still to come");
    assert_eq!(
        back(-30_000, 20_000),
        LONG + 20_000,
        "since before the opening of the window, which was a sign of life"
    );
    assert_eq!(back(LONG, 92_000), LONG, "the window was over when the server went");
}

#[test]
fn a_late_beat_is_no_absence() {
    assert_eq!(back(10_000, 10_000 + AWAY), LONG);
    assert_eq!(back(10_000, 10_000 + AWAY + 1), LONG + AWAY + 1);
    assert_eq!(decrypting().owed(None, at(30_000)), None, "nothing is known of the time before the first beat");
    assert_eq!(decrypting().owed(Some(at(30_000)), at(10_000)), None, "a clock that was set back owes nothing");
}

#[test]
fn the_window_of_objections_is_extended_too_and_no_stage_without_a_window() {
    let announced = then(decrypting(), at(1), Event::DecryptEnded { failed: Vec::new() });
    assert_eq!(announced.owed(Some(at(1)), at(90_000)), None);
    let room = then(announced, at(2), Event::ReadOut { lines: Vec::new() });
    let room = then(room, at(3), Event::ObjectionsOpened { until: at(LONG), confirm_until: None });
    let event = room.owed(Some(at(3)), at(10_003)).unwrap();
    assert_eq!(until_of(&then(room, at(10_003), event)), at(LONG + 10_000));
}

#[test]
fn a_paused_window_has_lost_nothing() {
    let paused = then(decrypting(), at(20_000), Event::Paused { reason: "线路检查".into() });
    assert_eq!(paused.owed(Some(at(21_000)), at(80_000)), None);
    let resumed = then(paused, at(80_000), Event::Resumed);
    assert_eq!(resumed.owed(Some(at(21_000)), at(80_100)), None, "nor does resuming claim the absence afterwards");
    assert_eq!(until_of(&resumed), at(80_000 + 40_000));
}

#[test]
fn one_absence_is_made_good_once() {
    let room = decrypting();
    let event = room.owed(Some(at(10_000)), at(40_000)).unwrap();
    let room = then(room, at(40_000), event.clone());
    assert_eq!(room.owed(Some(at(10_000)), at(40_300)), None, "another node sees the same old beat");
    assert!(room.clone().after(event, at(40_300)).is_err(), "and no history holds it twice");
    let next = room.owed(Some(at(41_000)), at(50_000)).unwrap();
    assert_eq!(until_of(&then(room, at(50_000), next)), at(LONG + 30_000 + 9_000), "a second absence is another");
}

#[test]
fn an_extension_that_leads_elsewhere_does_not_follow() {
    let told = |stage, from, to, until| {
        let event = Event::WindowExtended { stage, away_from: at(from), away_until: at(to), until: at(until) };
        decrypting().after(event, at(40_000)).map(|room| until_of(&room))
    };
    let decrypt = StageName::Decrypting;
    assert_eq!(told(decrypt, 10_000, 40_000, LONG + 30_000), Ok(at(LONG + 30_000)));
    let wrong = [
        (decrypt, 10_000, 40_000, LONG + 30_001),
        (decrypt, 10_000, 40_000, LONG),
        (decrypt, 40_000, 10_000, LONG - 30_000),
        (decrypt, -5_000, 40_000, LONG + 45_000),
        (StageName::Objections, 10_000, 40_000, LONG + 30_000),
    ];
    for (stage, from, to, until) in wrong {
        assert!(told(stage, from, to, until).is_err(), "{stage:?} {from} {to} {until}");
    }
}

proptest! {
    /// The time that the server was there adds up to the window, however often it goes and whatever it is told meanwhile.
    #[test]
    fn a_window_lasts_as_long_as_the_server_is_there(turns in proptest::collection::vec((any::<bool>(), 1..20_000i64), 0..40)) {
        let mut room = decrypting();
        let (mut now, mut left) = (START, LONG);
        for (away, millis) in turns {
            let beat = now;
            now = now.plus_millis(millis);
            if !away || millis <= AWAY || left <= 0 {
                left -= millis;
            }
            if away && let Some(event) = room.owed(Some(beat), now) {
                room = then(room, now, event);
                prop_assert_eq!(room.owed(Some(beat), now.plus_millis(1)), None);
            }
            prop_assert_eq!(until_of(&room).since(now), left);
            prop_assert!(matches!(room.stage, Stage::Decrypting(window) if window.is_over(now) == (left <= 0)));
        }
    }
}
