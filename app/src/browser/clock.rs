//! The server's clock, shown in the browser. This machine's own clock may be wrong; only its pace is used.

use domain::Timestamp;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Date, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

/// From here on a countdown is looked at more often than once a second.
const LAST_MINUTE: i64 = 60_000;

/// The server's time: still while a page is rendered, then ticking until the page that started it is left.
#[derive(Clone, Copy)]
pub struct Clock {
    now: RwSignal<Timestamp>,
    /// Milliseconds by which the server is ahead of this machine; known once the clock ticks.
    ahead: RwSignal<Option<i64>>,
    /// The moments that somebody waits for.
    awaited: StoredValue<Vec<Timestamp>>,
}

impl Clock {
    /// Starts a clock for all parts below and puts it in context. `now` is the server's time in the view shown.
    pub fn provide(now: Timestamp) -> Self {
        let clock = Self::start(now);
        provide_context(clock);
        clock
    }

    /// Starts a clock from the server's time in a view that has just arrived.
    #[must_use]
    pub fn start(now: Timestamp) -> Self {
        let clock = Self { now: RwSignal::new(now), ahead: RwSignal::new(None), awaited: StoredValue::new(Vec::new()) };
        let with_document = Owner::current_shared_context().is_some_and(|shared| shared.during_hydration());
        Effect::new(move || {
            let arrived = if with_document { document_arrived() } else { None }.unwrap_or_else(Date::now);
            clock.ahead.set(Some(now.millis() - arrived as i64));
            spawn_local(clock.tick());
        });
        clock
    }

    /// The server's time; follows the clock.
    #[must_use]
    pub fn now(self) -> Timestamp {
        self.now.get()
    }

    /// Milliseconds until `moment`, never negative; follows the clock.
    #[must_use]
    pub fn until(self, moment: Timestamp) -> Signal<i64> {
        self.awaited.update_value(|awaited| awaited.push(moment));
        Signal::derive(move || moment.since(self.now.get()).max(0))
    }

    /// Milliseconds by which the server is ahead of this machine, once that is known.
    #[must_use]
    pub fn ahead(self) -> Signal<Option<i64>> {
        self.ahead.into()
    }

    /// The server has just said what time it is.
    pub fn set(self, now: Timestamp) {
        self.ahead.set(Some(now.millis() - Date::now() as i64));
        self.now.set(now);
    }

    /// Until the signal is gone with the page that owns it.
    async fn tick(self) {
        while let Some(ahead) = self.ahead.try_get_untracked() {
            let now = Timestamp::from_millis(Date::now() as i64 + ahead.unwrap_or(0));
            if self.now.try_set(now).is_some() {
                return;
            }
            let near = self.awaited.try_with_value(|awaited| awaited.iter().any(|moment| is_near(*moment, now)));
            TimeoutFuture::new(pause(now, near.unwrap_or(false))).await;
        }
    }
}

fn is_near(moment: Timestamp, now: Timestamp) -> bool {
    (0..=LAST_MINUTE).contains(&moment.since(now))
}

/// To the next full second, or a quarter of one.
fn pause(now: Timestamp, near: bool) -> u32 {
    if near { 250 } else { 1000 - now.millis().rem_euclid(1000) as u32 }
}

/// When the document began to arrive, by this machine's clock: much nearer to the server's `now` in it than the
/// moment, perhaps seconds later, at which the page comes alive.
fn document_arrived() -> Option<f64> {
    let timing = ["performance", "timing", "responseStart"]
        .into_iter()
        .try_fold(JsValue::from(web_sys::window()?), |at, name| Reflect::get(&at, &JsValue::from(name)).ok())?;
    timing.as_f64().filter(|millis| *millis > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_ticks_on_the_full_second_and_four_times_as_fast_in_the_last_minute() {
        let now = Timestamp::from_millis(1_700_000_000_300);
        assert_eq!(pause(now, false), 700);
        assert_eq!(pause(now.plus_millis(-300), false), 1000);
        assert_eq!(pause(now, true), 250);
        assert!(is_near(now.plus_seconds(60), now) && is_near(now, now));
        assert!(!is_near(now.plus_millis(60_001), now) && !is_near(now.plus_millis(-1), now));
    }
}
