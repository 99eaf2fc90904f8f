//! How far the sealing and sending has come, how fast it goes, and the ways to hold it up or give it up.

use std::collections::VecDeque;

use domain::Lang;
use leptos::prelude::*;

use super::desk::Desk;
use super::documents::size;
use crate::erase::{Erase, live};
use crate::text::{lang, pick, refusal, t};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing is under way.
    Filling,
    Checking,
    Sealing {
        part: String,
        done: u64,
        total: u64,
    },
    Committing,
}

#[component]
pub fn ProgressLine(desk: Desk) -> impl IntoView {
    let lang = lang();
    let phase = desk.phase;
    let share = move || match phase.get() {
        Phase::Filling | Phase::Checking => 0,
        Phase::Sealing { done, total, .. } => percent(done, total),
        Phase::Committing => 100,
    };
    // Told to screen readers; the numbers, which change many times a second, are not.
    let words = Memo::new(move |_| match phase.get() {
        Phase::Filling => String::new(),
        Phase::Checking => pick(lang, "正在检查", "Checking").to_owned(),
        Phase::Sealing { .. } if desk.held.get() => pick(lang, "已暂停", "On hold").to_owned(),
        Phase::Sealing { .. } if desk.line_down.get() => {
            pick(lang, "连接中断，正在重试", "Connection lost, trying again").to_owned()
        }
        Phase::Sealing { part, .. } => {
            let part = refusal::part(lang, &part);
            pick(lang, format!("正在密封并上传：{part}"), format!("Sealing and sending: {part}"))
        }
        Phase::Committing => pick(lang, "正在递交，等待回执", "Lodging, awaiting the receipt").to_owned(),
    });
    let figures = Memo::new(move |_| match phase.get() {
        Phase::Sealing { done, total, .. } => {
            let sizes = format!("{} / {}", size(done as f64), size(total as f64));
            let pace = desk.pace.with_value(Pace::bytes_a_second).filter(|_| !desk.held.get() && !desk.line_down.get());
            pace.map_or_else(|| sizes.clone(), |pace| format!("{sizes} · {}", told(lang, pace, total - done)))
        }
        _ => String::new(),
    });
    let active = Memo::new(move |_| phase.get() != Phase::Filling);
    let sealing = Memo::new(move |_| matches!(phase.get(), Phase::Sealing { .. }));
    live(move || {
        active.get().then(|| {
            view! {
                <div class="progress-line">
                    <label for="sending" aria-live="polite">{words}</label>
                    <span class="progress-line__rate">{figures}</span>
                    <progress id="sending" max="100" prop:value=share>{pick(lang, "进度", "Progress")}</progress>
                </div>
                {move || sealing.get().then(|| view! { <Reins desk/> }.erase())}
            }
            .erase()
        })
    })
}

/// While pieces are on their way: what is committed can only be withdrawn.
#[component]
fn Reins(desk: Desk) -> impl IntoView {
    let lang = lang();
    let hold = move || {
        if desk.held.get() { pick(lang, "继续", "Go on") } else { pick(lang, "暂停", "Hold") }
    };
    view! {
        <div class="actions">
            <button type="button" class="button button--small" on:click=move |_| desk.hold(!desk.held.get_untracked())>
                {live(hold)}
            </button>
            <button type="button" class="button button--quiet button--small" on:click=move |_| desk.give_up()>
                {t("取消递交", "Cancel")}
            </button>
        </div>
    }
    .erase()
}

fn percent(done: u64, total: u64) -> u32 {
    (done * 100).checked_div(total).unwrap_or(0).min(100) as u32
}

/// How fast, and how long it still takes at that.
fn told(lang: Lang, pace: f64, left: u64) -> String {
    let seconds = (left as f64 / pace).ceil() as u64;
    let (minutes, rest) = (seconds / 60, seconds % 60);
    let time = match minutes {
        0 => pick(lang, format!("约剩 {rest} 秒"), format!("about {rest} s left")),
        _ => pick(lang, format!("约剩 {minutes} 分 {rest} 秒"), format!("about {minutes} min {rest} s left")),
    };
    format!("{}/s · {time}", size(pace))
}

/// The speed of the last seconds.
#[derive(Clone, Debug, Default)]
pub struct Pace(VecDeque<(f64, u64)>);

impl Pace {
    /// Milliseconds that are looked back upon.
    const BACK: f64 = 5000.0;

    /// At `now`, in milliseconds, so many bytes are stored.
    pub fn mark(&mut self, now: f64, done: u64) {
        self.0.push_back((now, done));
        while self.0.len() > 2 && self.0.front().is_some_and(|(at, _)| now - at > Self::BACK) {
            self.0.pop_front();
        }
    }

    /// `None` until something can be told.
    #[must_use]
    pub fn bytes_a_second(&self) -> Option<f64> {
        let ((from, before), (to, after)) = (*self.0.front()?, *self.0.back()?);
        let (millis, bytes) = (to - from, after.saturating_sub(before));
        (millis >= 500.0 && bytes > 0).then(|| bytes as f64 * 1000.0 / millis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_nothing_is_no_progress_and_all_is_a_hundred() {
        assert_eq!([percent(0, 0), percent(1, 3), percent(3, 3), percent(4, 3)], [0, 33, 100, 100]);
    }

    #[test]
    fn the_pace_is_that_of_the_last_seconds() {
        let mut pace = Pace::default();
        assert_eq!(pace.bytes_a_second(), None);
        pace.mark(0.0, 0);
        pace.mark(100.0, 1_000_000);
        assert_eq!(pace.bytes_a_second(), None, "too early to tell");
        pace.mark(1000.0, 1_000_000);
        assert_eq!(pace.bytes_a_second(), Some(1_000_000.0));
        for second in 2_u32..10 {
            pace.mark(f64::from(second) * 1000.0, 1_000_000 + u64::from(second) * 500_000);
        }
        assert_eq!(pace.bytes_a_second(), Some(500_000.0), "the quick beginning is forgotten");
    }

    #[test]
    fn what_is_left_is_told_in_minutes_and_seconds() {
        assert_eq!(told(Lang::Zh, 1_048_576.0, 9 * 1_048_576), "1.0 MB/s · 约剩 9 秒");
        assert_eq!(told(Lang::En, 1_048_576.0, 61 * 1_048_576 + 1), "1.0 MB/s · about 1 min 2 s left");
    }
}
