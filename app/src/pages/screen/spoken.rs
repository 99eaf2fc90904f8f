//! What is said out loud in the hall, in Chinese: each thing a sentence, amounts as a host would read them.

use domain::floor::Speaker;
use domain::room::{Announced, Entry, Event, Line, Room, RoundEvent};
use domain::{Fen, Lang, Timestamp};

use crate::parts::timeline::sentence;

/// What is said of one entry, in order; nothing of bidders' single acts, which would never end. `room` is the room after
/// it.
#[must_use]
pub fn spoken(entry: &Entry, room: &Room) -> Vec<String> {
    let all = |words: &str| vec![words.to_owned()];
    match &entry.event {
        Event::Postponed { .. } => all("投标截止时间已推迟。"),
        Event::DeadlinePassed { bids } => {
            vec![format!("投标截止时间已到，收到投标文件{}份。请投标人签到。", count(*bids))]
        }
        Event::TooFewBids { bids } => {
            vec![format!("投标截止时间已到，收到投标文件{}份，不足三份，不得开标。", count(*bids))]
        }
        Event::BiddersAnnounced { bidders } => announced(bidders),
        Event::SealsChecked { differing } if differing.is_empty() => all("密封核对完成，全部投标文件与递交时一致。"),
        Event::SealsChecked { differing } => {
            vec![format!("密封核对完成，{}份投标文件与递交时不一致。", count(differing.len() as u32))]
        }
        Event::Drawn(_) => vec![sentence(Lang::Zh, &entry.event, room)],
        Event::DecryptStarted { until } => {
            vec![format!("请各投标人开始解密，时限{}。", span(until.since(entry.at)))]
        }
        Event::DecryptEnded { failed } if failed.is_empty() => all("解密结束，全部解密成功。"),
        Event::DecryptEnded { failed } => vec![format!("解密结束，{}家未解密。", count(failed.len() as u32))],
        Event::ReadOut { lines } => read_out(lines, room),
        Event::ObjectionsOpened { until, .. } => {
            vec![format!("现在进入异议与确认，时限{}。对开标有异议的，请当场提出。", span(until.since(entry.at)))]
        }
        Event::ObjectionRaised { bid, .. } => {
            let who = room.row(*bid).map_or("投标人", |row| row.name.as_str());
            vec![format!("{who}提出异议。")]
        }
        Event::ObjectionAnswered { text, .. } => vec![format!("主持人答复异议：{text}")],
        Event::Paused { reason } => vec![format!("主持人暂停开标，原因：{reason}")],
        Event::Resumed => all("开标恢复，剩余时间继续计算。"),
        Event::SignInOpened { until, .. } => vec![format!("签到时限{}。", span(until.since(entry.at)))],
        Event::Adjourned { .. } | Event::Restored { .. } => vec![sentence(Lang::Zh, &entry.event, room)],
        Event::WindowExtended { .. } => all("服务器曾中断，时限已顺延。"),
        Event::Closed => all("开标结束，开标记录向社会公开。"),
        Event::Round(event) => round(event, entry.at, room),
        Event::Said { by: Speaker::Host, text } => vec![format!("主持人公告：{text}")],
        Event::Said { by: Speaker::Witness, text } => vec![format!("见证方意见：{text}")],
        Event::Said { by: Speaker::Supervisor, text } => vec![format!("行政监督部门意见：{text}")],
        Event::DrawBegun { .. }
        | Event::Broadcast { .. }
        | Event::SignedIn { .. }
        | Event::Decrypted { .. }
        | Event::DecryptRefused { .. }
        | Event::Confirmed { .. }
        | Event::Said { .. }
        | Event::Hidden { .. }
        | Event::Floor { .. } => Vec::new(),
    }
}

fn round(event: &RoundEvent, at: Timestamp, room: &Room) -> Vec<String> {
    match event {
        RoundEvent::Planned { .. } | RoundEvent::Quoted { .. } => Vec::new(),
        RoundEvent::Started { round, until } => {
            vec![format!("现在开始第{}轮报价，时限{}。请各投标人密封递交报价。", number(*round), span(until.since(at)))]
        }
        RoundEvent::Ended { round, quotes, until } => vec![format!(
            "第{}轮报价截止，收到报价{}份。请开始解密，时限{}。",
            number(*round),
            count(*quotes),
            span(until.since(at))
        )],
        RoundEvent::Opened { round, failed } if failed.is_empty() => {
            vec![format!("第{}轮报价解密结束。", number(*round))]
        }
        RoundEvent::Opened { round, failed } => {
            vec![format!("第{}轮报价解密结束，{}家未解密。", number(*round), count(failed.len() as u32))]
        }
        RoundEvent::ReadOut { round, quotes } => {
            let each = (1..).zip(&room.rows).filter_map(|(n, row)| {
                let price = money(quotes.iter().find(|quote| quote.bid == row.bid)?.price);
                Some(format!("第{}家，{}，报价：人民币{price}。", number(n), row.name))
            });
            let begin = format!("现在进行第{}轮唱标。", number(*round));
            [begin].into_iter().chain(each).chain(["唱标完毕。".to_owned()]).collect()
        }
    }
}

fn announced(bidders: &[Announced]) -> Vec<String> {
    let begin = format!("现在公布投标人，共{}家。", count(bidders.len() as u32));
    let each = (1..).zip(bidders).map(|(n, bidder)| format!("第{}家，{}。", number(n), bidder.name));
    [begin].into_iter().chain(each).collect()
}

/// Line by line, as a voice that pauses between them is followed.
fn read_out(lines: &[Line], room: &Room) -> Vec<String> {
    let each = (1..).zip(&room.rows).map(|(n, row)| {
        let who = format!("第{}家，{}", number(n), row.name);
        match lines.iter().find(|line| line.bid == row.bid) {
            None => format!("{who}，未解密，不唱标。"),
            Some(Line { form, .. }) => format!(
                "{who}，投标报价：人民币{}；工期：{}日历天；质量目标：{}；项目负责人：{}。",
                money(form.price),
                number(form.duration_days),
                form.quality,
                form.manager
            ),
        }
    });
    ["现在唱标。".to_owned()].into_iter().chain(each).chain(["唱标完毕。".to_owned()]).collect()
}

/// 壹拾贰万元整 is written, 十二万元整 is said.
fn money(fen: Fen) -> String {
    let said: String = fen.capitals().chars().map(said).collect();
    let said = said.replace("角整", "角");
    said.strip_prefix("一十").map_or(said.clone(), |rest| format!("十{rest}"))
}

fn number(n: u32) -> String {
    money(Fen::from_yuan(n.into())).replace("元整", "")
}

/// Before a measure word two is another word.
fn count(n: u32) -> String {
    if n == 2 { "两".to_owned() } else { number(n) }
}

fn span(millis: i64) -> String {
    let seconds = u32::try_from((millis + 999) / 1000).unwrap_or_default();
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{}秒", number(seconds)),
        (minutes, 0) => format!("{}分钟", count(minutes)),
        (minutes, seconds) => format!("{}分{}秒", number(minutes), number(seconds)),
    }
}

const fn said(written: char) -> char {
    match written {
        '壹' => '一',
        '贰' => '二',
        '叁' => '三',
        '肆' => '四',
        '伍' => '五',
        '陆' => '六',
        '柒' => '七',
        '捌' => '八',
        '玖' => '九',
        '拾' => '十',
        '佰' => '百',
        '仟' => '千',
        other => other,
    }
}

#[cfg(test)]
mod tests;
