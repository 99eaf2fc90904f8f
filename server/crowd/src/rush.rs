//! The rush: many lines, each committing one bid after the other until none is left or the server is gone.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use domain::view::MyBid;
use futures::future::join_all;
use http::StatusCode;

use crate::{Answer, Bid, Bidder, Line};

/// A bidder and its bid at the rush.
#[derive(Clone)]
pub struct Entry {
    pub bidder: Arc<Bidder>,
    pub bid: Arc<Bid>,
    /// Whether its pieces are there already; otherwise it sends them first.
    pub uploaded: bool,
}

/// What a bidder knows afterwards.
pub enum Fate {
    /// It has the answer to its commit, with the receipt.
    Acknowledged(MyBid),
    /// It was refused, with this answer.
    Refused(StatusCode, String),
    /// The line broke before an answer came.
    Unanswered,
}

pub struct Outcome {
    /// Which of the entries.
    pub entry: usize,
    pub fate: Fate,
    /// From sending the commit to its whole answer.
    pub taken: Duration,
}

/// The entries of one rush and how far it is.
pub struct Rush {
    pub entries: Vec<Entry>,
    next: AtomicUsize,
    acknowledged: AtomicUsize,
}

impl Rush {
    #[must_use]
    pub fn new(entries: Vec<Entry>) -> Arc<Self> {
        Arc::new(Self { entries, next: AtomicUsize::default(), acknowledged: AtomicUsize::default() })
    }

    /// How many bidders have their receipt by now.
    #[must_use]
    pub fn acknowledged(&self) -> usize {
        self.acknowledged.load(Ordering::Relaxed)
    }

    /// Rushes on `lines` connections. Entries that no line came to before the server was gone have no outcome.
    ///
    /// # Errors
    /// When nobody listens at the beginning.
    pub async fn run(self: &Arc<Self>, port: u16, lines: usize) -> Result<Vec<Outcome>> {
        let mut open = Vec::with_capacity(lines);
        for _ in 0..lines {
            open.push(Line::open(port).await?);
        }
        let runners: Vec<_> = open.into_iter().map(|line| tokio::spawn(Arc::clone(self).on_one(line))).collect();
        let mut outcomes = Vec::with_capacity(self.entries.len());
        for ran in join_all(runners).await {
            outcomes.extend(ran?);
        }
        Ok(outcomes)
    }

    async fn on_one(self: Arc<Self>, mut line: Line) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        loop {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(entry) = self.entries.get(index) else { return outcomes };
            let outcome = entry.play(&mut line, index).await;
            match outcome.fate {
                Fate::Acknowledged(_) => drop(self.acknowledged.fetch_add(1, Ordering::Relaxed)),
                Fate::Refused(..) => {}
                Fate::Unanswered => {
                    outcomes.push(outcome);
                    return outcomes;
                }
            }
            outcomes.push(outcome);
        }
    }
}

impl Entry {
    /// Sends what is not there yet, and commits.
    pub async fn play(&self, line: &mut Line, index: usize) -> Outcome {
        let sent = if self.uploaded { Ok(()) } else { self.send(line).await };
        let start = now();
        let fate = match sent {
            Ok(()) => self.commit(line).await.unwrap_or(Fate::Unanswered),
            Err(fate) => fate,
        };
        Outcome { entry: index, fate, taken: start.elapsed() }
    }

    /// Sends every piece of the bid.
    async fn send(&self, line: &mut Line) -> Result<(), Fate> {
        for piece in self.bid.all_pieces() {
            let sent = line.put_piece(&self.bidder.cookie, self.bid.id, piece).await;
            let answer = sent.map_err(|_| Fate::Unanswered)?;
            if answer.status != StatusCode::NO_CONTENT {
                return Err(refused(&answer));
            }
        }
        Ok(())
    }

    async fn commit(&self, line: &mut Line) -> Result<Fate> {
        let answer = line.call(&self.bidder.cookie, "commit_bid", &self.bid.commitment()).await?;
        Ok(match serde_json::from_slice(&answer.body) {
            Ok(mine) if answer.status == StatusCode::OK => Fate::Acknowledged(mine),
            _ => refused(&answer),
        })
    }
}

fn refused(answer: &Answer) -> Fate {
    Fate::Refused(answer.status, String::from_utf8_lossy(&answer.body).into_owned())
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
fn now() -> Instant {
    Instant::now()
}
