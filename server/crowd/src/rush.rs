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
    answered: AtomicUsize,
}

impl Rush {
    #[must_use]
    pub fn new(entries: Vec<Entry>) -> Arc<Self> {
        Arc::new(Self { entries, next: AtomicUsize::default(), answered: AtomicUsize::default() })
    }

    /// How many answers to commits have come by now.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.answered.load(Ordering::Relaxed)
    }

    /// Rushes on these lines. Entries that no line came to before the server was gone have no outcome.
    ///
    /// # Errors
    /// When a line could not be played to its end.
    pub async fn run(self: &Arc<Self>, lines: Vec<Line>) -> Result<Vec<Outcome>> {
        let runners: Vec<_> = lines.into_iter().map(|line| tokio::spawn(Arc::clone(self).on_one(line))).collect();
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
            let outcome = entry.play(&mut line, index, &self.answered).await;
            let gone = matches!(outcome.fate, Fate::Unanswered);
            outcomes.push(outcome);
            if gone {
                return outcomes;
            }
        }
    }
}

impl Entry {
    /// Sends what is not there yet, and commits; `answered` is counted up the moment that the answer is there.
    pub async fn play(&self, line: &mut Line, index: usize, answered: &AtomicUsize) -> Outcome {
        let sent = if self.uploaded { Ok(()) } else { self.send(line).await };
        let start = now();
        let fate = match sent {
            Ok(()) => self.commit(line, answered).await.unwrap_or(Fate::Unanswered),
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

    async fn commit(&self, line: &mut Line, answered: &AtomicUsize) -> Result<Fate> {
        let answer = line.call(&self.bidder.cookie, "commit_bid", &self.bid.commitment()).await?;
        answered.fetch_add(1, Ordering::Relaxed);
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
