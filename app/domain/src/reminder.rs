//! What a bidder is reminded of about one of its own bids while the deadline is near.

use crate::Timestamp;
use crate::bid::BidState;
use crate::stage::StageName;
use crate::view::{LotLine, MyBid};

/// A deadline no further off than this, in milliseconds, is near: three days.
pub const NEAR: i64 = 3 * DAY;
const DAY: i64 = 86_400_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reminder {
    /// Begun, and not lodged.
    Lodge,
    /// Lodged, and its key never tried.
    Rehearse,
    /// The opening is less than a day away.
    Attend,
    /// The opening is under way.
    Enter,
}

/// Whether something may have to be done about a bid now. About one that was taken back nothing has: that was meant.
#[must_use]
pub fn is_near(lot: &LotLine, bid: &MyBid, now: Timestamp) -> bool {
    let left = lot.terms.deadline.since(now);
    match bid.state {
        _ if lot.stage.is_final() || left > NEAR => false,
        BidState::Withdrawn { .. } => false,
        BidState::Uploading => left > 0,
        BidState::Committed { .. } => true,
    }
}

/// The gravest first.
#[must_use]
pub fn reminders(lot: &LotLine, bid: &MyBid, now: Timestamp) -> Vec<Reminder> {
    let left = lot.terms.deadline.since(now);
    match bid.state {
        _ if !is_near(lot, bid, now) => Vec::new(),
        BidState::Uploading | BidState::Withdrawn { .. } => vec![Reminder::Lodge],
        BidState::Committed { .. } if lot.stage != StageName::Scheduled || left <= 0 => vec![Reminder::Enter],
        BidState::Committed { .. } => {
            let rehearse = bid.rehearsed.is_none().then_some(Reminder::Rehearse);
            rehearse.into_iter().chain((left <= DAY).then_some(Reminder::Attend)).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lot::Terms;
    use crate::{BidId, LotId};

    const DEADLINE: Timestamp = Timestamp::from_millis(1_790_000_000_000);
    const COMMITTED: BidState = BidState::Committed { at: DEADLINE.plus_days(-9) };

    /// With so many milliseconds to the deadline.
    fn at(left: i64, stage: StageName, state: BidState, rehearsed: bool) -> Vec<Reminder> {
        let now = DEADLINE.plus_millis(-left);
        let terms = Terms::sample(DEADLINE);
        let bid = MyBid {
            id: BidId::new(now, 1),
            state,
            receipt: None,
            parts: Vec::new(),
            rehearsed: rehearsed.then_some(now),
            signed_in: None,
        };
        reminders(&LotLine { id: LotId::new(now, 2), terms, stage }, &bid, now)
    }

    #[test]
    fn three_days_before_the_deadline_what_is_not_done_is_named() {
        let scheduled = StageName::Scheduled;
        assert_eq!(at(NEAR, scheduled, BidState::Uploading, false), [Reminder::Lodge]);
        assert_eq!(at(NEAR, scheduled, COMMITTED, false), [Reminder::Rehearse]);
        assert_eq!(at(NEAR, scheduled, COMMITTED, true), []);
        assert_eq!(at(DAY, scheduled, COMMITTED, false), [Reminder::Rehearse, Reminder::Attend]);
        assert_eq!(at(1, scheduled, COMMITTED, true), [Reminder::Attend]);
        for state in [BidState::Uploading, COMMITTED] {
            assert_eq!(at(NEAR + 1, scheduled, state, false), [], "too early");
        }
    }

    #[test]
    fn from_the_deadline_on_only_the_room_matters_until_it_is_closed() {
        assert_eq!(at(0, StageName::Scheduled, COMMITTED, false), [Reminder::Enter]);
        assert_eq!(at(-600_000, StageName::Decrypting, COMMITTED, true), [Reminder::Enter]);
        assert_eq!(at(-600_000, StageName::Closed, COMMITTED, true), []);
        assert_eq!(at(0, StageName::SignIn, BidState::Uploading, false), [], "too late to lodge");
        assert_eq!(at(DAY, StageName::Scheduled, BidState::Withdrawn { at: DEADLINE }, false), []);
    }
}
