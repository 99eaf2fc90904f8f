//! Whatever is told is sent in rounds: a few tasks go over all lines and write straight into their sockets, which costs
//! less than to wake a task for each. A line whose socket is full leaves the round and comes back when it has caught up,
//! so that nobody waits for it.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread::available_parallelism;
use std::time::Duration;

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::task::yield_now;
use tokio::time::{Instant, interval};

use super::line::{Line, Sent};

/// After so many lines others have their turn.
const SLICE: usize = 64;

/// How often it is looked whose clock is due, and who has gone.
const LOOK: Duration = Duration::from_secs(1);

/// The lines of a room, in as many parts as there are cores. They end with it.
pub struct Rounds {
    parts: Vec<UnboundedSender<Word>>,
    next: AtomicUsize,
}

enum Word {
    Join(Line),
    /// More has been told; to be dropped when everybody was sent it.
    More(mpsc::Sender<()>),
}

impl Rounds {
    pub fn begin() -> Self {
        let cores = available_parallelism().map_or(1, usize::from);
        let part = |_| {
            let (words, heard) = mpsc::unbounded_channel();
            tokio::spawn(keep(heard));
            words
        };
        Self { parts: (0..cores).map(part).collect(), next: AtomicUsize::new(0) }
    }

    pub fn join(&self, line: Line) {
        let part = self.next.fetch_add(1, Relaxed) % self.parts.len();
        // A part ends with the room alone, which every line keeps.
        drop(self.parts[part].send(Word::Join(line)));
    }

    /// Tells all lines; returns when it is done.
    pub async fn tell(&self) {
        let (done, mut all_done) = mpsc::channel(1);
        for part in &self.parts {
            drop(part.send(Word::More(done.clone())));
        }
        drop(done);
        all_done.recv().await;
    }
}

async fn keep(mut words: UnboundedReceiver<Word>) {
    let (mut lines, mut look) = (Vec::new(), interval(LOOK));
    loop {
        tokio::select! {
            biased;
            word = words.recv() => match word {
                Some(Word::Join(line)) => {
                    lines.push(line);
                    // More may have been told while it came.
                    let last = lines.len() - 1;
                    round(&mut lines, last).await;
                }
                Some(Word::More(_done)) => round(&mut lines, 0).await,
                None => return,
            },
            _ = look.tick() => {
                lines.retain(|line| !line.has_hung_up());
                round(&mut lines, 0).await;
            }
        }
    }
}

/// Tells all lines from this one on.
async fn round(lines: &mut Vec<Line>, mut at: usize) {
    while at < lines.len() {
        let now = Instant::now();
        for _ in 0..SLICE {
            match lines.get_mut(at).map(|line| line.send(now)) {
                Some(Sent::All) => at += 1,
                Some(Sent::Part) => drop(tokio::spawn(lines.swap_remove(at).catch_up())),
                Some(Sent::Gone) => drop(lines.swap_remove(at)),
                None => return,
            }
        }
        yield_now().await;
    }
}
