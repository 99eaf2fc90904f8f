use domain::rights::Seat;
use domain::view::{MyBid, MySubject};
use domain::{BidId, SubjectId};

use super::*;
use crate::pages::lot::sample;

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

fn lot() -> LotView {
    sample::lot(NOW, NOW.plus_seconds(60))
}

fn me() -> Me {
    Me {
        login: "wulan".into(),
        role: Role::Bidder,
        subject: Some(MySubject {
            id: SubjectId::new(NOW, 2),
            code: "911525001000002270".parse().unwrap(),
            name: "草原建工有限公司".into(),
            standing: Standing::Approved,
            public_key: Some("04".into()),
            practice: false,
            restriction: None,
            may: vec![Undertaking::Bid, Undertaking::Negotiate],
            seat: Some(Seat::Administrator),
        }),
    }
}

fn with_subject(change: impl FnOnce(&mut MySubject)) -> Me {
    let mut me = me();
    change(me.subject.as_mut().unwrap());
    me
}

fn with_bid(state: BidState) -> LotView {
    let bid =
        MyBid { id: BidId::new(NOW, 3), state, receipt: None, parts: Vec::new(), rehearsed: None, signed_in: None };
    LotView { my_bid: Some(bid), ..lot() }
}

#[test]
fn a_company_in_order_is_led_to_its_bid_and_everybody_else_is_told_what_is_missing() {
    assert_eq!(next_step(&lot(), Some(&me())), Step::Bid);
    assert_eq!(next_step(&lot(), None), Step::SignIn);
    assert_eq!(next_step(&lot(), Some(&Me { role: Role::Supervisor, ..me() })), Step::LookOn);
    assert_eq!(next_step(&lot(), Some(&with_subject(|s| s.public_key = None))), Step::MakeKey);
    assert_eq!(next_step(&lot(), Some(&with_subject(|s| s.practice = true))), Step::PracticeOnly);
    assert_eq!(next_step(&lot(), Some(&with_subject(|s| s.seat = Some(Seat::Viewer)))), Step::ReadsOnly);
    let supplier = with_subject(|s| s.may = vec![Undertaking::Negotiate]);
    assert_eq!(next_step(&lot(), Some(&supplier)), Step::RoleMissing(Undertaking::Bid));
    let waiting = with_subject(|s| s.standing = Standing::Submitted);
    assert_eq!(next_step(&lot(), Some(&waiting)), Step::NotApproved(Standing::Submitted));
}

#[test]
fn a_restriction_is_told_before_a_missing_key() {
    let day = NOW.day();
    let notice = RestrictionNotice {
        conduct: "串通投标".into(),
        body: "住建局".into(),
        document: "1号".into(),
        from: day,
        until: day.plus(30),
    };
    let barred = with_subject(|s| {
        s.restriction = Some(notice.clone());
        s.public_key = None;
    });
    assert_eq!(next_step(&lot(), Some(&barred)), Step::Restricted(notice));
}

#[test]
fn until_the_deadline_a_committed_bid_stands_and_a_withdrawn_one_may_be_replaced() {
    assert_eq!(next_step(&with_bid(BidState::Committed { at: NOW }), Some(&me())), Step::Committed { at: NOW });
    let withdrawn = with_bid(BidState::Withdrawn { at: NOW });
    assert_eq!(next_step(&withdrawn, Some(&me())), Step::Bid);
    assert_eq!(next_step(&with_bid(BidState::Uploading), Some(&me())), Step::Bid);
}

#[test]
fn from_the_deadline_on_the_room_is_next_even_before_the_stage_has_turned() {
    let mut late = with_bid(BidState::Committed { at: NOW });
    late.now = late.terms.deadline;
    assert_eq!(next_step(&late, Some(&me())), Step::Room { own: true });
    let uploading = LotView { now: late.now, ..with_bid(BidState::Uploading) };
    assert_eq!(next_step(&uploading, Some(&me())), Step::Room { own: false });
    assert_eq!(next_step(&LotView { stage: StageName::Closed, ..late.clone() }, None), Step::Record);
    assert_eq!(next_step(&LotView { hosted_by_me: true, ..late }, Some(&me())), Step::Host);
}
