//! Plays a reel as it comes, and the next when there is one.

use domain::broadcast::Reel;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use web_sys::HtmlVideoElement;

use super::{Show, State};
use crate::browser::film::{Film, NoFilm, play};
use crate::browser::footage::{self, Unheard};

/// Seconds that the picture may lag behind what has come.
const LAG: f64 = 6.0;
/// Seconds behind us that are kept.
const KEPT: f64 = 20.0;
/// Segments before the newest with which a late comer begins.
const BACK: u32 = 2;
/// After so many segments it is asked anew how the reel stands.
const ASK: u32 = 10;

/// Without end: it ends when the page or the screen is left.
pub async fn follow(show: Show, video: HtmlVideoElement) {
    loop {
        let Some(live) = show.hall.room.try_with_untracked(|room| room.live()) else { return };
        match live {
            Some(reel) => match watch(show, &video, reel).await {
                Ok(()) | Err(NoFilm::Broken) => show.tell(State::Interrupted),
                Err(NoFilm::Unsupported) => return show.tell(State::Unsupported),
            },
            None => show.tell(State::Ended),
        }
        TimeoutFuture::new(1000).await;
    }
}

/// Until the reel has ended, and all of it was given to the player.
async fn watch(show: Show, video: &HtmlVideoElement, reel: u32) -> Result<(), NoFilm> {
    show.tell(State::Loading);
    let Some(beginning) = show.segment(reel, 0).await else { return Ok(()) };
    let film = Film::begin(video, &beginning).await?;
    let mut next = show.ask(reel).await.map_or(1, |reel| newest(&reel));
    while let Some(bytes) = show.segment(reel, next).await {
        film.append(&bytes).await?;
        film.keep_up(LAG);
        if video.paused() {
            play(video);
        }
        film.forget_before(film.now() - KEPT).await;
        show.tell(State::Playing);
        next += 1;
        // A machine that slept, or a page in the background, is far behind.
        if next.is_multiple_of(ASK)
            && let Some(known) = show.ask(reel).await
            && known.segments > next + ASK
        {
            next = newest(&known);
        }
    }
    Ok(())
}

fn newest(reel: &Reel) -> u32 {
    reel.segments.saturating_sub(BACK).max(1)
}

impl Show {
    fn tell(self, state: State) {
        // The screen may be gone.
        let _left = self.state.try_maybe_update(|known| (std::mem::replace(known, state) != state, ()));
    }

    async fn ask(self, reel: u32) -> Option<Reel> {
        let known = footage::reel(self.hall.lot, reel).await.ok()?;
        let _left = self.zero.try_set(known.zero);
        Some(known)
    }

    /// A segment, after waiting for it; `None` when the reel has ended before it.
    async fn segment(self, reel: u32, number: u32) -> Option<Vec<u8>> {
        loop {
            match footage::segment(self.hall.lot, reel, number).await {
                Ok(Some(bytes)) => return Some(bytes),
                Ok(None) | Err(Unheard) => {
                    if self.hall.room.try_with_untracked(|room| room.live()).flatten() != Some(reel) {
                        return None;
                    }
                    self.tell(State::Interrupted);
                    TimeoutFuture::new(700).await;
                }
            }
        }
    }
}
