//! What the person who looks at a lot can do next: one answer, so that the page shows one large button.

use domain::bid::BidState;
use domain::credit::RestrictionNotice;
use domain::stage::StageName;
use domain::subject::Standing;
use domain::view::{LotView, Me};
use domain::{Role, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nobody is signed in: sign in, or register first.
    SignIn,
    /// Signed in, but not as a bidder.
    LookOn,
    /// The caller hosts the opening.
    Host,
    /// A practice company looks at a real lot.
    PracticeOnly,
    NotApproved(Standing),
    Restricted(RestrictionNotice),
    MakeKey,
    Bid,
    Committed {
        at: Timestamp,
    },
    /// The deadline is past; `own` when the caller's bid is among those to be opened.
    Room {
        own: bool,
    },
    Record,
}

#[must_use]
pub fn next_step(lot: &LotView, me: Option<&Me>) -> Step {
    let state = lot.my_bid.as_ref().map(|bid| bid.state);
    if lot.stage.is_final() {
        return Step::Record;
    }
    if lot.hosted_by_me {
        return Step::Host;
    }
    if lot.stage != StageName::Scheduled || lot.now >= lot.terms.deadline {
        return Step::Room { own: matches!(state, Some(BidState::Committed { .. })) };
    }
    match (me, state) {
        (_, Some(BidState::Committed { at })) => Step::Committed { at },
        (None, _) => Step::SignIn,
        (Some(me), _) => before_bid(lot, me),
    }
}

/// What still stands between a signed-in person and its bid, the gravest first.
fn before_bid(lot: &LotView, me: &Me) -> Step {
    let Some(subject) = me.subject.as_ref().filter(|_| me.role == Role::Bidder) else { return Step::LookOn };
    if subject.practice && !lot.terms.practice {
        return Step::PracticeOnly;
    }
    if subject.standing != Standing::Approved {
        return Step::NotApproved(subject.standing.clone());
    }
    if let Some(notice) = &subject.restriction {
        return Step::Restricted(notice.clone());
    }
    if subject.public_key.is_none() { Step::MakeKey } else { Step::Bid }
}

#[cfg(test)]
mod tests;
