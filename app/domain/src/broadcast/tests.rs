use super::*;
use crate::stage::StageName;

const DEADLINE: Timestamp = Timestamp::from_millis(1_790_000_000_000);

fn began(reel: u32) -> Event {
    Event::Broadcast { reel, ended: None }
}

fn ended(reel: u32) -> Event {
    Event::Broadcast { reel, ended: Some((9, "ab".to_owned())) }
}

fn room(events: &[Event]) -> Option<Room> {
    events.iter().try_fold(Room::default(), |room, event| room.after(event.clone(), DEADLINE).ok())
}

fn segment(number: u32, start: i64, at: i64) -> Segment {
    let at = DEADLINE.plus_millis(at);
    Segment { number, digest: String::new(), size: 100, start, dropped: 0, at }
}

#[test]
fn one_reel_is_live_at_a_time_and_they_are_numbered() {
    assert_eq!(room(&[began(1)]).unwrap().live(), Some(1));
    assert_eq!(room(&[began(1), ended(1)]).unwrap().live(), None);
    assert_eq!(room(&[began(1), ended(1), began(2)]).unwrap().live(), Some(2));
    for wrong in
        [&[began(2)][..], &[ended(1)], &[began(1), began(2)], &[began(1), ended(2)], &[began(1), ended(1), began(1)]]
    {
        assert_eq!(room(wrong), None, "{wrong:?}");
    }
}

#[test]
fn a_broadcast_moves_no_stage_and_ends_with_the_opening() {
    let over = Event::TooFewBids { bids: 2 };
    let before = room(&[began(1)]).unwrap();
    assert_eq!(before.stage.name(), StageName::Scheduled);
    assert!(room(&[Event::DeadlinePassed { bids: 3 }, began(1), ended(1)]).is_some());
    assert_eq!(room(&[over.clone(), began(1)]), None);
    assert_eq!(room(&[began(1), over, ended(1)]), None, "it ends before");
}

#[test]
fn the_host_may_broadcast_from_an_hour_before_the_deadline_until_the_opening_is_over() {
    let room = Room::default();
    let hour = DEADLINE.plus_seconds(-EARLY);
    let early = Err(Refusal::WrongStage { stage: StageName::Scheduled });
    assert_eq!(room.host_may_broadcast(DEADLINE, hour.plus_millis(-1)), early);
    assert_eq!(room.host_may_broadcast(DEADLINE, hour), Ok(()));
    let over = room.after(Event::TooFewBids { bids: 0 }, DEADLINE).unwrap();
    assert_eq!(over.host_may_broadcast(DEADLINE, DEADLINE), Err(Refusal::WrongStage { stage: StageName::Failed }));
}

#[test]
fn the_least_delayed_segment_tells_when_a_reel_began() {
    let all = [
        segment(0, 0, 400),
        // Each is sent when the next begins: 200 ms after it has ended, then 5 seconds, then 50 ms.
        segment(1, 0, 1_200),
        segment(2, 1_000, 7_000),
        segment(3, 2_000, 7_010),
        segment(4, 3_000, 7_020),
        segment(5, 7_000, 8_050),
        segment(6, 8_000, 9_500),
    ];
    let mut reel = Reel::begin(1, DEADLINE);
    let mut last: Option<&Segment> = None;
    let mut zeros = Vec::new();
    for segment in &all {
        reel = reel.with(segment, last);
        last = Some(segment);
        zeros.push(reel.zero.map(|zero| zero.since(DEADLINE)));
    }
    assert_eq!(zeros, [None, None, Some(200), Some(200), Some(200), Some(20), Some(20)]);
    assert_eq!((reel.segments, reel.bytes), (7, 700));
}

#[test]
fn what_was_dropped_is_counted_and_makes_no_time() {
    let reel = Reel::begin(1, DEADLINE).with(&segment(0, 0, 0), None).with(&segment(1, 0, 1_000), None);
    let late = Segment { dropped: 20, ..segment(2, 21_000, 22_000) };
    let reel = reel.with(&late, Some(&segment(1, 0, 1_000)));
    assert_eq!((reel.dropped, reel.zero), (20, None), "the span did not end where the next one begins");
}

#[test]
fn a_moment_of_the_opening_is_found_in_the_reel() {
    let reel = Reel { zero: Some(DEADLINE.plus_millis(300)), ..Reel::begin(1, DEADLINE) };
    let now = DEADLINE.plus_seconds(60);
    assert_eq!(reel.time_at(DEADLINE.plus_millis(5_300), now), Some(5_000));
    assert_eq!(reel.time_at(DEADLINE, now), Some(0));
    assert_eq!(reel.time_at(DEADLINE.plus_millis(-1), now), None);
    assert_eq!(reel.time_at(now.plus_millis(1), now), None);
}

#[test]
fn everybody_sees_a_reel_until_shortly_after_its_end() {
    let reel = Reel { ended: Some(DEADLINE), ..Reel::begin(1, DEADLINE) };
    assert!(Reel::begin(1, DEADLINE).is_live(DEADLINE.plus_days(1)));
    assert!(reel.is_live(DEADLINE.plus_millis(LINGER - 1)));
    assert!(!reel.is_live(DEADLINE.plus_millis(LINGER)));
}

#[test]
fn the_events_name_every_reel() {
    let entry = |(seq, event): (u64, Event)| Entry { seq, at: DEADLINE.plus_seconds(seq as i64), event };
    let entries: Vec<Entry> =
        (1..).zip([began(1), Event::DeadlinePassed { bids: 3 }, ended(1), began(2)]).map(entry).collect();
    let first = Shown {
        number: 1,
        began: DEADLINE.plus_seconds(1),
        ended: Some((DEADLINE.plus_seconds(3), 9, "ab".to_owned())),
    };
    let second = Shown { number: 2, began: DEADLINE.plus_seconds(4), ended: None };
    assert_eq!(shown(&entries), [first, second]);
}
