//! Many who watch one room, each on a line of its own, as browsers would: over server-sent events, or over the WebSocket
//! of socket.io. What each hears is counted in one [`Tally`]; who is cut off comes back after the time it was told.

mod sse;
mod tally;
mod websocket;

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use anyhow::{Result, ensure};
use domain::LotId;
use memchr::memmem;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;
use tokio::time::sleep;

pub use tally::Tally;

/// So many lines are put up at a time.
const HANDS: usize = 100;

/// What the watchers speak.
#[derive(Clone, Copy)]
pub enum Speech {
    /// Ours: the live line of a room.
    Events(LotId),
    /// Engine.IO 4 over WebSocket, the default namespace.
    SocketIo,
}

/// Watching until it is dropped.
pub struct Watchers {
    pub tally: Arc<Tally>,
    many: usize,
    watching: Vec<Runtime>,
}

impl Watchers {
    /// Puts up `many` lines to a port of this machine, and waits until all stand.
    ///
    /// # Errors
    /// When they do not stand within two minutes.
    pub async fn new(many: usize, port: u16, speech: Speech) -> Result<Self> {
        let (tally, hands) = (Arc::new(Tally::default()), Arc::new(Semaphore::new(HANDS)));
        let watching = (0..available_parallelism()?.get()).map(|_| alone()).collect::<Result<Vec<_>>>()?;
        for n in 0..many {
            watching[n % watching.len()].spawn(watch(Arc::clone(&tally), Arc::clone(&hands), port, speech));
        }
        let watchers = Self { watching, tally, many };
        watchers.all_stand(Duration::from_secs(120)).await?;
        Ok(watchers)
    }

    /// # Errors
    /// When they do not all stand in time.
    pub async fn all_stand(&self, patience: Duration) -> Result<()> {
        self.until(patience, || self.tally.standing(), "stand").await
    }

    /// Waits until all have heard this event.
    ///
    /// # Errors
    /// When they have not in time.
    pub async fn all_heard(&self, seq: u64, patience: Duration) -> Result<()> {
        self.until(patience, || self.tally.event(seq).heard, "have heard it").await
    }

    async fn until(&self, patience: Duration, count: impl Fn() -> usize, what: &str) -> Result<()> {
        let step = Duration::from_millis(10);
        for _ in 0..patience.as_millis() / step.as_millis() {
            if count() >= self.many {
                return Ok(());
            }
            sleep(step).await;
        }
        ensure!(count() >= self.many, "only {} of {} watchers {what} after {patience:?}", count(), self.many);
        Ok(())
    }
}

impl Drop for Watchers {
    fn drop(&mut self) {
        self.watching.drain(..).for_each(Runtime::shutdown_background);
    }
}

/// One thread, to which nobody else hands work: that would cost the crowd more than its hearing, and the server's time.
fn alone() -> Result<Runtime> {
    Ok(Builder::new_multi_thread().worker_threads(1).enable_all().build()?)
}

/// One watcher: comes, listens, and comes back whenever it is cut off.
async fn watch(tally: Arc<Tally>, hands: Arc<Semaphore>, port: u16, speech: Speech) {
    let (mut seen, mut back) = (0, Duration::from_secs(3));
    loop {
        // How it ended does not matter: it comes back.
        drop(once(&tally, &hands, port, speech, &mut seen, &mut back).await);
        sleep(back).await;
    }
}

async fn once(
    tally: &Tally,
    hands: &Semaphore,
    port: u16,
    speech: Speech,
    seen: &mut u64,
    back: &mut Duration,
) -> Result<()> {
    let hand = hands.acquire().await?;
    let mut line = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
    match speech {
        Speech::Events(lot) => {
            sse::ask(&mut line, lot, *seen).await?;
            drop(hand);
            let _standing = tally.stand();
            sse::listen(&mut line, |seq, at| tally.hear(seen, seq, at), back).await
        }
        Speech::SocketIo => {
            websocket::ask(&mut line).await?;
            drop(hand);
            let _standing = tally.stand();
            websocket::listen(&mut line, |seq, at| tally.hear(seen, seq, at)).await
        }
    }
}

/// The head of an answer, with its empty line.
async fn head(line: &mut TcpStream) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(line.read_u8().await?);
    }
    Ok(head)
}

/// The number and the time of an entry, as they stand in its JSON.
fn entry(text: &[u8]) -> Option<(u64, i64)> {
    Some((number(text, b"\"seq\":")?, i64::try_from(number(text, b"\"at\":")?).ok()?))
}

/// The digits behind the first `name`.
fn number(text: &[u8], name: &[u8]) -> Option<u64> {
    let start = memmem::find(text, name)? + name.len();
    let digits = text[start..].iter().take_while(|byte| byte.is_ascii_digit());
    Some(digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
}
