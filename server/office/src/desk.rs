//! The desk at which commits queue. Forcing a transaction to disk takes far longer than writing it, so the bids that
//! arrive meanwhile share the next one: each is checked and written by itself, one after the other, all become durable
//! together, and only then is any of them answered, be it with a receipt or a refusal.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::view::MyBid;
use tokio::sync::oneshot;

use crate::commit::Checked;
use crate::facts::Facts;
use crate::{Error, Office};

/// Bids that share a transaction at most: the first of them waits for the last.
const MOST_TOGETHER: usize = 64;

#[derive(Default)]
pub struct Desk(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    waiting: Vec<Waiting>,
    /// Somebody is at work and will look again.
    attended: bool,
}

struct Waiting {
    bid: Checked,
    answer: oneshot::Sender<Result<MyBid, Error>>,
}

impl Office {
    /// Commits a bid; durable once it is answered. Whoever stops waiting for the answer takes nothing back.
    pub(crate) async fn hand_in(&self, bid: Checked) -> Result<MyBid, Error> {
        let (answer, answered) = oneshot::channel();
        if self.1.join(Waiting { bid, answer }) {
            tokio::spawn(self.clone().attend());
        }
        answered.await.map_err(Error::internal)?
    }

    /// Works until nobody waits.
    async fn attend(self) {
        while let Some(together) = self.1.next() {
            let office = self.clone();
            // In a task of its own: a panic there is the trouble of those who share it, and the desk goes on.
            let settled = tokio::spawn(async move { office.settle(together).await }).await;
            if let Err(error) = settled {
                tracing::error!(%error, "commits were given up");
            }
        }
    }

    async fn settle(&self, together: Vec<Waiting>) {
        let (bids, answers): (Vec<_>, Vec<_>) = together.into_iter().map(|one| (one.bid, one.answer)).unzip();
        for (answer, outcome) in answers.into_iter().zip(self.outcomes(&bids).await) {
            // Nobody there to hear it is no failure.
            let _ = answer.send(outcome);
        }
    }

    /// One bid's trouble is not its neighbours': when a transaction fails, each bid is tried in one of its own.
    async fn outcomes(&self, bids: &[Checked]) -> Vec<Result<MyBid, Error>> {
        match self.commit_together(bids).await {
            Ok(outcomes) => outcomes,
            Err(trouble) if bids.len() == 1 => vec![Err(trouble)],
            Err(_) => {
                let mut outcomes = Vec::with_capacity(bids.len());
                for bid in bids {
                    outcomes.extend(Box::pin(self.outcomes(std::slice::from_ref(bid))).await);
                }
                outcomes
            }
        }
    }

    /// A refusal is an outcome; trouble undoes them all.
    async fn commit_together(&self, bids: &[Checked]) -> Result<Vec<Result<MyBid, Error>>, Error> {
        let tx = self.0.store.write().await?;
        let facts = Facts::read(&tx, bids).await?;
        let mut outcomes = Vec::with_capacity(bids.len());
        for bid in bids {
            outcomes.push(match self.commit_checked(&tx, &facts, bid).await {
                Err(Error::Refused(refusal)) => Err(refusal.into()),
                done => Ok(done?),
            });
        }
        tx.commit().await?;
        Ok(outcomes)
    }
}

impl Desk {
    /// Whether nobody attends to the desk, which is then the caller's to do.
    fn join(&self, one: Waiting) -> bool {
        let mut queue = self.queue();
        queue.waiting.push(one);
        !std::mem::replace(&mut queue.attended, true)
    }

    /// Those who have waited longest, each bid once; when nobody waits, the desk is left.
    fn next(&self) -> Option<Vec<Waiting>> {
        let mut queue = self.queue();
        let mut seen = HashSet::new();
        let first_of_each = queue.waiting.iter().take(MOST_TOGETHER).take_while(|one| seen.insert(one.bid.bid.id));
        let together = first_of_each.count();
        queue.attended = together > 0;
        queue.attended.then(|| queue.waiting.drain(..together).collect())
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        // A queue is whole after any panic elsewhere.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
