//! The room's live line: entries as they happen, and all that were missed when the line was down.

use std::cell::Cell;

use domain::help::Help;
use domain::room::Entry;
use domain::{LotId, Timestamp};
use futures::future::{AbortHandle, Abortable, Either, select};
use futures::stream::select as merge;
use futures::{FutureExt, StreamExt};
use gloo_net::eventsource::State;
use gloo_net::eventsource::futures::EventSource;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::on_cleanup;
use leptos::task::spawn_local;

/// How the line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    Live,
    /// Down, and being put up again.
    Retrying,
    /// Down for several attempts; they go on, but the person should know.
    Lost,
}

/// The server speaks every 15 seconds; a line silent for longer than this is dead, whatever the browser thinks.
const LONGEST_SILENCE: u32 = 40;
/// Failures in a row after which the line counts as lost.
const PATIENCE: u32 = 4;

/// Follows a lot's room from the entry after `after` until the current owner is cleaned up. Call it in an effect.
pub fn follow(
    lot: LotId,
    after: u64,
    on_entry: impl Fn(Entry) + 'static,
    on_helps: impl Fn(Vec<Help>) + 'static,
    on_clock: impl Fn(Timestamp) + 'static,
    on_state: impl Fn(Connection) + 'static,
) {
    let line = Line { lot, seen: Cell::new(after), failures: Cell::new(0), told: Cell::new(None) };
    let (handle, registration) = AbortHandle::new_pair();
    on_cleanup(move || handle.abort());
    spawn_local(async move {
        let forever = async {
            loop {
                line.listen(&on_entry, &on_helps, &on_clock, &on_state).await;
                line.failed(&on_state);
                TimeoutFuture::new(back_off(line.failures.get())).await;
            }
        };
        // Aborted when the page is left, which drops the source and closes it.
        let _: Result<(), _> = Abortable::new(forever, registration).await;
    });
}

/// Milliseconds to wait for the first word of a line.
const FIRST_WORD: u32 = 8000;

/// Opens the room's line once and hears whether anything comes through: a proxy that gathers answers before it passes
/// them on keeps a line silent that looks open.
pub async fn is_heard(lot: LotId) -> bool {
    let word = async {
        // After an entry that never comes, so that only the clock is told.
        let mut source = EventSource::new(&format!("/api/rooms/{lot}/events?after={}", u32::MAX)).ok()?;
        let mut clocks = source.subscribe("clock").ok()?;
        clocks.next().await?.ok()
    };
    matches!(select(word.boxed_local(), TimeoutFuture::new(FIRST_WORD)).await, Either::Left((Some(_), _)))
}

struct Line {
    lot: LotId,
    /// Sequence of the last entry seen.
    seen: Cell<u64>,
    /// Failures since something was heard.
    failures: Cell<u32>,
    told: Cell<Option<Connection>>,
}

impl Line {
    /// Listens until the line breaks for good. The browser mends short breaks by itself, with `Last-Event-ID`.
    async fn listen(
        &self,
        on_entry: &impl Fn(Entry),
        on_helps: &impl Fn(Vec<Help>),
        on_clock: &impl Fn(Timestamp),
        on_state: &impl Fn(Connection),
    ) -> Option<()> {
        let address = format!("/api/rooms/{}/events?after={}", self.lot, self.seen.get());
        let mut source = EventSource::new(&address).ok()?;
        let entries = source.subscribe("message").ok()?;
        let clocks = source.subscribe("clock").ok()?;
        let helps = source.subscribe("helps").ok()?;
        let mut messages = merge(merge(entries, helps), clocks);
        let mut silence = 0;
        loop {
            let next = select(messages.next(), TimeoutFuture::new(1000)).map(|either| match either {
                Either::Left((message, _)) => Some(message),
                Either::Right(_) => None,
            });
            match next.await {
                Some(message) => {
                    let (kind, event) = message?.ok()?;
                    silence = 0;
                    self.failures.set(0);
                    self.tell(Connection::Live, on_state);
                    let data = event.data().as_string()?;
                    match kind.as_str() {
                        "clock" => on_clock(Timestamp::from_millis(data.trim().parse().ok()?)),
                        "helps" => on_helps(serde_json::from_str(&data).ok()?),
                        _ => self.take(serde_json::from_str(&data).ok()?, on_entry),
                    }
                }
                None => {
                    silence += 1;
                    match source.state() {
                        State::Open => self.tell(Connection::Live, on_state),
                        State::Connecting if silence > 1 => self.tell(Connection::Retrying, on_state),
                        State::Connecting | State::Closed => {}
                    }
                    if silence > LONGEST_SILENCE {
                        return None;
                    }
                }
            }
        }
    }

    /// An entry that a replay brings again is dropped.
    fn take(&self, entry: Entry, on_entry: &impl Fn(Entry)) {
        if entry.seq > self.seen.get() {
            self.seen.set(entry.seq);
            on_entry(entry);
        }
    }

    fn failed(&self, on_state: &impl Fn(Connection)) {
        self.failures.set(self.failures.get() + 1);
        let state = if self.failures.get() < PATIENCE { Connection::Retrying } else { Connection::Lost };
        self.tell(state, on_state);
    }

    /// Tells a change once.
    fn tell(&self, state: Connection, on_state: &impl Fn(Connection)) {
        if self.told.replace(Some(state)) != Some(state) {
            on_state(state);
        }
    }
}

/// Milliseconds before the next attempt: 1, 2, 4, 8, then 15 seconds.
fn back_off(failures: u32) -> u32 {
    (500_u32 << failures.min(5)).min(15_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_come_less_often_but_never_end() {
        assert_eq!([1, 2, 3, 4, 5, 50].map(back_off), [1000, 2000, 4000, 8000, 15_000, 15_000]);
    }
}
