//! The words of the sheet (开标记录表), as `record.typ` lays them out. It is in Chinese only, as the law's records are.

mod bidder;
mod message;

use domain::broadcast;
use domain::floor::Floor;
use domain::lot::Terms;
use domain::quote::Procedure;
use domain::record::Record;
use domain::room::{Entry, Event, Objection, Ruling};
use domain::stage::Stage;
use domain::{Fen, Timestamp};
use serde::Serialize;

use crate::Telling;
use bidder::Bidder;
pub use bidder::{cause, quoted};
use message::Spoken;

#[derive(Serialize)]
pub struct Sheet {
    title: &'static str,
    /// The lot's title, below the sheet's.
    subject: String,
    /// Stands at the foot of every page.
    number: String,
    family: String,
    practice: bool,
    /// Label and text, two pairs a row.
    facts: Vec<(&'static str, String)>,
    /// Why there was no opening; instead of the bidders.
    failure: Option<String>,
    bidders: Vec<Bidder>,
    /// The rule of the rounds of quotation, below their prices.
    rounds: Option<&'static str>,
    objections: Vec<Exchange>,
    /// What was said.
    messages: Vec<Spoken>,
    /// When, and what happened beside.
    course: Vec<(String, String)>,
    /// What it is checked by.
    proof: Vec<(String, String)>,
}

/// An objection and its answer.
#[derive(Serialize)]
struct Exchange {
    who: String,
    at: String,
    text: String,
    /// When, what was found, and in which words.
    answer: Option<[String; 3]>,
}

impl Sheet {
    pub fn of(record: &Record, telling: Telling, family: &str) -> Self {
        let Record { terms, room, .. } = record;
        let failed = room.stage == Stage::Failed;
        Self {
            title: "开标记录表",
            subject: terms.title.clone(),
            number: record.lot.to_string(),
            family: family.to_owned(),
            practice: terms.practice,
            facts: facts(record),
            failure: failed.then(|| failure(room.bids.unwrap_or_default())),
            bidders: (1..).zip(&room.rows).map(|(number, row)| Bidder::of(number, room, row)).collect(),
            rounds: (room.round > 0).then_some(
                "多轮报价以最后一次唱出的报价为准。未报价或者未解密的，视为退出，此前报价保留；非投标人原因未解密的，上次报价有效。",
            ),
            objections: room.objections.iter().map(|objection| exchange(record, objection)).collect(),
            messages: messages(record),
            course: acts(record).map(|one| (moment(record, one.at), telling(&one.event, room))).collect(),
            proof: proof(record),
        }
    }
}

fn messages(record: &Record) -> Vec<Spoken> {
    let floor = Floor::of(&record.entries);
    floor.messages.iter().map(|one| Spoken::of(record, moment(record, one.at), one)).collect()
}

fn acts(record: &Record) -> impl Iterator<Item = &Entry> {
    record.entries.iter().filter(|one| !matches!(one.event, Event::Said { .. }))
}

/// The time alone on the day of the opening; what came before it was on another.
fn moment(record: &Record, at: Timestamp) -> String {
    if at.day() == record.opened_at().day() { at.clock() } else { at.to_string() }
}

fn facts(record: &Record) -> Vec<(&'static str, String)> {
    let Record { terms, room, .. } = record;
    let decrypted = room.rows.iter().filter(|row| row.decrypted.is_some()).count();
    let mut facts = vec![
        ("标段编号", terms.code.clone()),
        (if terms.procedure.is_tender() { "招标人" } else { "采购人" }, terms.tenderer.clone()),
        ("开标时间", record.opened_at().to_string()),
        ("结束时间", record.closed_at().to_string()),
        ("开标地点", "本平台网上开标室".to_owned()),
        ("主持人", "招标人代表".to_owned()),
        ("最高投标限价", both(terms.ceiling)),
        ("投标保证金", both(terms.guarantee)),
        ("投标有效期", format!("自投标截止之日起 {} 天", terms.validity_days)),
        ("递交投标文件", format!("{} 份", room.bids.unwrap_or_default())),
    ];
    facts.extend(windows(terms));
    if room.stage == Stage::Closed {
        facts.push(("解密成功", format!("{decrypted} 份")));
        facts.push(("未解密", format!("{} 份", room.rows.len() - decrypted)));
        facts.extend((room.rounds > 0).then(|| ("采购方式", procedure(terms.procedure, room.round))));
        facts.extend(room.differing.as_ref().map(|differing| ("密封核对", seals(differing.len()))));
    }
    facts
}

/// How long each window was to be, and the clause of the tender document that says so.
fn windows(terms: &Terms) -> Vec<(&'static str, String)> {
    let (rules, clauses) = (&terms.rules, &terms.rules.clauses);
    let sign_in = Some(rules.sign_in_seconds).filter(|seconds| *seconds > 0);
    let windows = [
        ("签到时限", sign_in, &clauses.sign_in),
        ("解密时限", Some(terms.decrypt_seconds), &clauses.decrypt),
        ("每轮报价时限", terms.rounds.map(|rounds| rounds.seconds), &clauses.quote),
        ("确认时限", rules.confirm_seconds, &clauses.confirm),
        ("异议时限", Some(terms.objection_seconds), &clauses.objection),
    ];
    let document = if terms.procedure.is_tender() { "招标文件" } else { "采购文件" };
    let said = |seconds: u32, clause: &str| {
        let time =
            if seconds.is_multiple_of(60) { format!("{} 分钟", seconds / 60) } else { format!("{seconds} 秒") };
        if clause.is_empty() { time } else { format!("{time}（{document}{clause}）") }
    };
    windows.into_iter().filter_map(|(name, seconds, clause)| Some((name, said(seconds?, clause)))).collect()
}

fn both(amount: Fen) -> String {
    format!("{amount} 元（{}）", amount.capitals())
}

pub fn failure(bids: u32) -> String {
    format!(
        "至投标截止时间，收到投标文件 {bids} 份，投标人少于三个。依照《中华人民共和国招标投标法实施条例》第四十四条，不得开标，招标人应当重新招标。投标文件保持密封，未经解密，投标人名称不公布。"
    )
}

fn exchange(record: &Record, objection: &Objection) -> Exchange {
    let who = record.room.row(objection.bid).map_or_else(|| "投标人".to_owned(), |row| row.name.clone());
    Exchange {
        who,
        at: objection.at.clock(),
        text: objection.text.clone(),
        answer: objection
            .answer
            .as_ref()
            .map(|answer| [answer.at.clock(), ruling(answer.ruling).to_owned(), answer.text.clone()]),
    }
}

pub fn procedure(procedure: Procedure, rounds: u32) -> String {
    let name = match procedure {
        Procedure::Tender => "公开招标",
        Procedure::Negotiation => "竞争性谈判",
        Procedure::Consultation => "竞争性磋商",
    };
    format!("{name}，报价 {rounds} 轮")
}

fn seals(differing: usize) -> String {
    match differing {
        0 => "全部与递交时一致".to_owned(),
        n => format!("{n} 份与递交时不一致"),
    }
}

pub const fn ruling(ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::Explained => "说明情况",
        Ruling::Unfounded => "不成立",
        Ruling::Upheld => "成立",
        Ruling::CauseCorrected => "成立，撤销改记撤回",
        Ruling::DecryptAgain => "成立，重新解密",
    }
}

/// The digest of every bid, as on its bidder's receipt; those of the broadcast; the journal's entry; the key that signs.
fn proof(record: &Record) -> Vec<(String, String)> {
    let bids = record.room.rows.iter().map(|row| (row.name.clone(), row.digest.clone()));
    let journal = (format!("日志第 {} 条（开标结束）的承诺值", record.end.seq), record.end.commitment.clone());
    let key = ("平台签名公钥（SM2）".to_owned(), record.platform_key.clone());
    bids.chain(reels(record)).chain([journal, key]).collect()
}

/// What each reel of the broadcast was, and the digest over its segments.
pub fn reels(record: &Record) -> impl Iterator<Item = (String, String)> {
    broadcast::shown(&record.entries).into_iter().filter_map(|reel| {
        let (ended, segments, digest) = reel.ended?;
        let (number, began, ended) = (reel.number, reel.began.clock(), ended.clock());
        Some((format!("直播第 {number} 段（{began} 至 {ended}，{segments} 个片段）"), digest))
    })
}
