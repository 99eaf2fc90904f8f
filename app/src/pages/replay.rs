//! The replay (开标回放): what was broadcast of an opening beside what happened in it, each segment checked against the
//! digest with which it was received. For the supervisor, the centre and the host.

mod course;
mod plan;
mod projector;
mod reels;

use domain::broadcast::Reel;
use domain::room::{Entry, Room};
use domain::view::ReplayView;
use domain::{LotId, Refusal, Timestamp};
use futures::future::AbortHandle;
use leptos::html;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::api::{ApiError, broadcast};
use crate::browser::film::play;
use crate::erase::Erase;
use crate::parts::notice::{NeedsScripts, RefusalNotice, Waiting};
use crate::parts::with_lot::Crumbs;
use crate::text::{lang, pick, t};

use course::Course;
use projector::Projector;
use reels::Reels;

/// What is shown; copies are of the same.
#[derive(Clone, Copy)]
pub struct Show {
    lot: LotId,
    reels: StoredValue<Vec<Reel>>,
    /// The server's time when the page was made.
    made: Timestamp,
    /// The reel that is shown, and from which of its milliseconds.
    from: RwSignal<(u32, i64)>,
    /// The moment of the opening that is seen.
    now: RwSignal<Option<Timestamp>>,
    found: RwSignal<Found>,
    video: NodeRef<html::Video>,
    running: StoredValue<Option<AbortHandle>>,
}

/// What checking has found so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Segments whose bytes have the digest of their row.
    right: u32,
    /// Numbers of those that have not.
    wrong: Vec<u32>,
    /// Whether the digests of all segments make that of the reel; unknown while it is live.
    whole: Option<bool>,
    trouble: Option<Trouble>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The server does not answer just now.
    Line,
    Unsupported,
}

#[component]
pub fn Replay() -> impl IntoView {
    let params = use_params_map();
    let lot = Memo::new(move |_| params.with(|params| params.get("lot")).and_then(|lot| lot.parse::<LotId>().ok()));
    let replay: Resource<Result<ReplayView, ApiError>> =
        Resource::new(move || lot.get(), |lot| async move { broadcast::replay(lot.ok_or(Refusal::NotFound)?).await });
    view! {
        <Title text=t("开标回放", "Replay")/>
        <Suspense fallback=Waiting>
            {move || Suspend::new(async move {
                let read = replay.await.and_then(|view| {
                    let room = Room::replay(&view.entries).map_err(|_| Refusal::Trouble)?;
                    Ok((view, room))
                });
                match read {
                    Ok((view, room)) => view! { <Page view room/> }.erase(),
                    Err(refusal) => {
                        view! {
                            <h1>{t("开标回放", "Replay")}</h1>
                            <RefusalNotice refusal/>
                        }
                            .erase()
                    }
                }
            })}
        </Suspense>
    }
    .erase()
}

#[component]
fn Page(view: ReplayView, room: Room) -> impl IntoView {
    let lang = lang();
    let ReplayView { lot, entries, reels } = view;
    let crumbs = view! { <Crumbs lot=lot.clone() here=t("开标回放", "Replay")/> }.erase();
    let Some(first) = reels.first().map(|reel| reel.number) else {
        let none =
            pick(lang, "本次开标没有直播，因此没有回放。", "This opening was not broadcast, so there is no replay.");
        return view! {
            <div class="page--wide page-flow">
                {crumbs}
                <h1>{pick(lang, "开标回放", "Replay")}</h1>
                <p>{none}</p>
            </div>
        }
        .erase();
    };
    let show = Show {
        lot: lot.id,
        reels: StoredValue::new(reels),
        made: lot.now,
        from: RwSignal::new((first, 0)),
        now: RwSignal::new(None),
        found: RwSignal::new(Found::default()),
        video: NodeRef::new(),
        running: StoredValue::new(None),
    };
    view! {
        <div class="page--wide page-flow">
            {crumbs}
            <NeedsScripts/>
            <h1>{pick(lang, "开标回放", "Replay")}</h1>
            <p>{lot.terms.title.clone()}</p>
            <div class="replay">
                <Projector show/>
                <Course show entries room/>
                <Reels show/>
            </div>
        </div>
    }
    .erase()
}

impl Show {
    /// Where a moment of the opening is to be seen.
    fn place(self, moment: Timestamp) -> Option<(u32, i64)> {
        self.reels
            .with_value(|reels| reels.iter().find_map(|reel| Some((reel.number, reel.time_at(moment, self.made)?))))
    }

    /// Shows this place, in the reel that is shown or in another.
    fn seek(self, (reel, millis): (u32, i64)) {
        if self.from.get_untracked().0 == reel
            && let Some(video) = self.video.get_untracked()
        {
            video.set_current_time(millis as f64 / 1000.0);
            play(&video);
        } else {
            self.from.set((reel, millis));
        }
    }

    fn reel(self, number: u32) -> Option<Reel> {
        self.reels.with_value(|reels| reels.iter().find(|reel| reel.number == number).cloned())
    }
}

/// The last that had happened at a moment.
fn last_at(entries: &[Entry], moment: Timestamp) -> Option<u64> {
    entries.iter().rev().find(|entry| entry.at <= moment).map(|entry| entry.seq)
}
