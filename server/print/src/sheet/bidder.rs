//! One bidder's row.

use domain::guarantee::{Guarantee, IssuerKind};
use domain::room::{Above, Cause, Line, Quote, Room, Row};
use serde::Serialize;

#[derive(Serialize)]
pub struct Bidder {
    number: usize,
    name: String,
    code: String,
    committed: String,
    signed_in: String,
    outcome: String,
    /// The legal name and the reason, when the bid was not decrypted (20号令 §31).
    cause: Option<(&'static str, &'static str)>,
    /// `None` when it was not read out.
    offer: Option<Offer>,
    confirmed: String,
}

#[derive(Serialize)]
struct Offer {
    /// Each with its capitals: what was bid, then what was quoted in each round.
    prices: Vec<[String; 2]>,
    days: String,
    quality: String,
    manager: String,
    guarantee: [String; 4],
}

impl Bidder {
    pub fn of(number: usize, room: &Room, row: &Row) -> Self {
        let outcome = match row.decrypted {
            Some(at) => format!("成功 {}", at.clock()),
            None => "未解密".to_owned(),
        };
        let confirmed = match (row.confirmed, &row.line) {
            (Some(at), _) => format!("已确认 {}", at.clock()),
            (None, Some(_)) => "未确认".to_owned(),
            (None, None) => "—".to_owned(),
        };
        Self {
            number,
            name: row.name.clone(),
            code: row.code.to_string(),
            committed: row.committed.to_string(),
            signed_in: row.signed_in.map_or_else(|| "未签到".to_owned(), |at| format!("{} 签到", at.clock())),
            outcome,
            cause: row.failed.filter(|_| row.decrypted.is_none()).map(cause),
            offer: row.line.as_ref().map(|line| offer(line, quoted(room, row))),
            confirmed,
        }
    }
}

pub const fn cause(cause: Cause) -> (&'static str, &'static str) {
    match cause {
        Cause::Bidder => ("视为撤销", "因投标人原因"),
        Cause::Platform => ("视为撤回", "非投标人原因"),
    }
}

/// A round each, as far as they were read out.
pub fn quoted(room: &Room, row: &Row) -> Vec<[String; 2]> {
    let told = |round: u32| match row.quotes.get(round as usize - 1) {
        Some(Quote { price: Some(price), above, .. }) => {
            let above = match above {
                Some(Above::Ceiling) => "，高于最高限价",
                Some(Above::Last) => "，高于上次报价",
                None => "",
            };
            [format!("第 {round} 轮 {price}"), format!("{}{above}", price.capitals())]
        }
        _ if room.left(row) == Some(round) => [format!("第 {round} 轮"), "退出".to_owned()],
        Some(_) => [format!("第 {round} 轮"), "非投标人原因未解密，上次报价有效".to_owned()],
        None => [format!("第 {round} 轮"), "—".to_owned()],
    };
    (1..=room.rounds_read()).map(told).collect()
}

fn offer(Line { form, guarantee, .. }: &Line, quoted: Vec<[String; 2]>) -> Offer {
    let bid = [form.price.to_string(), form.price.capitals()];
    Offer {
        prices: [bid].into_iter().chain(quoted).collect(),
        days: format!("{} 日历天", form.duration_days),
        quality: form.quality.clone(),
        manager: form.manager.clone(),
        guarantee: lodged(guarantee),
    }
}

fn lodged(guarantee: &Guarantee) -> [String; 4] {
    [
        format!("{}（{}）", guarantee.issuer, issuer(guarantee.kind)),
        format!("编号 {}", guarantee.number),
        format!("{} 元", guarantee.amount),
        format!("{} 至 {}", guarantee.from, guarantee.until),
    ]
}

const fn issuer(kind: IssuerKind) -> &'static str {
    match kind {
        IssuerKind::Bank => "银行",
        IssuerKind::Insurer => "保险公司",
        IssuerKind::GuaranteeCompany => "担保公司",
    }
}
