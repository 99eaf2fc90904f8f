//! The host's preset flow as a list: what is done, what is next, what comes later.

use domain::Timestamp;
use domain::opening::HostAct;
use domain::room::{Entry, Event, Room, RoundEvent};
use domain::stage::StageName;

/// The acts that lead on, in the one order in which they may be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Announce,
    StartDecrypt,
    ReadOut,
    StartRound(u32),
    ReadRound(u32),
    OpenObjections,
    Close,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Done,
    Next,
    Later,
}

/// How far an opening is on its way, and how many rounds of quotation that has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    pub stage: StageName,
    round: u32,
    rounds: u32,
}

impl Way {
    /// `planned` by the terms; rounds for which nobody is left are not held.
    #[must_use]
    pub fn of(room: &Room, planned: u32) -> Self {
        let stage = room.stage.name();
        let over = matches!(stage, StageName::ReadOut | StageName::Objections | StageName::Closed) && !room.has_round();
        Self { stage, round: room.round, rounds: if over { room.round } else { planned } }
    }

    #[must_use]
    pub fn steps(self) -> Vec<Step> {
        let rounds = (1..=self.rounds).flat_map(|round| [Step::StartRound(round), Step::ReadRound(round)]);
        let first = [Step::Announce, Step::StartDecrypt, Step::ReadOut].into_iter();
        first.chain(rounds).chain([Step::OpenObjections, Step::Close]).collect()
    }

    /// Where the step stands in an opening that has not failed.
    #[must_use]
    pub fn place(self, step: Step) -> Place {
        let (from, to) = step.ends(self.rounds);
        let here = at(self.stage, self.round);
        if here == from {
            Place::Next
        } else if here >= to {
            Place::Done
        } else {
            Place::Later
        }
    }
}

/// A round goes through some stages once more, and later.
fn at(stage: StageName, round: u32) -> (bool, u32, StageName) {
    let over = stage > StageName::Quoting;
    // Quotations come before their decryption.
    let stage = if stage == StageName::Quoting { StageName::Scheduled } else { stage };
    (over, if over { 0 } else { round }, stage)
}

impl Step {
    #[must_use]
    pub const fn act(self) -> HostAct {
        match self {
            Self::Announce => HostAct::Announce,
            Self::StartDecrypt => HostAct::StartDecrypt,
            Self::ReadOut | Self::ReadRound(_) => HostAct::ReadOut,
            Self::StartRound(_) => HostAct::StartRound,
            Self::OpenObjections => HostAct::OpenObjections,
            Self::Close => HostAct::Close,
        }
    }

    /// Whence the step leads and whither, on a way with so many rounds.
    fn ends(self, rounds: u32) -> ((bool, u32, StageName), (bool, u32, StageName)) {
        use StageName::{Announced, Closed, Decrypted, Decrypting, Objections, Quoting, ReadOut, SignIn};
        let (from, to) = match self {
            Self::Announce => ((SignIn, 0), (Announced, 0)),
            Self::StartDecrypt => ((Announced, 0), (Decrypting, 0)),
            Self::ReadOut => ((Decrypted, 0), (ReadOut, 0)),
            Self::StartRound(round) => ((ReadOut, round - 1), (Quoting, round)),
            Self::ReadRound(round) => ((Decrypted, round), (ReadOut, round)),
            Self::OpenObjections => ((ReadOut, rounds), (Objections, rounds)),
            Self::Close => ((Objections, rounds), (Closed, rounds)),
        };
        (at(from.0, from.1), at(to.0, to.1))
    }

    /// When the step was taken.
    #[must_use]
    pub fn taken(self, entries: &[Entry]) -> Option<Timestamp> {
        entries.iter().find(|entry| self.is(&entry.event)).map(|entry| entry.at)
    }

    fn is(self, event: &Event) -> bool {
        match self {
            Self::Announce => matches!(event, Event::BiddersAnnounced { .. }),
            Self::StartDecrypt => matches!(event, Event::DecryptStarted { .. }),
            Self::ReadOut => matches!(event, Event::ReadOut { .. }),
            Self::StartRound(n) => matches!(event, Event::Round(RoundEvent::Started { round, .. }) if *round == n),
            Self::ReadRound(n) => matches!(event, Event::Round(RoundEvent::ReadOut { round, .. }) if *round == n),
            Self::OpenObjections => matches!(event, Event::ObjectionsOpened { .. }),
            Self::Close => matches!(event, Event::Closed),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::stage::{Stage, Window};

    use super::*;

    const WINDOW: Window = Window::Paused { remaining: 1 };

    /// Every stage of an opening with so many rounds, in their order.
    fn way(rounds: u32) -> Vec<Room> {
        let first = [
            Stage::Scheduled,
            Stage::SignIn(WINDOW),
            Stage::Announced,
            Stage::Decrypting(WINDOW),
            Stage::Decrypted,
            Stage::ReadOut,
        ];
        let each = [Stage::Quoting(WINDOW), Stage::Decrypting(WINDOW), Stage::Decrypted, Stage::ReadOut];
        let before = first.into_iter().map(|stage| (stage, 0));
        let within = (1..=rounds).flat_map(|round| each.map(|stage| (stage, round)));
        let after = [Stage::Objections(WINDOW), Stage::Closed].map(|stage| (stage, rounds));
        let room = |(stage, round)| Room { stage, round, rounds, ..Room::default() };
        before.chain(within).chain(after).map(room).collect()
    }

    /// As if somebody were left for every round.
    fn of(room: &Room) -> Way {
        Way { stage: room.stage.name(), round: room.round, rounds: room.rounds }
    }

    #[test]
    fn the_next_step_is_the_one_that_the_domain_allows() {
        for room in way(0) {
            let way = Way::of(&room, 0);
            let next = way.steps().into_iter().find(|step| way.place(*step) == Place::Next);
            assert_eq!(next.map(Step::act), room.next_step(), "{:?}", room.stage);
        }
    }

    #[test]
    fn rounds_for_which_nobody_is_left_are_not_shown() {
        let room = Room { stage: Stage::ReadOut, round: 1, rounds: 3, ..Room::default() };
        let way = Way::of(&room, 3);
        assert_eq!(way.steps().len(), 7);
        assert_eq!(way.place(Step::OpenObjections), Place::Next);
    }

    #[test]
    fn steps_are_done_in_order() {
        for room in (0..=3).flat_map(way) {
            let way = of(&room);
            let places: Vec<Place> = way.steps().into_iter().map(|step| way.place(step)).collect();
            let rank = |place: &Place| match place {
                Place::Done => 0,
                Place::Next => 1,
                Place::Later => 2,
            };
            assert!(places.iter().map(rank).is_sorted(), "{way:?}: {places:?}");
            assert!(places.iter().filter(|place| **place == Place::Next).count() <= 1, "{way:?}: {places:?}");
            if room.stage == Stage::Closed {
                assert!(places.iter().all(|place| *place == Place::Done), "{way:?}");
            }
        }
    }
}
