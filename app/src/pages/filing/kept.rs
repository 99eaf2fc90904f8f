//! Kept as it is typed: a moment after the last key the form goes to the server, and again until it is there.

use domain::Timestamp;
use domain::subject::Form;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::filing::save_draft;
use crate::text::{lang, pick};

/// Milliseconds after the last key.
const PAUSE: u32 = 700;
/// Milliseconds before what did not arrive is sent again.
const AGAIN: u32 = 3_000;

/// Keeps the form, and tells how it goes. Whoever sends the form takes a `turn`: what waits is then kept no more.
pub fn keep(form: RwSignal<Form>, saved: Option<Timestamp>, turn: StoredValue<u64>) -> Signal<String> {
    let lang = lang();
    let done = move |at: Timestamp| {
        let at = at.clock();
        pick(lang, format!("已于 {at} 保存（北京时间）"), format!("Kept at {at} (Beijing time)"))
    };
    let lost = pick(
        lang,
        "尚未保存：连接不上服务器，正在重试。请勿关闭本页。",
        "Not kept yet: the server can not be reached; it is tried again. Do not close this page.",
    );
    let words = RwSignal::new(saved.map(done).unwrap_or_default());
    Effect::new(move |before: Option<()>| {
        let typed = form.get();
        if before.is_none() {
            return;
        }
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        words.set(pick(lang, "正在保存……", "Being kept…").to_owned());
        // Whoever typed on, or left, has a later turn or none.
        let is_mine = move || turn.try_get_value() == Some(mine);
        spawn_local(async move {
            TimeoutFuture::new(PAUSE).await;
            while is_mine() {
                match save_draft(typed.clone()).await {
                    Ok(at) => {
                        words.try_set(done(at));
                        return;
                    }
                    Err(crate::api::ApiError::Refused(refusal)) => {
                        words.try_set(crate::text::refusal::refusal(lang, &refusal));
                        return;
                    }
                    Err(crate::api::ApiError::Unreachable) => {
                        words.try_set(lost.to_owned());
                        TimeoutFuture::new(AGAIN).await;
                    }
                }
            }
        });
    });
    words.into()
}
