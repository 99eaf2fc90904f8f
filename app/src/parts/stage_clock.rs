//! The one clock that counts in an opening: to the deadline, then of the window, or what a pause has left of it.

use domain::Timestamp;
use domain::stage::{Stage, Window};
use leptos::prelude::*;

use crate::parts::countdown::Countdown;
use crate::parts::hall::Hall;
use crate::text::{lang, pick};

#[component]
pub fn StageClock(hall: Hall, deadline: Timestamp) -> impl IntoView {
    let lang = lang();
    let stage = Memo::new(move |_| hall.room.with(|room| room.stage));
    let countdown = move |until: Timestamp, chinese: &str, english: &str| {
        let now = untrack(|| hall.clock.now());
        let label = pick(lang, chinese, english).to_owned();
        view! { <Countdown until now label/> }.into_any()
    };
    move || match stage.get() {
        Stage::Scheduled => Some(countdown(deadline, "距投标截止（开标）", "Until the deadline and opening")),
        Stage::Decrypting(Window::Open { until }) => Some(countdown(until, "距解密截止", "Until decryption ends")),
        Stage::Objections(Window::Open { until }) => {
            Some(countdown(until, "距异议与确认截止", "Until objections and confirmation end"))
        }
        Stage::Decrypting(Window::Paused { remaining }) | Stage::Objections(Window::Paused { remaining }) => {
            Some(view! { <Stopped remaining/> }.into_any())
        }
        _ => None,
    }
}

/// A stopped clock.
#[component]
fn Stopped(remaining: i64) -> impl IntoView {
    let lang = lang();
    view! {
        <div class="countdown countdown--paused">
            <span class="countdown__label">{pick(lang, "已暂停，剩余时间", "Paused; time that remains")}</span>
            <span class="countdown__digits">{digits(remaining)}</span>
            <span class="countdown__until">{pick(lang, "恢复后继续计时", "It runs on when the host resumes")}</span>
        </div>
    }
}

fn digits(millis: i64) -> String {
    let seconds = (millis + 999) / 1000;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn a_stopped_clock_shows_what_a_running_one_would() {
        assert_eq!(digits(1), "00:00:01");
        assert_eq!(digits(3_661_000), "01:01:01");
    }
}
