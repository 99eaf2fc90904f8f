use domain::bid::BidState;
use domain::view::{LotView, MyBid};
use domain::{BidId, Timestamp};

use super::machine::{FAR, SLOW};
use super::*;
use crate::browser::abilities::Abilities;
use crate::browser::probe::{Measured, Unmeasured};
use crate::pages::lot::sample;

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
const ALL: Abilities = Abilities { wide: true, worker: true, events: true, resumes: true, keeps: true };

fn lot(left: i64, bid: Option<(BidState, bool)>) -> LotView {
    LotView {
        my_bid: bid.map(|(state, rehearsed)| MyBid {
            id: BidId::new(NOW, 2),
            state,
            receipt: None,
            parts: Vec::new(),
            rehearsed: rehearsed.then_some(NOW),
            signed_in: None,
        }),
        ..sample::lot(NOW, NOW.plus_millis(left))
    }
}

fn measured(round_trip: f64, bytes_a_second: f64) -> Result<Measured, Unmeasured> {
    Ok(Measured { round_trip, bytes_a_second, now: NOW })
}

const COMMITTED: BidState = BidState::Committed { at: NOW };
const HOUR: i64 = 3_600_000;

#[test]
fn what_a_bid_can_not_do_without_fails_and_what_is_merely_handy_warns() {
    let mark = |found| browser(Lang::Zh, found).mark;
    assert_eq!(mark(ALL), Mark::Passed);
    for lacking in
        [Abilities { wide: false, ..ALL }, Abilities { worker: false, ..ALL }, Abilities { events: false, ..ALL }]
    {
        assert_eq!(mark(lacking), Mark::Failed, "{lacking:?}");
    }
    for lacking in [Abilities { resumes: false, ..ALL }, Abilities { keeps: false, ..ALL }] {
        assert_eq!(mark(lacking), Mark::Warned, "{lacking:?}");
    }
}

#[test]
fn a_wrong_clock_warns_and_never_fails() {
    assert_eq!(clock(Lang::Zh, 1999).mark, Mark::Passed);
    assert_eq!(clock(Lang::Zh, -86_400_000).mark, Mark::Warned);
}

#[test]
fn a_rate_is_judged_by_what_is_to_be_sent_and_by_the_time_left() {
    let mb = 1_048_576;
    let judged = |bytes, left| network(Lang::Zh, measured(20.0, mb as f64), bytes, left).mark;
    assert_eq!(judged(None, HOUR), Mark::Passed);
    assert_eq!(judged(Some(60 * mb), HOUR), Mark::Passed);
    assert_eq!(judged(Some(1801 * mb), HOUR), Mark::Warned, "more than half of the hour");
    assert_eq!(judged(Some(3600 * mb), HOUR), Mark::Failed);
    assert_eq!(judged(Some(3600 * mb), -1), Mark::Warned, "after the deadline nothing is to be sent");
    assert_eq!(network(Lang::Zh, measured(20.0, SLOW - 1.0), None, HOUR).mark, Mark::Warned);
    assert_eq!(network(Lang::Zh, measured(FAR + 1.0, mb as f64), None, HOUR).mark, Mark::Warned);
    assert_eq!(network(Lang::Zh, Err(Unmeasured::Busy), None, HOUR).mark, Mark::Warned);
    assert_eq!(network(Lang::Zh, Err(Unmeasured::Unreachable), None, HOUR).mark, Mark::Failed);
    let words = network(Lang::Zh, measured(19.2, mb as f64), Some(90 * mb), HOUR).words;
    assert_eq!(words, "往返 20 毫秒，上传每秒 1.0 MB。待递交文件 90.0 MB，约需 1 分 30 秒。");
}

#[test]
fn a_bid_is_ready_when_it_is_lodged_and_rehearsed() {
    let marks = |lot: &LotView| [bid(Lang::Zh, Who::Bidder, lot).mark, rehearsal(Lang::Zh, Who::Bidder, lot).mark];
    assert_eq!(marks(&lot(HOUR, None)), [Mark::Failed, Mark::Open]);
    assert_eq!(marks(&lot(HOUR, Some((BidState::Uploading, false)))), [Mark::Failed, Mark::Open]);
    assert_eq!(marks(&lot(HOUR, Some((COMMITTED, false)))), [Mark::Passed, Mark::Failed]);
    assert_eq!(marks(&lot(HOUR, Some((COMMITTED, true)))), [Mark::Passed, Mark::Passed]);
    assert_eq!(marks(&lot(0, Some((COMMITTED, false)))), [Mark::Passed, Mark::Warned]);
    let late = bid(Lang::Zh, Who::Bidder, &lot(0, Some((BidState::Uploading, false))));
    assert_eq!((late.mark, late.way), (Mark::Failed, None), "after the deadline there is no way to the bid");
    assert_eq!(bid(Lang::Zh, Who::Visitor, &lot(HOUR, None)).mark, Mark::Open);
}

#[test]
fn only_the_key_for_which_the_bid_was_sealed_passes() {
    let mark = |state| key(Lang::Zh, &lot(HOUR, None), state).mark;
    let own = |fits| KeyState::Own { chosen: false, fits };
    for bad in [KeyState::NoneMade, KeyState::Absent, KeyState::Another, KeyState::NotAKeyFile, own(Fits::No)] {
        assert_eq!(mark(bad), Mark::Failed, "{bad:?}");
    }
    assert_eq!([Fits::NoBid, Fits::Yes, Fits::Unknown].map(own).map(mark), [Mark::Passed, Mark::Passed, Mark::Warned]);
}

#[test]
fn a_backup_is_no_failure_and_leads_to_the_rehearsal_of_what_is_lodged() {
    let way = |lodged| key(Lang::Zh, &lot(HOUR, None), KeyState::Backup { lodged });
    assert_eq!((way(true).mark, way(false).mark), (Mark::Warned, Mark::Warned));
    assert!(way(true).way.is_some_and(|(path, _)| path.ends_with("/receipt#rehearsal")) && way(false).way.is_none());
}

#[test]
fn a_certificate_that_ends_before_the_opening_warns() {
    let (open, lodged) = (lot(HOUR, None), lot(HOUR, Some((COMMITTED, true))));
    let mark = |lot: &LotView, state| certificate(Lang::Zh, lot, state).mark;
    let until = |millis| CertificateState::Until(NOW.plus_millis(millis));
    assert_eq!([HOUR - 1, HOUR].map(|end| mark(&open, until(end))), [Mark::Warned, Mark::Passed]);
    assert_eq!(mark(&lodged, until(0)), Mark::Warned, "its key opens the bid all the same");
    let none = CertificateState::NoneValid;
    assert_eq!((mark(&open, none), mark(&lodged, none)), (Mark::Failed, Mark::Warned));
    assert_eq!(mark(&open, CertificateState::NotNeeded), Mark::Passed);
}

#[test]
fn an_hour_before_the_deadline_whoever_has_not_lodged_is_warned() {
    assert_eq!(time(Lang::Zh, &lot(HOUR, None)).mark, Mark::Passed);
    assert_eq!(time(Lang::Zh, &lot(HOUR - 1, None)).mark, Mark::Warned);
    assert_eq!(time(Lang::Zh, &lot(HOUR - 1, Some((COMMITTED, true)))).mark, Mark::Passed);
    assert_eq!(time(Lang::Zh, &lot(26 * HOUR, None)).words, "距投标截止（开标）1 天 2 小时。");
    assert!(time(Lang::Zh, &lot(0, None)).way.is_some_and(|(path, _)| path.ends_with("/room")));
}

#[test]
fn one_failure_outweighs_all_and_a_warning_is_counted() {
    let of = |marks: &[Mark]| marks.iter().map(|mark| Finding::new(*mark, "")).collect::<Vec<_>>();
    let said = |who, marks| overall(Lang::Zh, who, &of(marks));
    assert_eq!(said(Who::Bidder, &[Mark::Passed, Mark::Passed]), (Mark::Passed, "可以开标".into()));
    assert_eq!(said(Who::Bidder, &[Mark::Passed, Mark::Warned]), (Mark::Warned, "可以开标，有 1 项请留意".into()));
    let (mark, words) = said(Who::Bidder, &[Mark::Warned, Mark::Failed, Mark::Failed]);
    assert_eq!(mark, Mark::Failed);
    assert!(words.contains("2 项"), "{words}");
    assert!(!said(Who::Visitor, &[Mark::Passed, Mark::Open]).1.contains("可以开标"), "nothing of its own was checked");
}
