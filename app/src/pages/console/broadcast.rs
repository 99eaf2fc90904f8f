//! The host's broadcast (直播): choosing what is seen and heard, looking at it, going live, and how it gets on.
//! A piece of its own: it comes once scripts run, and the flow of the opening never waits for it.

mod desk;
mod queue;
mod words;

use std::rc::Rc;

use domain::{Lang, Timestamp};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{Blob, BlobPropertyBag};

use crate::browser::camera::{self, Camera, Source};
use crate::browser::events::Ear;
use crate::erase::{Erase, live};
use crate::parts::hall::Hall;
use crate::text::{lang, pick};

use desk::{Desk, News};
use words::{facts, no_picture, over, source, trouble};

/// Where the host stands with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Off,
    /// The browser asks for the devices.
    Asking,
    /// Only the host sees it.
    Preview,
    Live,
    /// What is left is being sent.
    Ending,
}

/// Handles to the panel; copies are of the same.
#[derive(Clone, Copy)]
struct Panel {
    lang: Lang,
    hall: Hall,
    phase: RwSignal<Phase>,
    news: RwSignal<News>,
    /// What went wrong last.
    told: RwSignal<Option<String>>,
    camera: StoredValue<Option<Camera>, LocalStorage>,
    desk: StoredValue<Option<Rc<Desk>>, LocalStorage>,
    video: NodeRef<html::Video>,
}

/// The panel of a lot with this deadline, as it was announced.
#[must_use]
pub fn panel(hall: Hall, deadline: Timestamp) -> AnyView {
    let lang = lang();
    let panel = Panel {
        lang,
        hall,
        phase: RwSignal::new(Phase::Off),
        news: RwSignal::new(News::default()),
        told: RwSignal::new(None),
        camera: StoredValue::new_local(None),
        desk: StoredValue::new_local(None),
        video: NodeRef::new(),
    };
    panel.end_with_page();
    let deadline = hall.deadline(deadline);
    let may = Memo::new(move |_| {
        let now = hall.clock.now();
        hall.room.with(|room| room.host_may_broadcast(deadline.get(), now).is_ok())
    });
    let phase = panel.phase;
    let closed = Memo::new(move |_| hall.room.with(|room| room.stage.name().is_final()));
    let over = Memo::new(move |_| closed.get() && phase.get() == Phase::Off && panel.told.with(Option::is_none));
    let seen = move || matches!(phase.get(), Phase::Preview | Phase::Live | Phase::Ending);
    live(move || {
        (!over.get()).then(|| {
            view! {
                <section class="panel panel--quiet broadcast" id="broadcast" aria-labelledby="broadcast-title">
                    <h2 id="broadcast-title">
                        {pick(lang, "直播 ", "Broadcast ")}
                        {live(move || (phase.get() == Phase::Live).then(|| view! { <span class="badge badge--bad">{pick(lang, "直播中", "Live")}</span> }.erase()))}
                    </h2>
                    <p>
                        {pick(
                            lang,
                            "画面和声音在开标室向所有人公开，并与开标记录一并保存。不直播也能开标，直播中断不影响开标。",
                            "Picture and sound are public in the opening room and kept with the record. The opening needs no broadcast, and goes on when it breaks off.",
                        )}
                    </p>
                    <p class="notice notice--warn" role="alert" hidden=move || panel.told.with(Option::is_none)>{move || panel.told.get()}</p>
                    <video class="live__picture" node_ref=panel.video prop:muted=true playsinline autoplay hidden=move || !seen()
                        aria-label=pick(lang, "预览", "Preview")></video>
                    {live(move || match phase.get() {
                        Phase::Off | Phase::Asking if closed.get() => ().into_any(),
                        Phase::Off | Phase::Asking => view! { <Choose panel may/> }.erase(),
                        Phase::Preview => view! { <GoLive panel may/> }.erase(),
                        Phase::Live | Phase::Ending => view! { <OnAir panel/> }.erase(),
                    })}
                </section>
            }
            .erase()
        })
    })
}

impl Panel {
    fn open(self, source: Source) {
        self.told.set(None);
        self.phase.set(Phase::Asking);
        let lang = self.lang;
        spawn_local(async move {
            match Camera::open(source).await {
                Ok(camera) => {
                    // The page may have been left meanwhile; then the devices go off with the camera.
                    if let Some(Some(video)) = self.video.try_get_untracked() {
                        camera.show_in(&video);
                        self.camera.set_value(Some(camera));
                        self.phase.set(Phase::Preview);
                    }
                }
                Err(none) => {
                    self.told.try_set(Some(no_picture(lang, none).to_owned()));
                    self.phase.try_set(Phase::Off);
                }
            }
        });
    }

    fn put_off(self) {
        self.camera.set_value(None);
        self.phase.set(Phase::Off);
    }

    fn go_live(self) {
        let lang = self.lang;
        let Some(camera) = self.camera.try_update_value(Option::take).flatten() else { return };
        self.told.set(None);
        self.news.set(News::default());
        let desk = Desk::new(self.hall, camera, self.news);
        self.desk.set_value(Some(Rc::clone(&desk)));
        self.phase.set(Phase::Live);
        spawn_local(async move {
            let ended = desk.run().await;
            drop(desk);
            if let Err(why) = ended {
                self.told.try_set(Some(over(lang, &why)));
            }
            self.desk.try_set_value(None);
            self.phase.try_set(Phase::Off);
        });
    }

    fn end(self) {
        self.phase.set(Phase::Ending);
        self.desk.with_value(|desk| desk.iter().for_each(|desk| desk.end()));
    }

    /// Who leaves the page is live no longer. A browser that is closed says so if it can; else the clock ends the reel.
    fn end_with_page(self) {
        on_cleanup(move || {
            self.desk.try_with_value(|desk| desk.iter().for_each(|desk| desk.leave()));
        });
        let Some(window) = web_sys::window() else { return };
        let ear = Ear::on(&window.clone(), "pagehide", move |_| {
            let live = self.desk.try_with_value(|desk| desk.as_ref().and_then(|desk| desk.live())).flatten();
            if let Some((lot, reel)) = live {
                let kind = BlobPropertyBag::new();
                kind.set_type("application/json");
                let words = js_sys::Array::of1(&format!(r#"{{"lot":"{lot}","reel":{reel}}}"#).into());
                let body = Blob::new_with_str_sequence_and_options(&words, &kind).ok();
                drop(window.navigator().send_beacon_with_opt_blob("/api/fn/end_broadcast", body.as_ref()));
            }
        });
        // Heard until the page is left.
        StoredValue::new_local(ear);
    }
}

#[component]
fn Choose(panel: Panel, may: Memo<bool>) -> impl IntoView {
    let lang = lang();
    let chosen = RwSignal::new(Source::Camera);
    let option = move |one: Source| {
        view! {
            <div class="choice">
                <input type="radio" id=one.name() name="source" checked=one == Source::Camera on:change=move |_| chosen.set(one)/>
                <label for=one.name()>{source(lang, one)}</label>
            </div>
        }
        .erase()
    };
    if !camera::has_recorder() {
        let words = pick(
            lang,
            "此浏览器不能直播。请换用新版 Chrome、Edge 或 Firefox，并通过 HTTPS 打开本页。",
            "This browser cannot broadcast. Use a current Chrome, Edge or Firefox, over HTTPS.",
        );
        return view! { <p class="muted">{words}</p> }.erase();
    }
    view! {
        <fieldset class="field">
            <legend>{pick(lang, "直播什么", "What to show")}</legend>
            <div class="choices">{Source::ALL.map(option).into_iter().collect_view()}</div>
        </fieldset>
        <div class="actions">
            <button type="button" class="button" disabled=move || !may.get()
                aria-busy=move || if panel.phase.get() == Phase::Asking { "true" } else { "false" }
                on:click=move |_| panel.open(chosen.get_untracked())>
                {pick(lang, "打开并预览", "Turn on and preview")}
            </button>
        </div>
        <p class="button-note" hidden=move || may.get()>
            {pick(lang, "开标前一小时起可以直播。", "From an hour before the opening on.")}
        </p>
    }
    .erase()
}

#[component]
fn GoLive(panel: Panel, may: Memo<bool>) -> impl IntoView {
    let lang = lang();
    view! {
        <p class="muted">{pick(lang, "现在只有您能看到。开始直播后，所有人都能看到和听到。", "Only you see this now. Once you go live, everybody sees and hears it.")}</p>
        <div class="actions">
            <button type="button" class="button button--primary" disabled=move || !may.get() on:click=move |_| panel.go_live()>
                {pick(lang, "开始直播", "Go live")}
            </button>
            <button type="button" class="button button--quiet" on:click=move |_| panel.put_off()>
                {pick(lang, "关闭预览", "Turn off")}
            </button>
        </div>
    }
    .erase()
}

#[component]
fn OnAir(panel: Panel) -> impl IntoView {
    let lang = lang();
    let ending = move || panel.phase.get() == Phase::Ending;
    let slow = Memo::new(move |_| panel.news.with(|news| trouble(lang, news)));
    view! {
        <p class="meta" id="broadcast-facts">{live(move || panel.news.with(|news| facts(lang, news)))}</p>
        <p class="notice notice--warn" role="status" hidden=move || slow.with(Option::is_none)>{move || slow.get()}</p>
        <div class="actions">
            <button type="button" class="button" disabled=ending
                aria-busy=move || if ending() { "true" } else { "false" } on:click=move |_| panel.end()>
                {pick(lang, "结束直播", "End the broadcast")}
            </button>
        </div>
    }
    .erase()
}
