//! What stands on the sheet, as the server sends it.

use domain::bid::OpeningForm;
use domain::guarantee::{Guarantee, IssuerKind};
use domain::lot::Terms;
use domain::quote::Procedure;
use domain::room::{Announced, Cause, Entry, Event, FailedDecrypt, Line};
use domain::{BidId, CreditCode, Day, Fen, LotId, Timestamp};

use super::papers::Papers;
use super::*;

const DEADLINE: Timestamp = Timestamp::from_millis(1_790_000_000_000);

fn bid(n: u128) -> BidId {
    BidId::new(DEADLINE, n)
}

fn announced(n: u128, name: &str) -> Announced {
    Announced {
        bid: bid(n),
        name: name.to_owned(),
        code: CreditCode::parse("911525001000002270").unwrap(),
        committed: DEADLINE.plus_seconds(-60),
        digest: format!("digest-{n}"),
        signed_in: Some(DEADLINE),
    }
}

fn line(n: u128) -> Line {
    let day: Day = "2026-09-21".parse().unwrap();
    let price = Fen::parse_yuan("1234567.8").unwrap();
    Line {
        bid: bid(n),
        form: OpeningForm { price, duration_days: 180, quality: "合格".into(), manager: "巴特尔".into() },
        guarantee: Guarantee {
            kind: IssuerKind::Bank,
            issuer: "某银行".into(),
            number: "BH-1".into(),
            amount: Fen::from_yuan(20_000),
            from: day,
            until: day.plus(90),
        },
        key: String::new(),
    }
}

fn page(events: &[Event]) -> String {
    let entry = |(seq, event): (u64, &Event)| Entry { seq, at: DEADLINE, event: event.clone() };
    let entries: Vec<Entry> = (1..).zip(events).map(entry).collect();
    let room = Room::replay(&entries).expect("the events follow");
    let terms = Terms {
        code: "XM-1".into(),
        title: "道路养护".into(),
        tenderer: "某局".into(),
        ceiling: Fen::from_yuan(2_000_000),
        guarantee: Fen::from_yuan(20_000),
        validity_days: 90,
        deadline: DEADLINE,
        decrypt_seconds: 60,
        objection_seconds: 60,
        draws: Vec::new(),
        rules: domain::lot::Rules::default(),
        project: String::new(),
        practice: false,
        procedure: Procedure::Tender,
        rounds: None,
    };
    let stage = room.stage.name();
    let lot = LotView {
        id: LotId::new(DEADLINE, 1),
        terms,
        stage,
        postponed: Vec::new(),
        hosted_by_me: false,
        my_bid: None,
        now: DEADLINE,
    };
    Owner::new().with(|| {
        if stage.is_final() {
            view! { <Sheet lot room entries printed=true bundle=None/> }.to_html()
        } else {
            view! { <NotYet lot room/> }.to_html()
        }
    })
}

fn closed() -> Vec<Event> {
    vec![
        Event::DeadlinePassed { bids: 3 },
        Event::BiddersAnnounced {
            bidders: vec![announced(1, "甲公司"), announced(2, "乙公司"), announced(3, "丙公司")],
        },
        Event::DecryptStarted { until: DEADLINE.plus_seconds(60) },
        Event::Decrypted { bid: bid(1) },
        Event::Decrypted { bid: bid(3) },
        Event::DecryptEnded { failed: vec![FailedDecrypt { bid: bid(2), cause: Cause::Platform }] },
        Event::ReadOut { lines: vec![line(1), line(3)] },
        Event::ObjectionsOpened { until: DEADLINE.plus_seconds(60), confirm_until: None },
        Event::Confirmed { bid: bid(1), signature: String::new() },
        Event::Closed,
    ]
}

#[test]
fn a_price_stands_in_figures_and_in_capitals_and_a_digest_for_every_bid() {
    let html = page(&closed());
    for text in
        ["1,234,567.80", "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角整", "撤回", "BH-1", "digest-1", "digest-2", "digest-3"]
    {
        assert!(html.contains(text), "{text} is missing in {html}");
    }
}

#[test]
fn every_paper_is_one_click_away_and_what_is_not_there_is_said_so() {
    let page = |printed, bundle| {
        Owner::new().with(|| view! { <Papers lot=LotId::new(DEADLINE, 1) printed bundle/> }.to_html())
    };
    let (with, without) = (page(true, Some(12_595)), page(false, None));
    for paper in ["record.pdf", "record.signature.json", "record.json", "ocds.json", "bundle.json"] {
        assert!(with.contains(&format!("/{paper}\"")), "{paper} is missing in {with}");
    }
    assert!(with.contains("不是电子签章"), "{with}");
    assert!(with.contains("12.3 KB") && with.contains("/verify"), "the bundle has its size and the way to its check");
    assert!(!without.contains("bundle.json") && !without.contains("/verify"), "{without}");
    assert!(!without.contains("record.pdf") && !without.contains("signature"), "{without}");
    assert!(without.contains("暂不提供 PDF") && without.contains("record.json"), "{without}");
}

#[test]
fn an_opening_that_failed_has_a_record_without_bidders() {
    let html = page(&[Event::TooFewBids { bids: 2 }]);
    assert!(html.contains("第四十四条") && html.contains("2 份"), "{html}");
    assert!(!html.contains("<table"), "{html}");
}

#[test]
fn until_the_close_the_page_shows_nothing_of_the_bids() {
    let mut events = closed();
    events.pop();
    let html = page(&events);
    assert!(html.contains("开标尚未结束"), "{html}");
    assert!(!html.contains("甲公司") && !html.contains("1,234,567.80"), "{html}");
}
