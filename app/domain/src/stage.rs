//! The stages of an opening, and which step leads from one to the next.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::room::Event;

/// Where an opening stands. A step consumes the stage; a step that does not follow is an [`IllegalStep`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Before the deadline.
    #[default]
    Scheduled,
    /// The count of bids is frozen; bidders sign in, and the host names them no earlier than the window is over.
    SignIn(Window),
    /// Names are public; late sign-in goes on.
    Announced,
    /// Bidders release the keys of their bids.
    Decrypting(Window),
    /// The window is over; nothing has been read yet.
    Decrypted,
    /// All prices are public at once.
    ReadOut,
    /// Sealed quotations of a round are handed in; from there it goes on with `Decrypting`.
    Quoting(Window),
    /// Objections are raised and answered, bidders confirm.
    Objections(Window),
    Closed,
    /// Fewer than three bids (条例 §44): files stay sealed.
    Failed,
}

/// A span of time in which bidders act. A pause keeps what remains of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    Open { until: Timestamp },
    Paused { remaining: i64 },
}

impl Window {
    #[must_use]
    pub fn is_over(self, now: Timestamp) -> bool {
        matches!(self, Self::Open { until } if now >= until)
    }

    fn paused(self, now: Timestamp) -> Option<Self> {
        match self {
            Self::Open { until } if now < until => Some(Self::Paused { remaining: until.since(now) }),
            Self::Open { .. } | Self::Paused { .. } => None,
        }
    }

    fn resumed(self, now: Timestamp) -> Option<Self> {
        match self {
            Self::Paused { remaining } => Some(Self::Open { until: now.plus_millis(remaining) }),
            Self::Open { .. } => None,
        }
    }

    /// The window after the server was away, if it was running when the server went: a paused one has lost nothing.
    pub(crate) fn extended(self, away_from: Timestamp, away_until: Timestamp) -> Option<Self> {
        match self {
            Self::Open { until } if away_from < until && away_from < away_until => {
                Some(Self::Open { until: until.plus_millis(away_until.since(away_from)) })
            }
            Self::Open { .. } | Self::Paused { .. } => None,
        }
    }

    /// Follows an extension only to where it must lead, so that everybody can reckon it again.
    fn follow(self, event: &Event) -> Option<Self> {
        let Event::WindowExtended { away_from, away_until, until, .. } = event else { return None };
        self.extended(*away_from, *away_until).filter(|window| *window == Self::Open { until: *until })
    }
}

/// A stage without its data, for lists and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageName {
    Scheduled,
    SignIn,
    Announced,
    Decrypting,
    Decrypted,
    ReadOut,
    Quoting,
    Objections,
    Closed,
    Failed,
}

impl StageName {
    /// The way of an opening that succeeds, in order.
    pub const WAY: [Self; 8] = [
        Self::Scheduled,
        Self::SignIn,
        Self::Announced,
        Self::Decrypting,
        Self::Decrypted,
        Self::ReadOut,
        Self::Objections,
        Self::Closed,
    ];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::SignIn => "sign_in",
            Self::Announced => "announced",
            Self::Decrypting => "decrypting",
            Self::Decrypted => "decrypted",
            Self::ReadOut => "read_out",
            Self::Quoting => "quoting",
            Self::Objections => "objections",
            Self::Closed => "closed",
            Self::Failed => "failed",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::WAY.into_iter().chain([Self::Quoting, Self::Failed]).find(|stage| stage.name() == name)
    }

    /// Nothing happens any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Closed | Self::Failed)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the step does not follow from stage {from:?}")]
pub struct IllegalStep {
    pub from: StageName,
}

impl Stage {
    #[must_use]
    pub const fn name(self) -> StageName {
        match self {
            Self::Scheduled => StageName::Scheduled,
            Self::SignIn(_) => StageName::SignIn,
            Self::Announced => StageName::Announced,
            Self::Decrypting(_) => StageName::Decrypting,
            Self::Decrypted => StageName::Decrypted,
            Self::ReadOut => StageName::ReadOut,
            Self::Quoting(_) => StageName::Quoting,
            Self::Objections(_) => StageName::Objections,
            Self::Closed => StageName::Closed,
            Self::Failed => StageName::Failed,
        }
    }

    /// The running or paused window, if the stage has one.
    #[must_use]
    pub const fn window(self) -> Option<Window> {
        match self {
            Self::SignIn(window) | Self::Decrypting(window) | Self::Quoting(window) | Self::Objections(window) => {
                Some(window)
            }
            _ => None,
        }
    }

    /// With another window, where the stage has one.
    #[must_use]
    const fn with(self, window: Window) -> Self {
        match self {
            Self::SignIn(_) => Self::SignIn(window),
            Self::Decrypting(_) => Self::Decrypting(window),
            Self::Quoting(_) => Self::Quoting(window),
            Self::Objections(_) => Self::Objections(window),
            other => other,
        }
    }

    /// Between the deadline and the end.
    #[must_use]
    pub const fn is_under_way(self) -> bool {
        !matches!(self, Self::Scheduled | Self::Closed | Self::Failed)
    }

    /// The stage after `event`, which happened at `at`.
    ///
    /// # Errors
    /// [`IllegalStep`] when the event does not follow from this stage.
    pub fn after(self, event: &Event, at: Timestamp) -> Result<Self, IllegalStep> {
        let illegal = IllegalStep { from: self.name() };
        let open = |until: &Timestamp| Window::Open { until: *until };
        match (self, event) {
            (Self::Scheduled, Event::Postponed { from, until, .. }) if at < *from && from < until => Ok(self),
            (Self::Scheduled, Event::DeadlinePassed { .. }) => Ok(Self::SignIn(open(&at))),
            (Self::Scheduled, Event::TooFewBids { .. }) => Ok(Self::Failed),
            (Self::SignIn(window), Event::SignInOpened { until, .. }) if window == open(&at) => {
                Ok(Self::SignIn(open(until)))
            }
            (Self::SignIn(window), Event::BiddersAnnounced { .. }) if window.is_over(at) => Ok(Self::Announced),
            (Self::Announced, Event::DecryptStarted { until }) => Ok(Self::Decrypting(open(until))),
            (Self::Decrypting(_), Event::DecryptEnded { .. }) => Ok(Self::Decrypted),
            (Self::Decrypted, Event::ReadOut { .. }) => Ok(Self::ReadOut),
            (Self::ReadOut, Event::ObjectionsOpened { until, .. }) => Ok(Self::Objections(open(until))),
            (Self::Objections(_), Event::Closed) => Ok(Self::Closed),
            (Self::SignIn(_) | Self::Announced, Event::SealsChecked { .. })
            | (Self::Announced, Event::DrawBegun { .. })
            | (Self::ReadOut, Event::Drawn(_)) => Ok(self),
            (Self::Decrypted, Event::ObjectionAnswered { until: Some(until), .. }) => Ok(Self::Decrypting(open(until))),
            (_, Event::WindowExtended { stage, .. }) if *stage == self.name() => {
                self.window().and_then(|window| window.follow(event)).map(|window| self.with(window)).ok_or(illegal)
            }
            _ if let Some(stopped) = self.stopped(event, at) => stopped.ok_or(illegal),
            (
                Self::Announced | Self::Decrypting(Window::Open { .. }),
                Event::SignedIn { .. } | Event::Restored { .. },
            )
            | (Self::Decrypting(Window::Open { .. }), Event::Decrypted { .. } | Event::DecryptRefused { .. })
            | (
                Self::Announced
                | Self::Decrypting(_)
                | Self::Decrypted
                | Self::ReadOut
                | Self::Quoting(_)
                | Self::Objections(_),
                Event::ObjectionRaised { .. } | Event::ObjectionAnswered { .. },
            )
            | (Self::Objections(Window::Open { .. }), Event::Confirmed { .. })
            | (_, Event::Broadcast { .. }) => Ok(self),
            (_, Event::Round(event)) => self.after_round(event).ok_or(illegal),
            _ if self.hears(event) => Ok(self),
            _ => Err(illegal),
        }
    }

    /// What a pause, an adjournment or its end makes of the stage; `None` for other events. An adjournment stops the
    /// window too, if it runs, and may come upon a stage without one.
    fn stopped(self, event: &Event, at: Timestamp) -> Option<Option<Self>> {
        let window = self.window();
        let with = |window: Option<Window>| window.map(|window| self.with(window));
        match event {
            Event::Paused { .. } => Some(with(window.and_then(|window| window.paused(at)))),
            Event::Adjourned { until, .. } => {
                let stops = with(window.and_then(|window| window.paused(at))).unwrap_or(self);
                Some((self.is_under_way() && *until > at).then_some(stops))
            }
            Event::Resumed => {
                let goes_on = with(window.and_then(|window| window.resumed(at))).unwrap_or(self);
                Some(self.is_under_way().then_some(goes_on))
            }
            _ => None,
        }
    }
}
