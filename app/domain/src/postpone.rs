//! Postponing the deadline for bids (推迟投标截止时间).
//!
//! Only the tenderer may, only before the deadline comes, and only to a later moment, in public and with its reason
//! (条例 §21: what may touch the making of bids is told fifteen days before the deadline, else the deadline moves). What
//! is committed stays committed, and may be taken back or replaced until the new deadline.

use serde::{Deserialize, Serialize};

use crate::bid::before;
use crate::lot::Terms;
use crate::opening::LONGEST_TEXT;
use crate::refusal::Problems;
use crate::room::{Event, Room};
use crate::stage::StageName;
use crate::{Fault, Field, Refusal, Timestamp};

/// One postponement, as everybody sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Postponement {
    /// When it was announced.
    pub at: Timestamp,
    /// The deadline before.
    pub from: Timestamp,
    /// The deadline from then on.
    pub until: Timestamp,
    pub reason: String,
}

/// What a tenderer types to postpone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostponeForm {
    pub deadline: String,
    pub reason: String,
}

impl PostponeForm {
    /// # Errors
    /// `NotAllowed` in a practice opening, `DeadlinePassed` from the deadline on, `Invalid` with every problem found.
    pub fn check(&self, terms: &Terms, now: Timestamp) -> Result<Postponement, Refusal> {
        if terms.practice {
            return Err(Refusal::NotAllowed);
        }
        before(terms.deadline, now)?;
        let mut problems = Problems::default();
        let until = problems.take(Field::Deadline, later(&self.deadline, terms.deadline));
        let reason = problems.text(Field::Reason, &self.reason, LONGEST_TEXT);
        let postponement = (|| Some(Postponement { at: now, from: terms.deadline, until: until?, reason: reason? }))();
        problems.into_result(postponement)
    }
}

fn later(typed: &str, than: Timestamp) -> Result<Timestamp, Fault> {
    let at = Timestamp::parse_local(typed).map_err(|_| Fault::NotADate)?;
    if at > than { Ok(at) } else { Err(Fault::NotLater { than }) }
}

impl Postponement {
    /// As the room tells it; its entry has the time.
    #[must_use]
    pub fn event(&self) -> Event {
        Event::Postponed { from: self.from, until: self.until, reason: self.reason.clone() }
    }
}

impl Room {
    /// # Errors
    /// `WrongStage` once the opening has begun, and as [`PostponeForm::check`].
    pub fn host_may_postpone(
        &self,
        form: &PostponeForm,
        terms: &Terms,
        now: Timestamp,
    ) -> Result<Postponement, Refusal> {
        let postponement = form.check(terms, now)?;
        match self.stage.name() {
            StageName::Scheduled => Ok(postponement),
            stage => Err(Refusal::WrongStage { stage }),
        }
    }

    /// The deadline as it stands, of a lot that was announced with `announced`.
    #[must_use]
    pub fn deadline(&self, announced: Timestamp) -> Timestamp {
        self.postponed.unwrap_or(announced)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::room::Entry;
    use crate::stage::Stage;

    const DEADLINE: Timestamp = Timestamp::from_millis(1_790_000_000_000);
    const NOW: Timestamp = DEADLINE.plus_seconds(-60);
    const LATER: Timestamp = DEADLINE.plus_days(15);

    fn form(deadline: Timestamp, reason: &str) -> PostponeForm {
        PostponeForm { deadline: deadline.to_local(), reason: reason.into() }
    }

    fn postponed(at: Timestamp, from: Timestamp, until: Timestamp) -> (Timestamp, Event) {
        (at, Event::Postponed { from, until, reason: "澄清".into() })
    }

    fn replay(told: &[(Timestamp, Event)]) -> Option<Room> {
        let entry = |(seq, (at, event)): (u64, &(Timestamp, Event))| Entry { seq, at: *at, event: event.clone() };
        Room::replay(&(1..).zip(told).map(entry).collect::<Vec<_>>()).ok()
    }

    #[test]
    fn a_deadline_moves_later_and_never_earlier() {
        let terms = Terms::sample(DEADLINE);
        let done = form(LATER, " 答疑澄清 ").check(&terms, NOW).unwrap();
        assert_eq!(done, Postponement { at: NOW, from: DEADLINE, until: LATER, reason: "答疑澄清".into() });
        for not_later in [DEADLINE, DEADLINE.plus_seconds(-1), NOW] {
            let refused = form(not_later, "澄清").check(&terms, NOW);
            assert_eq!(refused, Err(Refusal::field(Field::Deadline, Fault::NotLater { than: DEADLINE })));
        }
    }

    #[test]
    fn the_last_millisecond_before_the_deadline_counts_and_the_deadline_does_not() {
        let terms = Terms::sample(DEADLINE);
        assert!(form(LATER, "澄清").check(&terms, DEADLINE.plus_millis(-1)).is_ok());
        let late = form(LATER, "澄清").check(&terms, DEADLINE);
        assert_eq!(late, Err(Refusal::DeadlinePassed { deadline: DEADLINE, late_by: 0 }));
        let practice = Terms { practice: true, ..terms };
        assert_eq!(form(LATER, "澄清").check(&practice, NOW), Err(Refusal::NotAllowed));
    }

    #[test]
    fn everything_that_was_typed_wrong_is_named_at_once() {
        let typed = PostponeForm { deadline: "明天".into(), reason: "字".repeat(301) };
        let Err(Refusal::Invalid { problems }) = typed.check(&Terms::sample(DEADLINE), NOW) else { panic!("accepted") };
        let faults: Vec<_> = problems.into_iter().map(|problem| (problem.field, problem.fault)).collect();
        let long = Fault::TooLong { max: LONGEST_TEXT };
        assert_eq!(faults, [(Field::Deadline, Fault::NotADate), (Field::Reason, long)]);
        assert!(form(LATER, "  ").check(&Terms::sample(DEADLINE), NOW).is_err(), "a reason is asked for");
    }

    #[test]
    fn the_room_follows_from_one_deadline_to_the_next() {
        let twice = [postponed(NOW, DEADLINE, LATER), postponed(DEADLINE, LATER, LATER.plus_days(1))];
        let room = replay(&twice).unwrap();
        assert_eq!((room.stage, room.deadline(DEADLINE)), (Stage::Scheduled, LATER.plus_days(1)));
        assert_eq!(Room::default().deadline(DEADLINE), DEADLINE);
        let passed = (LATER.plus_days(1), Event::DeadlinePassed { bids: 3 });
        assert!(replay(&[twice.to_vec(), vec![passed]].concat()).is_some());
    }

    #[test]
    fn a_history_that_brings_the_deadline_forward_or_skips_one_does_not_follow() {
        let wrong = [
            vec![postponed(NOW, DEADLINE, DEADLINE)],
            vec![postponed(NOW, DEADLINE, NOW)],
            vec![postponed(DEADLINE, DEADLINE, LATER)],
            vec![postponed(NOW, DEADLINE, LATER), postponed(NOW, DEADLINE, LATER.plus_days(1))],
            vec![postponed(NOW, DEADLINE, LATER), (DEADLINE, Event::DeadlinePassed { bids: 3 })],
            vec![(DEADLINE, Event::DeadlinePassed { bids: 3 }), postponed(NOW, DEADLINE, LATER)],
        ];
        for told in wrong {
            assert_eq!(replay(&told), None, "{told:?}");
        }
    }
}
