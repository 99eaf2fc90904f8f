//! Openings of every size, with all that can happen in one.

use domain::bid::OpeningForm;
use domain::floor::Speaker;
use domain::guarantee::{Guarantee, IssuerKind};
use domain::lot::Terms;
use domain::quote::{Procedure, Rounds};
use domain::record::{Mark, Record};
use domain::room::{Above, Announced, Cause, Entry, Event, FailedDecrypt, Line, Quoted, Room, RoundEvent, Ruling};
use domain::stage::StageName;
use domain::{BidId, CreditCode, Fen, LotId, ObjectionId, Timestamp};

pub const DEADLINE: Timestamp = Timestamp::from_millis(1_795_572_000_000);
pub const LONG: &str =
    "内蒙古自治区锡林郭勒盟锡林浩特市额尔敦宝力格交通基础设施建设投资开发（集团）有限责任公司第三工程分公司";

pub fn telling(event: &Event, _: &Room) -> String {
    match event {
        Event::Paused { reason } => format!("主持人暂停开标，原因：{reason}"),
        Event::WindowExtended { until, .. } => format!("服务器中断，解密时限顺延至 {}。", until.clock()),
        other => format!("{other:?}").split(['{', '(']).next().unwrap_or_default().trim().to_owned(),
    }
}

pub fn name(n: u32) -> String {
    match n % 10 {
        3 => LONG.to_owned(),
        5 => format!("㵘淼{n}（龘靐）水务有限公司"),
        _ => format!("第{n}建筑工程有限公司"),
    }
}

pub fn code(n: u32) -> CreditCode {
    CreditCode::complete(&format!("91152500{n:09}")).unwrap()
}

pub fn price(n: u32) -> Fen {
    Fen::new(849_977_650 + i64::from(n) * 1_234_567)
}

fn bid(n: u32) -> BidId {
    BidId::new(DEADLINE, u128::from(n))
}

fn line(n: u32) -> Line {
    Line {
        bid: bid(n),
        form: OpeningForm {
            price: price(n),
            duration_days: 200 + n,
            quality: "合格".into(),
            manager: "乌云其木格".into(),
        },
        guarantee: Guarantee {
            kind: IssuerKind::Insurer,
            issuer: "某某财产保险股份有限公司内蒙古分公司".into(),
            number: format!("BH-2026-{n:06}"),
            amount: Fen::from_yuan(160_000),
            from: "2026-11-24".parse().unwrap(),
            until: "2027-03-01".parse().unwrap(),
        },
        key: String::new(),
    }
}

pub fn terms() -> Terms {
    Terms {
        code: "XM-2026-041".into(),
        title: "那达慕大街改造工程施工".into(),
        tenderer: "锡林浩特市住房和城乡建设局".into(),
        ceiling: Fen::from_yuan(90_000_000),
        guarantee: Fen::from_yuan(160_000),
        validity_days: 90,
        deadline: DEADLINE,
        decrypt_seconds: 1800,
        objection_seconds: 600,
        draws: Vec::new(),
        rules: domain::lot::Rules::default(),
        project: String::new(),
        practice: false,
        procedure: Procedure::Tender,
        rounds: None,
    }
}

pub fn record(events: Vec<Event>) -> Record {
    let entry = |(seq, event): (u64, Event)| Entry { seq, at: DEADLINE.plus_seconds(20 * seq as i64), event };
    let entries = (1..).zip(events).map(entry).collect();
    let end = Mark { seq: 4711, commitment: "56711fe74c4a138e2a4ea44e0689207f716448e9c6d5947124a16ea6990a9010".into() };
    let key = format!("04{}", "5a".repeat(64));
    Record::of(LotId::new(DEADLINE, 7), terms(), entries, end, key).unwrap().expect("it is over")
}

/// An opening of three with so many messages: announcements, what bidders said, notes; every tenth is hidden.
pub fn talk(messages: u32) -> Record {
    let quiet = opening(3);
    let mut events = Vec::new();
    for Entry { event, .. } in quiet.entries {
        let read = matches!(event, Event::ReadOut { .. });
        events.push(event);
        if read {
            let first = events.len() as u64;
            events.extend((1..=messages).map(said));
            let hidden = (1..=messages).filter(|n| n % 10 == 0).map(u64::from);
            events.extend(hidden.map(|n| Event::Hidden { said: first + n, reason: format!("用语不当{n}") }));
        }
    }
    let mut talk = record(events);
    talk.entries = domain::floor::told(talk.entries);
    talk
}

/// An opening of five, of whom three are read out, and two rounds: the fifth quotes above the ceiling in the first and not in the
/// second, and of the fourth's second quotation the platform lost the bytes.
pub fn rounds() -> Record {
    let until = DEADLINE.plus_seconds(80_000);
    let quoted = |n| Event::Round(RoundEvent::Quoted { bid: bid(n), digest: format!("{n:064x}") });
    let quote = |(n, yuan): (u32, i64)| {
        let above = (yuan > 90_000_000).then_some(Above::Ceiling);
        Quoted { bid: bid(n), price: Fen::from_yuan(yuan), key: String::new(), above }
    };
    let round = |round: u32, by: &[u32], lost: &[u32], prices: &[(u32, i64)]| {
        let failed = lost.iter().map(|n| FailedDecrypt { bid: bid(*n), cause: Cause::Platform }).collect();
        let mut events = vec![Event::Round(RoundEvent::Started { round, until })];
        events.extend(by.iter().copied().map(quoted));
        events.push(Event::Round(RoundEvent::Ended { round, quotes: by.len() as u32, until }));
        events.extend(prices.iter().map(|(n, _)| Event::Decrypted { bid: bid(*n) }));
        events.push(Event::Round(RoundEvent::Opened { round, failed }));
        events.push(Event::Round(RoundEvent::ReadOut { round, quotes: prices.iter().copied().map(quote).collect() }));
        events
    };
    let mut events = Vec::new();
    for Entry { event, .. } in opening(5).entries {
        if matches!(event, Event::DecryptStarted { .. }) {
            events.push(Event::Round(RoundEvent::Planned { rounds: 2 }));
        }
        let read = matches!(event, Event::ReadOut { .. });
        events.push(event);
        if read {
            events.extend(round(1, &[1, 4, 5], &[], &[(1, 7_100_000), (4, 7_200_000), (5, 90_000_001)]));
            events.extend(round(2, &[1, 4], &[4], &[(1, 6_900_000)]));
        }
    }
    let mut record = record(events);
    record.terms.procedure = Procedure::Consultation;
    record.terms.rounds = Some(Rounds { count: 2, seconds: 600, falling: false });
    record
}

fn said(n: u32) -> Event {
    let by = match n % 5 {
        1 => Speaker::Host,
        2 => Speaker::Supervisor,
        n => Speaker::Bidder { bid: bid(n % 3 + 1) },
    };
    let text = format!("第{n}句#set x 话🐎{}", "请各投标人注意时限。".repeat(n as usize % 30));
    Event::Said { by, text: text.chars().take(300).collect() }
}

/// `n` bidders; the second is out by its own fault, the third, if there are four, by the platform's.
pub fn opening(n: u32) -> Record {
    let failed = |n| match n {
        2 => Some(Cause::Bidder),
        3 => Some(Cause::Platform),
        _ => None,
    };
    let out = |k: &u32| n > 3 && failed(*k).is_some();
    let announced = |n| Announced {
        bid: bid(n),
        name: name(n),
        code: code(n),
        committed: DEADLINE.plus_seconds(i64::from(n) - 3600),
        digest: format!("{n:064x}"),
        signed_in: (n != 2).then_some(DEADLINE.plus_seconds(5)),
    };
    let away = DEADLINE.plus_seconds(1000 + 20 * i64::from(n));
    let until = DEADLINE.plus_seconds(6000);
    let mut events = vec![
        Event::DeadlinePassed { bids: n },
        Event::BiddersAnnounced { bidders: (1..=n).map(announced).collect() },
        Event::SealsChecked { differing: (3..=n).take(usize::from(n > 3)).map(bid).collect() },
        Event::DecryptStarted { until },
    ];
    events.extend((1..=n).filter(|k| !out(k)).map(|n| Event::Decrypted { bid: bid(n) }));
    events.push(Event::WindowExtended {
        stage: StageName::Decrypting,
        away_from: away,
        away_until: away.plus_seconds(42),
        until: until.plus_seconds(42),
    });
    let fallen = (1..=n).filter(out).map(|n| FailedDecrypt { bid: bid(n), cause: failed(n).unwrap() }).collect();
    events.push(Event::DecryptEnded { failed: fallen });
    events.push(Event::ReadOut { lines: (1..=n).filter(|k| !out(k)).map(line).collect() });
    events.push(Event::ObjectionsOpened { until: DEADLINE.plus_seconds(90_000), confirm_until: None });
    events.push(Event::Paused { reason: "核对线路".into() });
    events.push(Event::Resumed);
    let objection = ObjectionId::new(DEADLINE, 1);
    let text = "第二家的大写与小写不一致 #set page(fill: red) *x* 🐎 \u{202e}倒写";
    events.push(Event::ObjectionRaised { objection, bid: bid(1), text: text.into() });
    events.push(Event::ObjectionAnswered {
        objection,
        text: "以大写金额为准。".into(),
        ruling: Ruling::Upheld,
        until: None,
    });
    events.extend(
        (1..=n).filter(|k| !out(k) && k % 7 != 6).map(|n| Event::Confirmed { bid: bid(n), signature: String::new() }),
    );
    events.push(Event::Closed);
    record(events)
}
