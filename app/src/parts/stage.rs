//! Where an opening stands: a badge in lists, the whole way in the room, and its one clock.

use domain::Timestamp;
use domain::room::Room;
use domain::stage::{Stage, StageName, Window};
use leptos::prelude::*;

use crate::erase::{Erase, live};
use crate::parts::countdown::Countdown;
use crate::parts::hall::Hall;
use crate::text::{lang, names, pick, t};

/// Where a lot's opening stands, as a badge.
#[component]
pub fn StageBadge(stage: StageName) -> impl IntoView {
    let (class, words) = match stage {
        StageName::Scheduled => ("badge badge--info", t("投标中", "Open for bids")),
        StageName::Closed => ("badge badge--quiet", names::stage(lang(), stage)),
        StageName::Failed => ("badge badge--bad", t("开标失败", "Failed")),
        _ => ("badge badge--warn", t("开标中", "Opening")),
    };
    view! { <span class=class>{words}</span> }.erase()
}

/// The way of an opening and where it stands.
#[component]
pub fn StageStrip(#[prop(into)] room: Signal<Room>, rounds: u32) -> impl IntoView {
    let lang = lang();
    let now = Memo::new(move |_| room.with(step));
    let item = move |name: StageName| {
        let now = now.get();
        let current = (name == now).then_some("step");
        // A closed opening waits for nothing: its last step is done too.
        let done = name < now || (name == now && name.is_final());
        let failed = name == StageName::Failed;
        view! {
            <li aria-current=current class:is-done=done && !failed class:steps--failed=failed>
                <span class="steps__label">{names::stage(lang, name)}</span>
            </li>
        }
        .erase()
    };
    view! { <ol class="steps">{move || way(now.get(), rounds).into_iter().map(item).collect_view()}</ol> }.erase()
}

fn way(now: StageName, rounds: u32) -> Vec<StageName> {
    match now {
        StageName::Failed => vec![StageName::Scheduled, StageName::Failed],
        _ => {
            let mut way = StageName::WAY.to_vec();
            if rounds > 0 {
                way.insert(6, StageName::Quoting);
            }
            way
        }
    }
}

/// Whatever happens in a round is one step of the way.
fn step(room: &Room) -> StageName {
    match room.stage.name() {
        StageName::Decrypting | StageName::Decrypted | StageName::ReadOut if room.round > 0 => StageName::Quoting,
        stage => stage,
    }
}

/// The one clock that counts in an opening: to the deadline, then of the window, or what a pause has left of it.
#[component]
pub fn StageClock(hall: Hall, deadline: Timestamp) -> impl IntoView {
    let lang = lang();
    let shown =
        Memo::new(move |_| hall.room.with(|room| (room.stage, room.adjourned, room.confirm_lead, room.opened_at)));
    let deadline = hall.deadline(deadline);
    let countdown = move |until: Timestamp, chinese: &str, english: &str| {
        let now = untrack(|| hall.clock.now());
        let label = pick(lang, chinese, english).to_owned();
        view! { <Countdown until now label/> }.erase()
    };
    let objections = move |until: Timestamp, lead: i64| match lead {
        0 => countdown(until, "距异议与确认截止", "Until objections and confirmation end"),
        _ => view! {
            {countdown(until.plus_millis(-lead), "距确认截止", "Until confirmation ends")}
            {countdown(until, "距异议截止", "Until objections end")}
        }
        .erase(),
    };
    live(move || {
        let (stage, adjourned, lead, opened) = shown.get();
        if let Some(until) = adjourned {
            return Some(countdown(until, "休会中，距续开", "Adjourned; until it goes on"));
        }
        match stage {
            Stage::Scheduled => Some(countdown(deadline.get(), "距投标截止（开标）", "Until the deadline and opening")),
            Stage::SignIn(Window::Open { until }) if Some(until) != opened => {
                Some(countdown(until, "距签到截止", "Until sign-in ends"))
            }
            Stage::Decrypting(Window::Open { until }) => Some(countdown(until, "距解密截止", "Until decryption ends")),
            Stage::Quoting(Window::Open { until }) => Some(countdown(until, "距本轮报价截止", "Until this round ends")),
            Stage::Objections(Window::Open { until }) => Some(objections(until, lead)),
            stage => match stage.window() {
                Some(Window::Paused { remaining }) => Some(view! { <Stopped remaining/> }.erase()),
                _ => None,
            },
        }
    })
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
    .erase()
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
