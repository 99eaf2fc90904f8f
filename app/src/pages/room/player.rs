//! The host's broadcast as everybody in the room sees it. A piece of its own.

mod follow;

use domain::{Lang, Timestamp};
use futures::future::{AbortHandle, Abortable};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::erase::{Erase, live};
use crate::parts::hall::Hall;
use crate::text::{lang, pick};

use follow::follow;

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Loading,
    Playing,
    /// Nothing has come for a while.
    Interrupted,
    Ended,
    Unsupported,
}

/// What is shown; copies are of the same.
#[derive(Clone, Copy)]
pub struct Show {
    pub hall: Hall,
    pub state: RwSignal<State>,
    /// The server's time at which the reel's own time is 0.
    pub zero: RwSignal<Option<Timestamp>>,
    pub video: NodeRef<html::Video>,
}

#[must_use]
pub fn player(hall: Hall, watching: RwSignal<bool>) -> AnyView {
    let lang = lang();
    let show = Show { hall, state: RwSignal::new(State::Loading), zero: RwSignal::new(None), video: NodeRef::new() };
    let muted = RwSignal::new(true);
    let (handle, registration) = AbortHandle::new_pair();
    on_cleanup(move || handle.abort());
    let registration = StoredValue::new(Some(registration));
    Effect::new(move || {
        let (Some(video), Some(registration)) =
            (show.video.get(), registration.try_update_value(Option::take).flatten())
        else {
            return;
        };
        video.set_muted(true);
        spawn_local(async move {
            let _left = Abortable::new(follow(show, video), registration).await;
        });
    });
    let hear = move |_| {
        muted.update(|muted| *muted = !*muted);
        if let Some(video) = show.video.get_untracked() {
            video.set_muted(muted.get_untracked());
        }
    };
    let enlarge = move |_| {
        if let Some(video) = show.video.get_untracked() {
            drop(video.request_fullscreen());
        }
    };
    let gone = move || matches!(show.state.get(), State::Unsupported | State::Ended);
    view! {
        <section class="live" aria-label=pick(lang, "直播", "Broadcast")>
            <video class="live__picture" node_ref=show.video prop:muted=true playsinline hidden=move || show.state.get() == State::Unsupported></video>
            <p class="live__state">
                <span role="status">{move || said(lang, show.state.get())}</span>
                " "
                {live(move || delay(lang, show))}
            </p>
            <div class="actions">
                <button type="button" class="button button--small" class:button--primary=move || muted.get() hidden=gone on:click=hear>
                    {move || if muted.get() { pick(lang, "打开声音", "Turn sound on") } else { pick(lang, "静音", "Mute") }}
                </button>
                <button type="button" class="button button--small" hidden=gone on:click=enlarge>{pick(lang, "全屏", "Full screen")}</button>
                <button type="button" class="button button--small button--quiet" on:click=move |_| watching.set(false)>
                    {pick(lang, "停止观看", "Stop watching")}
                </button>
            </div>
        </section>
    }
    .erase()
}

fn said(lang: Lang, state: State) -> &'static str {
    match state {
        State::Loading => pick(lang, "正在连接直播…", "Connecting …"),
        State::Playing => pick(lang, "直播中", "Live"),
        State::Interrupted => {
            pick(lang, "直播中断，开标照常进行。", "The broadcast is interrupted; the opening goes on.")
        }
        State::Ended => {
            pick(lang, "直播已结束，开标照常进行。", "The broadcast has ended; the opening is not affected.")
        }
        State::Unsupported => pick(
            lang,
            "此浏览器不能播放直播。开标的各项内容仍在本页实时显示。",
            "This browser cannot play the broadcast. All that happens in the opening is still shown on this page.",
        ),
    }
}

/// Once a second, while there is something to say.
fn delay(lang: Lang, show: Show) -> Option<String> {
    let now = show.hall.clock.now();
    let (zero, video) = (show.zero.get()?, show.video.get_untracked()?);
    if show.state.get() != State::Playing {
        return None;
    }
    let shown = zero.plus_millis((video.current_time() * 1000.0) as i64);
    let seconds = (now.since(shown) as f64 / 1000.0).round().max(0.0);
    Some(pick(lang, format!("延迟约 {seconds} 秒"), format!("about {seconds} s behind")))
}
