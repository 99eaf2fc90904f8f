//! One listener's line. Calls for help are no events of the room: each listener is sent those that it may know of,
//! whenever they have changed, and a visitor never any.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use domain::Caller;
use domain::help::Help;
use futures::stream::{self, Stream};
use office::HelpBook;
use tokio::sync::watch;
use tokio::time::{Instant, Sleep, sleep_until};

use super::feed::{Feed, Told};

/// How often the server's clock is told, which also keeps proxies from closing the line.
const BEAT: Duration = Duration::from_secs(15);

/// Milliseconds that a browser waits before it comes back: another number for each, so that after a restart not all come at
/// once.
const BACK: (u32, u32) = (500, 4000);

pub struct Line {
    feed: Arc<Feed>,
    told: watch::Receiver<Told>,
    /// Entries sent so far, or asked to be left out.
    sent: usize,
    helped: Option<Helped>,
    /// Put off at each beat alone: thousands of lines wake at each event.
    next_beat: Pin<Box<Sleep>>,
}

/// What somebody who is signed in was last sent.
struct Helped {
    caller: Caller,
    book: Option<Arc<HelpBook>>,
    seen: Vec<Help>,
}

impl Line {
    /// From the entry after `after` on.
    pub fn new(feed: Arc<Feed>, caller: Caller, after: u64) -> Self {
        let told = feed.listen();
        let helped = caller.person.is_some().then(|| Helped { caller, book: None, seen: Vec::new() });
        let sent = usize::try_from(after).unwrap_or(usize::MAX);
        Self { feed, told, sent, helped, next_beat: Box::pin(sleep_until(Instant::now())) }
    }

    /// Without end: it ends when the browser goes.
    pub fn frames(self) -> impl Stream<Item = Result<Bytes, Infallible>> {
        stream::unfold(self, |mut line| async move {
            let frame = line.next().await?;
            Some((Ok(frame), line))
        })
    }

    /// The next frame, after waiting for it.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(frame) = self.unsent() {
                return Some(frame);
            }
            tokio::select! {
                biased;
                told = self.told.changed() => told.ok()?,
                () = &mut self.next_beat => {
                    let next = self.next_beat.deadline() + BEAT;
                    self.next_beat.as_mut().reset(next);
                    return Some(self.clock());
                }
            }
        }
    }

    fn unsent(&mut self) -> Option<Bytes> {
        let told = self.told.borrow_and_update();
        if let Some(frame) = told.frames.get(self.sent) {
            self.sent += 1;
            return Some(frame.clone());
        }
        self.helped.as_mut()?.changed(&told.helps)
    }

    fn clock(&self) -> Bytes {
        let (least, most) = BACK;
        let back = least + getrandom::u32().unwrap_or_default() % (most - least);
        format!("event: clock\nretry: {back}\ndata: {}\n\n", self.feed.now().millis()).into()
    }
}

impl Helped {
    /// The calls that the caller may know of, if they have changed.
    fn changed(&mut self, book: &Arc<HelpBook>) -> Option<Bytes> {
        if self.book.as_ref().is_some_and(|known| Arc::ptr_eq(known, book)) {
            return None;
        }
        self.book = Some(Arc::clone(book));
        let seen = book.seen_by(&self.caller);
        if seen == self.seen {
            return None;
        }
        self.seen = seen;
        let json = serde_json::to_string(&self.seen).ok()?;
        Some(format!("event: helps\ndata: {json}\n\n").into())
    }
}
