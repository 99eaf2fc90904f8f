//! The opening record (开标记录): an opening that is over, with all that may be published of it.

use crate::lot::Terms;
use crate::room::{Entry, Room};
use crate::stage::IllegalStep;
use crate::{LotId, Timestamp};

/// What every paper of an opening is made from. It can only be had once the opening is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub lot: LotId,
    pub terms: Terms,
    /// Every event, oldest first.
    pub entries: Vec<Entry>,
    /// The picture after the last of them.
    pub room: Room,
    pub end: Mark,
    /// The platform's public key, which signs the record.
    pub platform_key: String,
}

/// The entry that ended the opening, as the journal binds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub seq: u64,
    pub commitment: String,
}

impl Record {
    /// `None` while the opening may still go on.
    ///
    /// # Errors
    /// [`IllegalStep`] when the history contradicts itself.
    pub fn of(
        lot: LotId,
        terms: Terms,
        entries: Vec<Entry>,
        end: Mark,
        platform_key: String,
    ) -> Result<Option<Self>, IllegalStep> {
        let room = Room::replay(&entries)?;
        let over = room.stage.name().is_final();
        Ok(over.then_some(Self { lot, terms, entries, room, end, platform_key }))
    }

    /// When the opening began.
    #[must_use]
    pub fn opened_at(&self) -> Timestamp {
        self.room.opened_at.unwrap_or(self.terms.deadline)
    }

    /// When it ended; one that failed ended as it began.
    #[must_use]
    pub fn closed_at(&self) -> Timestamp {
        self.room.closed_at.unwrap_or_else(|| self.opened_at())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::room::Event;

    const DEADLINE: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    fn record(events: &[Event]) -> Option<Record> {
        let terms = Terms::sample(DEADLINE);
        let entry = |(seq, event): (u64, &Event)| Entry { seq, at: DEADLINE.plus_millis(5), event: event.clone() };
        let entries = (1..).zip(events).map(entry).collect();
        let end = Mark { seq: 9, commitment: String::new() };
        Record::of(LotId::new(DEADLINE, 1), terms, entries, end, String::new()).unwrap()
    }

    #[test]
    fn there_is_no_record_before_the_opening_is_over() {
        assert_eq!(record(&[]), None);
        let mut events = vec![
            Event::DeadlinePassed { bids: 3 },
            Event::BiddersAnnounced { bidders: Vec::new() },
            Event::DecryptStarted { until: DEADLINE.plus_seconds(60) },
            Event::DecryptEnded { failed: Vec::new() },
            Event::ReadOut { lines: Vec::new() },
            Event::ObjectionsOpened { until: DEADLINE.plus_seconds(60), confirm_until: None },
        ];
        for n in 0..=events.len() {
            assert_eq!(record(&events[..n]), None, "after {n} events");
        }
        events.push(Event::Closed);
        assert_eq!(record(&events).unwrap().closed_at(), DEADLINE.plus_millis(5));
    }

    #[test]
    fn an_opening_that_failed_has_one_too() {
        assert_eq!(record(&[Event::TooFewBids { bids: 2 }]).unwrap().closed_at(), DEADLINE.plus_millis(5));
    }
}
