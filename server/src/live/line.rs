//! One listener's line. Calls for help are no events of the room: each listener is sent those that it may know of,
//! whenever they have changed, and a visitor never any.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use bytes::Buf;
use domain::Caller;
use domain::help::Help;
use office::HelpBook;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use super::feed::Feed;
use super::frame::Carriage;
use crate::serving::STUCK;

/// Milliseconds until the server's clock is told again, which also keeps proxies from closing the line: another number for
/// each, so that an event does not come upon the beats of thousands.
const BEAT: (u32, u32) = (10_000, 14_000);

/// Milliseconds that a browser waits before it comes back: another number for each, so that after a restart not all come at
/// once.
const BACK: (u32, u32) = (500, 4000);

/// Most frames that are sent by one call.
const AT_ONCE: usize = 64;

pub struct Line {
    feed: Arc<Feed>,
    socket: TcpStream,
    carriage: Carriage,
    /// Entries sent so far, or asked to be left out.
    sent: usize,
    helped: Option<Box<Helped>>,
    next_beat: Instant,
    /// Of what is counted as sent, the part that the socket has not taken.
    rest: Bytes,
}

/// What somebody who is signed in was last sent.
struct Helped {
    caller: Caller,
    book: Option<Arc<HelpBook>>,
    seen: Vec<Help>,
}

/// What has come of sending.
pub enum Sent {
    All,
    /// The socket takes no more for now.
    Part,
    /// The listener has gone.
    Gone,
}

impl Line {
    /// On a socket of which HTTP has sent the head; from the entry after `after` on.
    pub fn new(feed: Arc<Feed>, caller: Caller, after: u64, carriage: Carriage, socket: TcpStream) -> Self {
        let helped = caller.person.is_some().then(|| Box::new(Helped { caller, book: None, seen: Vec::new() }));
        let sent = usize::try_from(after).unwrap_or(usize::MAX);
        Self { feed, socket, carriage, sent, helped, next_beat: Instant::now(), rest: carriage.beginning() }
    }

    /// At the listener's own pace, until it has all and can be told with the others.
    pub async fn catch_up(mut self) {
        loop {
            match self.send(Instant::now()) {
                Sent::All => break,
                Sent::Part => {
                    let Ok(Ok(())) = timeout(STUCK, self.socket.writable()).await else { return };
                }
                Sent::Gone => return,
            }
        }
        Arc::clone(&self.feed).join(self);
    }

    /// Sends what is due, as far as the socket takes it at once.
    pub fn send(&mut self, now: Instant) -> Sent {
        loop {
            while self.rest.has_remaining() {
                match self.socket.try_write(&self.rest) {
                    Ok(taken) => self.rest.advance(taken),
                    Err(error) if error.kind() == ErrorKind::WouldBlock => return Sent::Part,
                    Err(_) => return Sent::Gone,
                }
            }
            match self.due(now) {
                Some(bytes) => self.rest = bytes,
                None => return Sent::All,
            }
        }
    }

    /// Asks the system only when something has come from there. A listener has nothing more to say.
    pub fn has_hung_up(&self) -> bool {
        match self.socket.try_read(&mut [0; 512]) {
            Ok(said) => said == 0,
            Err(error) => error.kind() != ErrorKind::WouldBlock,
        }
    }

    fn due(&mut self, now: Instant) -> Option<Bytes> {
        self.entries().or_else(|| self.helps()).or_else(|| (now >= self.next_beat).then(|| self.clock(now)))
    }

    fn entries(&mut self) -> Option<Bytes> {
        let told = self.feed.told();
        let frames = told.frames.get(self.sent..).unwrap_or_default();
        let frames = &frames[..frames.len().min(AT_ONCE)];
        self.sent += frames.len();
        match frames {
            [] => None,
            [frame] => Some(frame.bytes(self.carriage)),
            more => Some(more.iter().map(|frame| frame.bytes(self.carriage)).collect::<Vec<_>>().concat().into()),
        }
    }

    fn helps(&mut self) -> Option<Bytes> {
        let helped = self.helped.as_mut()?;
        let text = helped.changed(&self.feed.told().helps)?;
        Some(self.carriage.carry(&text))
    }

    fn clock(&mut self, now: Instant) -> Bytes {
        self.next_beat = now + Duration::from_millis(another(BEAT).into());
        let (clock, back) = (self.feed.now().millis(), another(BACK));
        self.carriage.carry(&format!("event: clock\nretry: {back}\ndata: {clock}\n\n"))
    }
}

/// Another number each time.
fn another((least, most): (u32, u32)) -> u32 {
    least + getrandom::u32().unwrap_or_default() % (most - least)
}

impl Helped {
    /// The calls that the caller may know of, if they have changed.
    fn changed(&mut self, book: &Arc<HelpBook>) -> Option<String> {
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
        Some(format!("event: helps\ndata: {json}\n\n"))
    }
}
