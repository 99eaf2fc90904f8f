//! The record in the field names of 《公共资源交易平台系统数据规范》.
//!
//! The specification's own field tables were not at hand. The names are those of two supervision systems built on it,
//! with the meaning that both give them: `BID_OPENING_RECORD`, `TENDER_LIST`, `LETTER_OF_GUARANTEE`, `OBJECTION` and
//! `OBJECTION_REPLY` in <https://github.com/lishanling/GGZY> (commit d2b1adf2, `GGZYJD.DbEntity`, spelling `OBJECTIONG`
//! as there), and the interface of Shanxi province, `GCJS_OPENING_RECORD` and `GCJS_TENDER_LIST` (Java package
//! `com.itender.ms.platform.shanxi`). No name is our own. What has no name there (quality, sign-in, decryption,
//! confirmation, the course of the opening) stands in words in `BID_OPENING_CONTENT` (开标记录内容).
//!
//! Left out, because nobody has assigned them to us: `PLATFORM_CODE`, `PUB_SERVICE_PLAT_CODE`, `TENDER_PROJECT_CODE`,
//! `UNIFIED_DEAL_CODE`; and coded fields whose code lists were not found, such as `BIDDER_CODE_TYPE`. `PRICE_CURRENCY`,
//! `PRICE_UNIT` and `MARGIN_PAY_FORM` are given in words for the same reason. Amounts are yuan, as `PRICE_UNIT` says:
//! Shanxi asks for ten thousands.

use domain::guarantee::Guarantee;
use domain::record::Record;
use domain::room::{Answer, Line, Objection, Room, Row};
use domain::{Fen, Timestamp};
use serde_json::{Value, json};

use crate::Telling;
use crate::sheet::{cause, failure, procedure, quoted, reels, ruling};

/// One JSON object, with a list for every table.
#[must_use]
pub fn data(record: &Record, telling: Telling) -> Value {
    let room = &record.room;
    let read = || room.rows.iter().filter_map(|row| Some((row, row.line.as_ref()?)));
    json!({
        "BID_OPENING_RECORD": [opening(record, telling)],
        "TENDER_LIST": room.rows.iter().map(|row| bidder(record, row)).collect::<Vec<_>>(),
        "LETTER_OF_GUARANTEE":
            read().map(|(row, line)| guarantee(record, row, &line.guarantee)).collect::<Vec<_>>(),
        "OBJECTION": room.objections.iter().map(|one| objection(record, one)).collect::<Vec<_>>(),
        "OBJECTION_REPLY": room.objections.iter().filter_map(|one| reply(record, one)).collect::<Vec<_>>(),
    })
}

fn opening(record: &Record, telling: Telling) -> Value {
    let Record { lot, terms, room, .. } = record;
    let names: Vec<&str> = room.rows.iter().map(|row| row.name.as_str()).collect();
    json!({
        "BID_SECTION_CODES": terms.code,
        "NOTICE_NAME": format!("{}开标记录", terms.title),
        "BID_OPENING_ACTOR": names.join("；"),
        "BID_OPENING_CONTENT": content(record, telling),
        "BID_OPENING_ADDRESS": "本平台网上开标室",
        "BID_OPENING_TIME": time(record.opened_at()),
        // Relative to the platform's own address.
        "URL": format!("/lots/{lot}/record"),
        "DATA_TIMESTAMP": time(record.closed_at()),
    })
}

/// All that is told of the opening, one line each.
fn content(record: &Record, telling: Telling) -> String {
    let room = &record.room;
    let mut lines = vec![format!("招标人：{}", record.terms.tenderer)];
    lines.push(format!("最高投标限价：{} 元", record.terms.ceiling));
    if room.rounds > 0 {
        lines.push(format!("采购方式：{}", procedure(record.terms.procedure, room.round)));
    }
    if room.rows.is_empty() {
        lines.push(failure(room.bids.unwrap_or_default()));
    }
    lines.extend((1..).zip(&room.rows).map(|(number, row)| format!("{number}. {}", in_words(room, row))));
    lines.extend(record.entries.iter().map(|one| format!("{} {}", one.at, telling(&one.event, room))));
    lines.extend(reels(record).map(|(reel, digest)| format!("{reel}摘要（SM3）{digest}")));
    lines.join("\n")
}

fn in_words(room: &Room, row: &Row) -> String {
    let signed_in = row.signed_in.map_or_else(|| "未签到".to_owned(), |at| format!("签到 {}", at.clock()));
    let mut words = vec![format!("{}（{}）", row.name, row.code), signed_in];
    words.push(match (row.decrypted, row.failed) {
        (Some(at), _) => format!("解密成功 {}", at.clock()),
        (None, Some(why)) => format!("未解密，{}（{}）", cause(why).0, cause(why).1),
        (None, None) => "未解密".to_owned(),
    });
    if let Some(Line { form, .. }) = &row.line {
        words.push(format!("投标报价 {} 元（{}）", form.price, form.price.capitals()));
        words.extend(quoted(room, row).iter().map(|[price, capitals]| format!("{price}（{capitals}）")));
        words.push(format!("工期 {} 日历天", form.duration_days));
        words.push(format!("质量目标 {}", form.quality));
        words.push(format!("项目负责人 {}", form.manager));
        words.push(row.confirmed.map_or_else(|| "未确认".to_owned(), |at| format!("确认 {}", at.clock())));
    }
    words.push(format!("投标文件摘要（SM3）{}", row.digest));
    words.join("；")
}

fn bidder(record: &Record, row: &Row) -> Value {
    let mut value = json!({
        "BID_SECTION_CODE": record.terms.code,
        "BIDDER_NAME": row.name,
        "BIDDER_ORG_CODE": row.code,
        "CHECKIN_TIME": time(row.committed),
        "DATA_TIMESTAMP": time(record.closed_at()),
    });
    if let Some(Line { form, .. }) = &row.line {
        value["BID_MANAGER"] = json!(form.manager);
        // The price that was read out last.
        value["BID_PRICE"] = yuan(row.price().unwrap_or(form.price));
        value["PRICE_CURRENCY"] = json!("人民币");
        value["PRICE_UNIT"] = json!("元");
        value["TIME_LIMIT"] = json!(form.duration_days);
        value["MARGIN_PAY_FORM"] = json!("电子保函");
    }
    value
}

fn guarantee(record: &Record, row: &Row, guarantee: &Guarantee) -> Value {
    json!({
        "BID_SECTION_CODE": record.terms.code,
        "BIDDER_NAME": row.name,
        "BIDDER_ORG_CODE": row.code,
        "GUARANTEE_NO": guarantee.number,
        "BENEFICIARY": record.terms.tenderer,
        "INSURER": guarantee.issuer,
        "GUARANTEE_AMOUNT": yuan(guarantee.amount),
        "BEGIN_TIME": guarantee.from,
        "END_TIME": guarantee.until,
        "DATA_TIMESTAMP": time(record.closed_at()),
    })
}

fn objection(record: &Record, objection: &Objection) -> Value {
    let row = record.room.row(objection.bid);
    json!({
        "BID_SECTION_CODE": record.terms.code,
        "OBJECTIONG_GUID": objection.id,
        "CONTENT": objection.text,
        "SUBMIT_TIME": time(objection.at),
        "CREATOR": row.map(|row| &row.name),
        "CREATOR_CODE": row.map(|row| row.code),
        "DATA_TIMESTAMP": time(record.closed_at()),
    })
}

fn reply(record: &Record, objection: &Objection) -> Option<Value> {
    let Answer { at, text, ruling: found } = objection.answer.as_ref()?;
    Some(json!({
        "BID_SECTION_CODE": record.terms.code,
        "OBJECTIONG_GUID": objection.id,
        "RESPONSE_CONTENT": format!("{}。{text}", ruling(*found)),
        "RESPONSE_SUBMIT_TIME": time(*at),
        "RESPONSE_CREATOR": record.terms.tenderer,
        "DATA_TIMESTAMP": time(record.closed_at()),
    }))
}

/// Beijing time.
fn time(at: Timestamp) -> String {
    at.to_string()
}

/// Yuan as a number: exact for every amount that a form takes, which has fewer than sixteen digits.
pub fn yuan(amount: Fen) -> Value {
    json!(amount.get() as f64 / 100.0)
}
