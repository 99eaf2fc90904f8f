//! The host's preset flow as a list: what is done, what is next, what comes later.

use domain::Timestamp;
use domain::opening::HostAct;
use domain::room::{Entry, Event};
use domain::stage::StageName;

/// The acts that lead on, in the one order in which they may be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Announce,
    StartDecrypt,
    ReadOut,
    OpenObjections,
    Close,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Done,
    Next,
    Later,
}

impl Step {
    pub const WAY: [Self; 5] = [Self::Announce, Self::StartDecrypt, Self::ReadOut, Self::OpenObjections, Self::Close];

    #[must_use]
    pub const fn act(self) -> HostAct {
        match self {
            Self::Announce => HostAct::Announce,
            Self::StartDecrypt => HostAct::StartDecrypt,
            Self::ReadOut => HostAct::ReadOut,
            Self::OpenObjections => HostAct::OpenObjections,
            Self::Close => HostAct::Close,
        }
    }

    /// The stage from which the step leads, and the one to which it leads.
    const fn ends(self) -> (StageName, StageName) {
        match self {
            Self::Announce => (StageName::SignIn, StageName::Announced),
            Self::StartDecrypt => (StageName::Announced, StageName::Decrypting),
            Self::ReadOut => (StageName::Decrypted, StageName::ReadOut),
            Self::OpenObjections => (StageName::ReadOut, StageName::Objections),
            Self::Close => (StageName::Objections, StageName::Closed),
        }
    }

    /// Where the step stands in an opening that has not failed.
    #[must_use]
    pub fn place(self, stage: StageName) -> Place {
        let (from, to) = self.ends();
        if stage == from {
            Place::Next
        } else if stage >= to {
            Place::Done
        } else {
            Place::Later
        }
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
            Self::OpenObjections => matches!(event, Event::ObjectionsOpened { .. }),
            Self::Close => matches!(event, Event::Closed),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::room::Room;
    use domain::stage::{Stage, Window};

    use super::*;

    #[test]
    fn the_next_step_is_the_one_that_the_domain_allows() {
        let window = Window::Paused { remaining: 1 };
        let stages = [
            Stage::Scheduled,
            Stage::SignIn(window),
            Stage::Announced,
            Stage::Decrypting(window),
            Stage::Decrypted,
            Stage::ReadOut,
            Stage::Objections(window),
            Stage::Closed,
        ];
        for stage in stages {
            let room = Room { stage, ..Room::default() };
            let next = Step::WAY.into_iter().find(|step| step.place(stage.name()) == Place::Next);
            assert_eq!(next.map(Step::act), room.next_step(), "{stage:?}");
        }
    }

    #[test]
    fn steps_are_done_in_order() {
        for stage in StageName::WAY {
            let places = Step::WAY.map(|step| step.place(stage));
            let rank = |place: &Place| match place {
                Place::Done => 0,
                Place::Next => 1,
                Place::Later => 2,
            };
            assert!(places.iter().map(rank).is_sorted(), "{stage:?}: {places:?}");
        }
        assert!(Step::WAY.iter().all(|step| step.place(StageName::Closed) == Place::Done));
    }
}
