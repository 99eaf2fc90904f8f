//! What a hall hears.

use domain::bid::OpeningForm;
use domain::guarantee::{Guarantee, IssuerKind};
use domain::room::{Cause, FailedDecrypt};
use domain::{BidId, CreditCode, Timestamp};

use super::*;

const DEADLINE: Timestamp = Timestamp::from_millis(1_790_000_000_000);

fn bid(n: u128) -> BidId {
    BidId::new(DEADLINE, n)
}

#[test]
fn amounts_are_said_as_a_host_reads_them() {
    for (yuan, words) in [
        ("3200000", "三百二十万元整"),
        ("2599999.9", "二百五十九万九千九百九十九元九角"),
        ("2718281.82", "二百七十一万八千二百八十一元八角二分"),
        ("100000", "十万元整"),
        ("120000", "十二万元整"),
        ("10", "十元整"),
        ("110", "一百一十元整"),
        ("1000010", "一百万零一十元整"),
        ("100000001.05", "一亿零一元零五分"),
        ("0.5", "五角"),
    ] {
        assert_eq!(money(Fen::parse_yuan(yuan).unwrap()), words);
    }
    assert_eq!([0, 3, 12, 20, 105].map(number), ["零", "三", "十二", "二十", "一百零五"]);
    assert_eq!([1, 120_000, 600_000, 90_000].map(span), ["一秒", "两分钟", "十分钟", "一分三十秒"]);
}

fn announced(n: u128, name: &str) -> Announced {
    Announced {
        bid: bid(n),
        name: name.to_owned(),
        code: CreditCode::parse("911525001000002270").unwrap(),
        committed: DEADLINE,
        digest: String::new(),
        signed_in: Some(DEADLINE),
    }
}

fn line(n: u128) -> Line {
    let day = DEADLINE.day();
    Line {
        bid: bid(n),
        form: OpeningForm {
            price: Fen::from_yuan(3_200_000),
            duration_days: 110,
            quality: "合格".into(),
            manager: "巴特尔".into(),
        },
        guarantee: Guarantee {
            kind: IssuerKind::Bank,
            issuer: "银行".into(),
            number: "1".into(),
            amount: Fen::from_yuan(2),
            from: day,
            until: day,
        },
        key: String::new(),
    }
}

#[test]
fn an_opening_is_told_in_the_order_of_the_day_and_the_read_out_line_by_line() {
    let failed = vec![FailedDecrypt { bid: bid(2), cause: Cause::Bidder }];
    let until = DEADLINE.plus_seconds(600);
    let said = |by, text: &str| Event::Said { by, text: text.into() };
    let events = [
        Event::DeadlinePassed { bids: 2 },
        Event::BiddersAnnounced { bidders: vec![announced(1, "甲公司"), announced(2, "乙公司")] },
        said(Speaker::Host, "请安静。"),
        said(Speaker::Bidder { bid: bid(1) }, "好的"),
        Event::DecryptStarted { until },
        Event::Decrypted { bid: bid(1) },
        Event::DecryptEnded { failed },
        Event::ReadOut { lines: vec![line(1)] },
        said(Speaker::Supervisor, "请核对。"),
    ];
    let (mut room, mut heard) = (Room::default(), Vec::new());
    for event in events {
        let entry = Entry { seq: room.seq + 1, at: DEADLINE, event };
        room = room.apply(&entry).unwrap();
        heard.extend(spoken(&entry, &room));
    }
    let expected = [
        "投标截止时间已到，收到投标文件两份。请投标人签到。",
        "现在公布投标人，共两家。",
        "第一家，甲公司。",
        "第二家，乙公司。",
        "主持人公告：请安静。",
        "请各投标人开始解密，时限十分钟。",
        "解密结束，一家未解密。",
        "现在唱标。",
        "第一家，甲公司，投标报价：人民币三百二十万元整；工期：一百一十日历天；质量目标：合格；项目负责人：巴特尔。",
        "第二家，乙公司，未解密，不唱标。",
        "唱标完毕。",
        "行政监督部门意见：请核对。",
    ];
    assert_eq!(heard, expected);
}
