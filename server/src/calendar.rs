//! `GET /lots/{lot}/calendar.ics`: the deadline of a lot, which is the time of its opening, for people's own calendars.
//! Made of the lot's public terms alone: it tells nothing of who bids.

mod format;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::view::LotView;
use domain::{Caller, Lang, LotId, Refusal};

use crate::refused::Refused;
use crate::router::AppState;
use crate::{address, pages};
use format::{Alarm, Event};

/// In the language of the request, with links to where it was asked from.
pub async fn of_lot(
    State(state): State<AppState>,
    Path(lot): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let lot: LotId = lot.parse().map_err(|_| Refusal::NotFound)?;
    let view = state.office.lot(&Caller::visitor(""), lot).await?;
    let place = format!("{}/lots/{lot}", address::of(&headers, state.https));
    let event = event(&view, pages::language_of(&headers), &place);
    let kind = (CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned());
    // Shown at once where a calendar is at hand, as on a phone; saved elsewhere.
    let name = (CONTENT_DISPOSITION, format!("inline; filename=\"kaibiao-{lot}.ics\""));
    Ok(([kind, name], event.to_calendar()).into_response())
}

/// One event, because the law sets one moment: bids are opened when the deadline for them comes (招标投标法 §34).
/// It lasts as long as the windows that the tender document sets.
fn event(lot: &LotView, lang: Lang, address: &str) -> Event {
    let terms = &lot.terms;
    let practice = if terms.practice { pick(lang, "【模拟】", "[Practice] ") } else { "" };
    let (title, code, tenderer) = (&terms.title, &terms.code, &terms.tenderer);
    let what = match lang {
        Lang::Zh => format!("{practice}投标截止并开标：{title}"),
        Lang::En => format!("{practice}Deadline and opening: {title}"),
    };
    let more = match lang {
        Lang::Zh => format!(
            "标段编号：{code}\n招标人：{tenderer}\n投标截止（开标）时间：{}（北京时间，以服务器时钟为准）\n截止后在开标室签到、解密，须备好密钥文件和口令。\n开标前检查：{address}/ready\n开标室：{address}/room",
            terms.deadline
        ),
        Lang::En => format!(
            "Lot: {code}\nTenderer: {tenderer}\nDeadline and opening: {} (Beijing time, by the server's clock)\nAfter the deadline sign in to the room and decrypt; have key file and passphrase at hand.\nReadiness check: {address}/ready\nOpening room: {address}/room",
            terms.deadline
        ),
    };
    Event {
        uid: format!("{}@kaibiao", lot.id),
        sequence: lot.postponed.len() as u32,
        revised: lot.postponed.last().map_or(lot.id.made(), |last| last.at),
        start: terms.deadline,
        seconds: [terms.rules.sign_in_seconds, terms.decrypt_seconds, terms.objection_seconds]
            .map(u64::from)
            .iter()
            .sum(),
        alarms: vec![
            Alarm { minutes_before: 24 * 60, words: format!("{}{what}", pick(lang, "明天：", "Tomorrow: ")) },
            Alarm { minutes_before: 60, words: format!("{}{what}", pick(lang, "一小时后：", "In an hour: ")) },
        ],
        summary: what,
        description: more,
        place: format!("{address}/room"),
    }
}

fn pick(lang: Lang, chinese: &'static str, english: &'static str) -> &'static str {
    match lang {
        Lang::Zh => chinese,
        Lang::En => english,
    }
}
