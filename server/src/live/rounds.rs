//! Whatever is told is sent in rounds: a thread for each core goes over all lines and writes straight into their sockets,
//! which costs less than to wake a task for each. A line whose socket is full leaves the round and comes back when it has
//! caught up, so that nobody waits for it.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, LazyLock};
use std::thread::available_parallelism;
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::Notify;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::task::yield_now;
use tokio::time::{Instant, interval};

use super::line::{Line, Sent};

/// After so many lines others have their turn.
const SLICE: usize = 64;

/// How often it is looked whose clock is due, and who has gone.
const LOOK: Duration = Duration::from_secs(1);

/// Threads that do nothing else, for all rooms, each kept on its core. Among the server's own threads, or where the system
/// places them, two parts of a room come to stand on one core in every fifth round, and the second waits for the first
/// while the other core has nothing to do.
static HANDS: LazyLock<Vec<Runtime>> = LazyLock::new(|| (0..cores()).map_while(|core| hand(core).ok()).collect());

fn cores() -> usize {
    available_parallelism().map_or(1, usize::from)
}

fn hand(core: usize) -> io::Result<Runtime> {
    let mut hand = Builder::new_multi_thread();
    hand.worker_threads(1).thread_name("rounds").on_thread_start(move || keep_on(core)).enable_all().build()
}

/// Keeps this thread on the nth of the cores that the process may use. Elsewhere than on Linux, and where that is
/// forbidden, it runs wherever it is put.
fn keep_on(core: usize) {
    #[cfg(target_os = "linux")]
    {
        use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

        let Ok(ours) = sched_getaffinity(None) else { return };
        let Some(core) = (0..CpuSet::MAX_CPU).filter(|core| ours.is_set(*core)).nth(core) else { return };
        let mut one = CpuSet::new();
        one.set(core);
        if let Err(error) = sched_setaffinity(None, &one) {
            tracing::debug!(%error, "a thread of the rounds stays on no core");
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _everywhere = core;
}

/// The lines of a room, in as many parts as there are cores. They end with it.
pub struct Rounds {
    parts: Vec<Part>,
    next: AtomicUsize,
}

struct Part {
    joins: UnboundedSender<Line>,
    /// More has been told. Said during a round, it leads to another: a line that was not reached yet is sent all at once.
    more: Arc<Notify>,
}

impl Rounds {
    pub fn begin() -> Self {
        Self { parts: (0..cores()).map(Part::begin).collect(), next: AtomicUsize::new(0) }
    }

    pub fn join(&self, line: Line) {
        let part = self.next.fetch_add(1, Relaxed) % self.parts.len();
        // A part ends with the room alone, which every line keeps.
        drop(self.parts[part].joins.send(line));
    }

    /// Has all lines told; does not wait for it.
    pub fn tell(&self) {
        self.parts.iter().for_each(|part| part.more.notify_one());
    }
}

impl Part {
    fn begin(n: usize) -> Self {
        let ((joins, joining), more) = (mpsc::unbounded_channel(), Arc::new(Notify::new()));
        let keep = keep(joining, Arc::clone(&more), Handle::current());
        match HANDS.get(n) {
            Some(hand) => drop(hand.spawn(keep)),
            None => drop(tokio::spawn(keep)),
        }
        Self { joins, more }
    }
}

/// Who falls behind catches up among the server's own tasks.
async fn keep(mut joining: UnboundedReceiver<Line>, more: Arc<Notify>, server: Handle) {
    let (mut lines, mut look) = (Vec::new(), interval(LOOK));
    loop {
        tokio::select! {
            biased;
            line = joining.recv() => match line {
                Some(line) => {
                    lines.push(line);
                    // More may have been told while it came.
                    let last = lines.len() - 1;
                    round(&mut lines, last, &server).await;
                }
                None => return,
            },
            () = more.notified() => round(&mut lines, 0, &server).await,
            _ = look.tick() => {
                lines.retain(|line| !line.has_hung_up());
                round(&mut lines, 0, &server).await;
            }
        }
    }
}

/// Tells all lines from this one on.
async fn round(lines: &mut Vec<Line>, mut at: usize, server: &Handle) {
    while at < lines.len() {
        let now = Instant::now();
        for _ in 0..SLICE {
            match lines.get_mut(at).map(|line| line.send(now)) {
                Some(Sent::All) => at += 1,
                Some(Sent::Part) => drop(server.spawn(lines.swap_remove(at).catch_up())),
                Some(Sent::Gone) => drop(lines.swap_remove(at)),
                None => return,
            }
        }
        yield_now().await;
    }
}
