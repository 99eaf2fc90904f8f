//! Whether an event follows from the picture of the room, beyond what its stage says ([`crate::stage`]).

use super::{Entry, Event, Room, Row, Ruling};
use crate::stage::Window;

impl Room {
    /// An event that the stage may allow and the history does not.
    pub(super) fn is_beside(&self, entry: &Entry) -> bool {
        let event = &entry.event;
        self.is_made_good(event)
            || self.is_beside_the_deadline(entry)
            || self.is_checked_again(event)
            || self.is_beside_the_drawing(event)
            || self.is_beside_the_ruling(entry)
            || self.is_off_air(event)
            || self.is_beside_the_adjournment(entry)
            || self.is_beside_the_rules(event)
            || self.is_beside_the_rounds(entry)
    }

    /// An absence that begins before the last entry was no absence, or was made good already.
    fn is_made_good(&self, event: &Event) -> bool {
        matches!(event, Event::WindowExtended { away_from, .. } if Some(*away_from) < self.last)
    }

    /// A postponement of another deadline than the one that stands, or an opening before it.
    fn is_beside_the_deadline(&self, entry: &Entry) -> bool {
        self.postponed.is_some_and(|deadline| match entry.event {
            Event::Postponed { from, .. } => from != deadline,
            Event::DeadlinePassed { .. } | Event::TooFewBids { .. } => entry.at < deadline,
            _ => false,
        })
    }

    fn is_checked_again(&self, event: &Event) -> bool {
        matches!(event, Event::SealsChecked { .. }) && self.differing.is_some()
    }

    /// A drawing is begun once, and ends once with values that were on the list.
    fn is_beside_the_drawing(&self, event: &Event) -> bool {
        match event {
            Event::DrawBegun { .. } => self.drawing.is_some(),
            Event::Drawn(outcome) => !self.drawing.as_ref().is_some_and(|drawing| drawing.allows(outcome)),
            _ => false,
        }
    }

    /// An answer to no open objection, or one whose effect its objector is not in a position for.
    fn is_beside_the_ruling(&self, entry: &Entry) -> bool {
        let Event::ObjectionAnswered { objection, ruling, until, .. } = &entry.event else { return false };
        let open = self.objections.iter().find(|open| open.id == *objection && open.answer.is_none());
        let dated = until.is_some_and(|until| until > entry.at) || until.is_none();
        let fits = open.is_some_and(|open| self.rulings(open).contains(ruling));
        !fits || !dated || until.is_some() != (*ruling == Ruling::DecryptAgain)
    }

    /// While it is adjourned nothing moves but what is said and seen; it goes on no earlier than was announced, and
    /// nothing goes on that has not stopped.
    fn is_beside_the_adjournment(&self, entry: &Entry) -> bool {
        match (self.adjourned, &entry.event) {
            (Some(until), Event::Resumed) => entry.at < until,
            (None, Event::Resumed) => !matches!(self.stage.window(), Some(Window::Paused { .. })),
            (
                Some(_),
                Event::Adjourned { .. }
                | Event::SealsChecked { .. }
                | Event::Broadcast { .. }
                | Event::Said { .. }
                | Event::Hidden { .. }
                | Event::Floor { .. },
            )
            | (None, _) => false,
            (Some(_), _) => true,
        }
    }

    /// A confirmation window that is longer than that for objections, or a bid restored that was not damaged.
    fn is_beside_the_rules(&self, event: &Event) -> bool {
        match event {
            Event::ObjectionsOpened { until, confirm_until: Some(confirm) } => confirm > until,
            Event::Restored { bid } => !self.row(*bid).is_some_and(Row::may_be_restored),
            _ => false,
        }
    }
}
