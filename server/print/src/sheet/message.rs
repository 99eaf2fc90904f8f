//! One message: an announcement, what a bidder said, or a supervisor's note.

use domain::floor::{Message, Speaker};
use domain::record::Record;
use serde::Serialize;

#[derive(Serialize)]
pub struct Spoken {
    at: String,
    who: String,
    text: String,
}

impl Spoken {
    /// A hidden one without its words.
    pub fn of(record: &Record, at: String, message: &Message) -> Self {
        let who = match message.by {
            Speaker::Host => "主持人公告".to_owned(),
            Speaker::Supervisor => "行政监督部门意见".to_owned(),
            Speaker::Witness => "见证方意见".to_owned(),
            Speaker::Bidder { bid } => record.room.row(bid).map_or_else(|| "投标人".to_owned(), |row| row.name.clone()),
        };
        let text = match &message.hidden {
            None => message.text.clone(),
            Some((at, reason)) => format!("（已由主持人于 {} 隐藏，原因：{reason}）", at.clock()),
        };
        Self { at, who, text }
    }
}
