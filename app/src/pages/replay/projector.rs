//! The picture: fetches what is near to what is seen, checks it, and plays it.

use std::collections::BTreeSet;

use domain::Lang;
use domain::broadcast::{Reel, Segment};
use futures::future::{AbortHandle, Abortable};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use seal::Digest;
use web_sys::HtmlVideoElement;

use super::plan::{KEPT, forget, wanted};
use super::{Found, Show, Trouble};
use crate::browser::alive;
use crate::browser::film::{Film, NoFilm, play};
use crate::browser::footage;
use crate::erase::{Erase, live};
use crate::text::{lang, pick};

/// Milliseconds between two looks.
const LOOK: u32 = 250;

#[component]
pub fn Projector(show: Show) -> impl IntoView {
    let lang = lang();
    let alive = alive();
    Effect::new(move || {
        let (number, millis) = show.from.get();
        let (Some(video), Some(reel)) = (show.video.get(), show.reel(number)) else { return };
        show.stop();
        let (handle, registration) = AbortHandle::new_pair();
        show.running.set_value(Some(handle));
        show.found.set(Found::default());
        spawn_local(async move {
            let _left = Abortable::new(run(show, video, reel, millis), registration).await;
        });
    });
    on_cleanup(move || show.stop());
    view! {
        <section class="replay__picture" aria-label=pick(lang, "回放", "Replay")>
            <video class="live__picture" node_ref=show.video controls playsinline hidden=move || !alive.get()></video>
            {live(move || show.found.with(|found| told(lang, found)))}
        </section>
    }
    .erase()
}

impl Show {
    fn stop(self) {
        if let Some(running) = self.running.try_update_value(Option::take).flatten() {
            running.abort();
        }
    }

    fn tell(self, change: impl FnOnce(&mut Found)) {
        // The page may be gone.
        let _left = self.found.try_update(change);
    }
}

/// Until another reel is chosen, or the page is left.
async fn run(show: Show, video: HtmlVideoElement, reel: Reel, from: i64) {
    let mut from = from;
    loop {
        match project(show, &video, &reel, from).await {
            Ok(()) => return,
            Err(NoFilm::Unsupported) => return show.tell(|found| found.trouble = Some(Trouble::Unsupported)),
            // The player has given up: it is begun anew where it stood.
            Err(NoFilm::Broken) => from = (video.current_time() * 1000.0) as i64,
        }
        TimeoutFuture::new(1000).await;
    }
}

async fn project(show: Show, video: &HtmlVideoElement, reel: &Reel, from: i64) -> Result<(), NoFilm> {
    let mut segments = list(show, reel).await;
    let beginning = fetch(show, reel, segments.first()).await;
    let Some(beginning) = beginning else { return Ok(()) };
    let film = Film::begin(video, &beginning).await?;
    film.set_length(segments.last().map_or(1.0, |last| last.start as f64 / 1000.0 + 1.0));
    if from > 0 {
        video.set_current_time(from as f64 / 1000.0);
        play(video);
    }
    let mut there = BTreeSet::new();
    let mut looks = 0_u32;
    loop {
        let now = (film.now() * 1000.0) as i64;
        let moment = reel.zero.unwrap_or(reel.began).plus_millis(now);
        let _left = show.now.try_maybe_update(|known| (known.replace(moment) != Some(moment), ()));
        match wanted(&segments, &there, now) {
            Some(number) => {
                there.insert(number);
                if let Some(bytes) = fetch(show, reel, segments.get(number as usize)).await {
                    film.append(&bytes).await?;
                }
            }
            None => {
                film.keep_up(f64::INFINITY);
                film.forget_before((now - KEPT) as f64 / 1000.0).await;
                forget(&segments, &mut there, now);
                TimeoutFuture::new(LOOK).await;
                looks += 1;
                // What the browser has thrown away by itself comes again.
                if looks.is_multiple_of(8)
                    && !film.ranges().iter().any(|(start, end)| *start <= film.now() && film.now() <= *end)
                {
                    there.clear();
                }
                // A reel that is still live grows.
                if reel.ended.is_none() && looks.is_multiple_of(20) {
                    segments = list(show, reel).await;
                    film.set_length(segments.last().map_or(1.0, |last| last.start as f64 / 1000.0 + 1.0));
                }
            }
        }
    }
}

/// The rows of a reel, and whether they make its digest.
async fn list(show: Show, reel: &Reel) -> Vec<Segment> {
    loop {
        if let Ok(segments) = footage::segments(show.lot, reel.number).await {
            let digests: Result<Vec<Digest>, _> = segments.iter().map(|one| one.digest.parse()).collect();
            let all = digests.map(|digests| Digest::of_pieces(&digests).to_string()).ok();
            show.tell(|found| {
                found.whole = reel.digest.as_ref().map(|digest| all.as_ref() == Some(digest));
                found.trouble = None;
            });
            return segments;
        }
        show.tell(|found| found.trouble = Some(Trouble::Line));
        TimeoutFuture::new(2000).await;
    }
}

/// The bytes of a segment. `None` when there is none, or they are not those that were received: these are not shown.
async fn fetch(show: Show, reel: &Reel, segment: Option<&Segment>) -> Option<Vec<u8>> {
    let segment = segment?;
    loop {
        match footage::segment(show.lot, reel.number, segment.number).await {
            Ok(bytes) => {
                let bytes = bytes.filter(|bytes| Digest::of(bytes).to_string() == segment.digest);
                show.tell(|found| {
                    found.trouble = None;
                    match &bytes {
                        Some(_) => found.right += 1,
                        None if found.wrong.contains(&segment.number) => {}
                        None => found.wrong.push(segment.number),
                    }
                });
                return bytes;
            }
            Err(footage::Unheard) => {
                show.tell(|found| found.trouble = Some(Trouble::Line));
                TimeoutFuture::new(2000).await;
            }
        }
    }
}

/// What was found, loudly where it is wrong.
fn told(lang: Lang, found: &Found) -> AnyView {
    let Found { right, wrong, whole, trouble } = found;
    if !wrong.is_empty() || *whole == Some(false) {
        let numbers: Vec<String> = wrong.iter().map(u32::to_string).collect();
        let numbers = numbers.join(pick(lang, "、", ", "));
        let words = match (wrong.is_empty(), lang) {
            (true, _) => pick(
                lang,
                "各片段的摘要合起来与开标记录公布的摘要不符。".to_owned(),
                "The digests of the segments do not make the one that the record publishes.".to_owned(),
            ),
            (false, Lang::Zh) => format!("片段 {numbers} 与收到时登记的摘要不符，不予播放。"),
            (false, Lang::En) => format!("Not what was received, and not played: segment {numbers}."),
        };
        return view! {
            <div class="notice notice--bad" role="alert">
                <p class="notice__title">{pick(lang, "核验不通过", "This does not check out")}</p>
                <p>{words}</p>
            </div>
        }
        .erase();
    }
    let words = match trouble {
        Some(Trouble::Line) => {
            pick(lang, "暂时联系不上服务器，正在重试。", "The server does not answer just now; it is tried again.")
                .to_owned()
        }
        Some(Trouble::Unsupported) => {
            pick(lang, "此浏览器不能播放回放。", "This browser cannot play the replay.").to_owned()
        }
        None => {
            let whole = match whole {
                Some(true) => pick(lang, "，摘要清单与开标记录一致", "; the list of digests is that of the record"),
                _ => "",
            };
            pick(lang, format!("已核验 {right} 个片段{whole}。"), format!("{right} segments checked{whole}."))
        }
    };
    view! { <p class="live__state" role="status">{words}</p> }.erase()
}
