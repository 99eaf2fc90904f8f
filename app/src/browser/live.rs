//! The room's live line: entries as they happen, and all that were missed when the line was down. The tabs of a browser
//! that show one room share one line ([`tabs`]).

mod tabs;

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

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

use tabs::{Tabs, Turn};

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
/// Seconds that the browser may take to mend a line by itself.
const LONGEST_MENDING: u32 = 8;
/// Failures in a row after which the line counts as lost.
const PATIENCE: u32 = 4;

/// What becomes of what is heard.
pub struct Ears {
    pub entry: Box<dyn Fn(Entry)>,
    pub helps: Box<dyn Fn(Vec<Help>)>,
    pub clock: Box<dyn Fn(Timestamp)>,
    pub state: Box<dyn Fn(Connection)>,
}

/// Follows a lot's room from the entry after `after` until the current owner is cleaned up. Call it in an effect. Tabs
/// in which the same person, `who`, is signed in share a line.
pub fn follow(lot: LotId, who: impl Future<Output = String> + 'static, after: u64, ears: Ears) {
    let line = Rc::new(Line {
        lot,
        ears,
        seen: Cell::new(after),
        last: RefCell::default(),
        failures: Cell::new(0),
        silence: Cell::new(0),
        told: Cell::new(None),
        speaking: Cell::new(false),
        tabs: OnceCell::new(),
    });
    let (handle, registration) = AbortHandle::new_pair();
    on_cleanup(move || handle.abort());
    let staying = async move {
        let name = format!("kaibiao-room-{lot}-{}", who.await);
        let hearing = Rc::downgrade(&line);
        let hear = move |kind: &str, data: &str| {
            if let Some(line) = hearing.upgrade() {
                line.heard(kind, data);
            }
        };
        if let Some(tabs) = Tabs::join(&name, hear) {
            drop(line.tabs.set(tabs));
        }
        line.stay(&name).await;
    };
    // Aborted when the page is left, which drops the source and closes it, and lets another tab speak.
    spawn_local(async move {
        let _: Result<(), _> = Abortable::new(staying, registration).await;
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
        let mut clocks = source.subscribe(CLOCK).ok()?;
        clocks.next().await?.ok()
    };
    matches!(select(word.boxed_local(), TimeoutFuture::new(FIRST_WORD)).await, Either::Left((Some(_), _)))
}

struct Line {
    lot: LotId,
    ears: Ears,
    /// Sequence of the last entry seen.
    seen: Cell<u64>,
    /// The last entry, for a tab that joins.
    last: RefCell<Option<String>>,
    /// Failures since something was heard.
    failures: Cell<u32>,
    /// Seconds since something was heard.
    silence: Cell<u32>,
    told: Cell<Option<Connection>>,
    /// Whether it listens itself, and passes on what it hears.
    speaking: Cell<bool>,
    /// Unless tabs cannot speak with one another here.
    tabs: OnceCell<Tabs>,
}

impl Line {
    /// Hears what another tab passes on; once it is this tab's turn, or all are silent, listens itself.
    async fn stay(&self, name: &str) {
        let turn = self.tabs.get().and_then(|_| Turn::ask(name));
        if let Some(turn) = &turn {
            self.pass_on(tabs::HELLO, "");
            // It is given at once where nobody has it.
            TimeoutFuture::new(30).await;
            while !turn.is_given() && self.silence.get() <= LONGEST_SILENCE {
                TimeoutFuture::new(1000).await;
                self.silence.set(self.silence.get() + 1);
            }
        }
        self.speaking.set(true);
        loop {
            self.listen().await;
            self.failures.set(self.failures.get() + 1);
            self.tell(self.broken());
            TimeoutFuture::new(back_off(self.failures.get(), js_sys::Math::random())).await;
        }
    }

    fn broken(&self) -> Connection {
        if self.failures.get() < PATIENCE { Connection::Retrying } else { Connection::Lost }
    }

    fn pass_on(&self, kind: &str, data: &str) {
        if let Some(tabs) = self.tabs.get() {
            tabs.tell(kind, data);
        }
    }

    /// What another tab says.
    fn heard(&self, kind: &str, data: &str) {
        if kind != tabs::HELLO {
            self.word(kind, data);
        } else if self.speaking.get() {
            // Somebody has joined: where we are, so that it sees whether it lacks something.
            if let Some(entry) = &*self.last.borrow() {
                self.pass_on(MESSAGE, entry);
            }
            if let Some(state) = self.told.get() {
                self.pass_on(tabs::STATE, state.name());
            }
        }
    }

    fn word(&self, kind: &str, data: &str) -> Option<()> {
        self.silence.set(0);
        match kind {
            MESSAGE => self.take(serde_json::from_str(data).ok()?),
            CLOCK => (self.ears.clock)(Timestamp::from_millis(data.trim().parse().ok()?)),
            HELPS => (self.ears.helps)(serde_json::from_str(data).ok()?),
            _ => {}
        }
        self.show(Connection::from_name(data).filter(|_| kind == tabs::STATE).unwrap_or(Connection::Live));
        Some(())
    }

    /// Listens until the line breaks for longer, and passes on what it hears. The browser mends short breaks by itself,
    /// with `Last-Event-ID`.
    async fn listen(&self) -> Option<()> {
        let address = format!("/api/rooms/{}/events?after={}", self.lot, self.seen.get());
        let mut source = EventSource::new(&address).ok()?;
        let (entries, helps) = (source.subscribe(MESSAGE).ok()?, source.subscribe(HELPS).ok()?);
        let mut messages = merge(merge(entries, helps), source.subscribe(CLOCK).ok()?);
        self.silence.set(0);
        loop {
            let next = select(messages.next(), TimeoutFuture::new(1000)).map(|either| match either {
                Either::Left((message, _)) => Some(message),
                Either::Right(_) => None,
            });
            match next.await {
                Some(message) => {
                    let (kind, event) = message?.ok()?;
                    self.failures.set(0);
                    let data = event.data().as_string()?;
                    self.word(&kind, &data)?;
                    self.pass_on(&kind, &data);
                    if kind == MESSAGE {
                        self.last.replace(Some(data));
                    }
                }
                None => {
                    self.silence.set(self.silence.get() + 1);
                    match source.state() {
                        State::Open => self.tell(Connection::Live),
                        // Short breaks the browser mends itself; it does not say when it cannot.
                        State::Connecting if self.silence.get() > LONGEST_MENDING => return None,
                        State::Connecting if self.silence.get() > 1 => self.tell(self.broken()),
                        State::Connecting | State::Closed => {}
                    }
                    if self.silence.get() > LONGEST_SILENCE {
                        return None;
                    }
                }
            }
        }
    }

    /// An entry that a replay brings again is dropped.
    fn take(&self, entry: Entry) {
        if entry.seq > self.seen.get() {
            self.seen.set(entry.seq);
            (self.ears.entry)(entry);
        }
    }

    /// Tells a change once, here and in the other tabs.
    fn tell(&self, state: Connection) {
        if self.show(state) {
            self.pass_on(tabs::STATE, state.name());
        }
    }

    fn show(&self, state: Connection) -> bool {
        let changed = self.told.replace(Some(state)) != Some(state);
        if changed {
            (self.ears.state)(state);
        }
        changed
    }
}

/// Kinds of events on the line.
const MESSAGE: &str = "message";
const CLOCK: &str = "clock";
const HELPS: &str = "helps";

impl Connection {
    const ALL: [Self; 3] = [Self::Live, Self::Retrying, Self::Lost];

    const fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Retrying => "retrying",
            Self::Lost => "lost",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Milliseconds before the next attempt: about 1, 2, 4, 8, then 15 seconds; `chance`, below 1, spreads the many who lost
/// their lines at one moment.
fn back_off(failures: u32, chance: f64) -> u32 {
    let about = (500_u32 << failures.min(5)).min(15_000);
    (f64::from(about) * (0.5 + chance)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_come_less_often_but_never_end_and_not_all_at_once() {
        let about = |chance| [1, 2, 3, 4, 5, 50].map(|failures| back_off(failures, chance));
        assert_eq!(about(0.5), [1000, 2000, 4000, 8000, 15_000, 15_000]);
        assert_eq!(about(0.0), [500, 1000, 2000, 4000, 7500, 7500]);
        assert!(about(0.999).iter().zip(about(0.5)).all(|(late, middle)| *late > middle && *late < 2 * middle));
    }
}
