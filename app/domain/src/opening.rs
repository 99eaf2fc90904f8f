//! What may happen next in an opening, and what the clock demands.
//!
//! Only the server's clock counts. The host acts in a preset flow: each stage offers it one step forward, answers to
//! objections, and a pause; nothing else.

use serde::{Deserialize, Serialize};

use crate::lot::Rules;
use crate::refusal::{Problems, text};
use crate::room::{Line, Objection, Room, Row, Ruling};
use crate::stage::{Stage, StageName, Window};
use crate::{BidId, Fault, Field, ObjectionId, Refusal, Timestamp};

/// Below this number the files stay sealed (条例 §44).
pub const FEWEST_BIDS: u32 = 3;

/// Longest text of an objection, an answer or a reason, in characters.
pub const LONGEST_TEXT: u32 = 300;

/// What the host can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HostAct {
    /// 公布投标人.
    Announce,
    /// 下达解密指令.
    StartDecrypt,
    /// 唱标.
    ReadOut,
    OpenObjections,
    Answer {
        objection: ObjectionId,
        text: String,
        ruling: Ruling,
    },
    Pause {
        reason: String,
    },
    Resume,
    Close,
    /// 休会.
    Adjourn {
        until: Timestamp,
        reason: String,
    },
    /// 开始下一轮报价.
    StartRound,
}

/// What the clock alone brings about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// The deadline has come: the count is frozen.
    Deadline,
    /// What is stored has to be compared with what was committed, before anybody decrypts (密封核对, 招标投标法 §36).
    SealCheck,
    /// All have decrypted, or the window is over.
    DecryptEnd,
    /// All who are in have quoted, or the window is over.
    QuotingEnd,
}

impl Room {
    /// What is due at `now` and has not happened.
    #[must_use]
    pub fn due(&self, deadline: Timestamp, now: Timestamp) -> Option<Due> {
        match self.stage {
            Stage::Scheduled if now >= deadline => Some(Due::Deadline),
            Stage::SignIn(_) | Stage::Announced if self.differing.is_none() => Some(Due::SealCheck),
            Stage::Decrypting(window) if self.adjourned.is_none() && (window.is_over(now) || self.awaited() == 0) => {
                Some(Due::DecryptEnd)
            }
            Stage::Quoting(window) if self.adjourned.is_none() && (window.is_over(now) || self.unquoted() == 0) => {
                Some(Due::QuotingEnd)
            }
            _ => None,
        }
    }

    /// The step that leads the host on, whether or not it may be taken already.
    #[must_use]
    pub fn next_step(&self) -> Option<HostAct> {
        match self.stage {
            Stage::SignIn(_) => Some(HostAct::Announce),
            Stage::Announced => Some(HostAct::StartDecrypt),
            Stage::Decrypted => Some(HostAct::ReadOut),
            Stage::ReadOut if self.has_round() => Some(HostAct::StartRound),
            Stage::ReadOut => Some(HostAct::OpenObjections),
            Stage::Objections(_) => Some(HostAct::Close),
            Stage::Scheduled | Stage::Decrypting(_) | Stage::Quoting(_) | Stage::Closed | Stage::Failed => None,
        }
    }

    /// # Errors
    /// Why the host may not do this now.
    pub fn host_may(&self, act: &HostAct, now: Timestamp) -> Result<(), Refusal> {
        match act {
            HostAct::Adjourn { until, reason } => self.host_may_adjourn(*until, reason, now),
            HostAct::Resume if self.adjourned.is_some_and(|until| now >= until) => Ok(()),
            _ if let Some(until) = self.adjourned => Err(Refusal::Adjourned { until }),
            HostAct::Answer { objection, text: answer, ruling } => self.host_may_answer(*objection, answer, *ruling),
            HostAct::Pause { reason } => {
                text(reason, LONGEST_TEXT).map_err(|fault| Refusal::field(Field::Reason, fault))?;
                match self.stage.window() {
                    Some(Window::Open { until }) if now < until => Ok(()),
                    Some(Window::Open { .. }) => Err(Refusal::WindowOver),
                    Some(Window::Paused { .. }) => Err(Refusal::AlreadyDone),
                    None => Err(self.wrong_stage()),
                }
            }
            HostAct::Resume => match self.stage.window() {
                Some(Window::Paused { .. }) => Ok(()),
                _ => Err(self.wrong_stage()),
            },
            HostAct::Close => self.host_may_close(now),
            HostAct::Announce if let Stage::SignIn(window) = self.stage => match window {
                Window::Open { until } if now < until => Err(Refusal::StillSigningIn { until }),
                Window::Open { .. } => Ok(()),
                Window::Paused { .. } => Err(Refusal::Paused),
            },
            HostAct::StartDecrypt if self.stage == Stage::Announced && self.differing.is_none() => {
                Err(Refusal::SealsUnchecked)
            }
            // Once prices are known, nobody who is out can be let in again.
            HostAct::ReadOut if self.stage == Stage::Decrypted && self.unheard() > 0 => {
                Err(Refusal::ObjectionsOpen { open: self.unheard() })
            }
            step if self.next_step().as_ref() == Some(step) => Ok(()),
            HostAct::ReadOut if self.stage.name() == StageName::Decrypting => {
                Err(Refusal::StillDecrypting { missing: self.awaited() })
            }
            _ => Err(self.wrong_stage()),
        }
    }

    /// An opening that is under way is adjourned to a later time, or to another than was announced.
    fn host_may_adjourn(&self, until: Timestamp, reason: &str, now: Timestamp) -> Result<(), Refusal> {
        if !self.stage.is_under_way() {
            return Err(self.wrong_stage());
        }
        let mut problems = Problems::default();
        problems.take(Field::ResumeAt, if until > now { Ok(()) } else { Err(Fault::NotInFuture) });
        let reason = problems.text(Field::Reason, reason, LONGEST_TEXT);
        problems.into_result(reason).map(|_| ())
    }

    /// What the host may find of an objection now. A bid that is out can be let in again as long as no price is known,
    /// and blame can be taken from its bidder until the close.
    #[must_use]
    pub fn rulings(&self, objection: &Objection) -> Vec<Ruling> {
        let row = self.row(objection.bid);
        let mut rulings = vec![Ruling::Explained, Ruling::Unfounded, Ruling::Upheld];
        if row.is_some_and(Row::is_blamed) {
            rulings.push(Ruling::CauseCorrected);
        }
        if row.is_some_and(|row| self.failure(row).is_some()) && self.stage == Stage::Decrypted {
            rulings.push(Ruling::DecryptAgain);
        }
        rulings
    }

    fn host_may_answer(&self, objection: ObjectionId, answer: &str, ruling: Ruling) -> Result<(), Refusal> {
        let open = self.objections.iter().find(|open| open.id == objection).ok_or(Refusal::NotFound)?;
        if self.stage.name().is_final() {
            return Err(self.wrong_stage());
        }
        if open.answer.is_some() {
            return Err(Refusal::AlreadyDone);
        }
        if !self.rulings(open).contains(&ruling) {
            return Err(self.wrong_stage());
        }
        text(answer, LONGEST_TEXT).map_err(|fault| Refusal::field(Field::Answer, fault))?;
        Ok(())
    }

    /// Objections that wait for an answer, of bidders whose bids are out.
    fn unheard(&self) -> u32 {
        let is_out = |bid| self.row(bid).is_some_and(|row| self.failure(row).is_some());
        self.objections.iter().filter(|open| open.answer.is_none() && is_out(open.bid)).count() as u32
    }

    /// The opening closes when nobody can or need say more: all have confirmed or the window is over.
    fn host_may_close(&self, now: Timestamp) -> Result<(), Refusal> {
        let Stage::Objections(window) = self.stage else { return Err(self.wrong_stage()) };
        match self.open_objections() {
            0 if self.all_confirmed() || window.is_over(now) => Ok(()),
            0 if matches!(window, Window::Paused { .. }) => Err(Refusal::Paused),
            0 => Err(self.wrong_stage()),
            open => Err(Refusal::ObjectionsOpen { open }),
        }
    }

    /// Whether every bidder whose bid was read out has confirmed it.
    #[must_use]
    pub fn all_confirmed(&self) -> bool {
        self.rows.iter().all(|row| row.line.is_none() || row.confirmed.is_some())
    }

    /// Sign-in is open from the deadline to the end of the decrypt window. Before the names are announced the room
    /// does not know who has signed in, so `signed_in` comes from the bid.
    ///
    /// # Errors
    /// Why the bidder may not sign in now.
    pub fn bidder_may_sign_in(&self, signed_in: bool, now: Timestamp) -> Result<(), Refusal> {
        match self.stage {
            Stage::SignIn(_) | Stage::Announced if self.adjourned.is_some() => return Err(self.stopped()),
            Stage::SignIn(Window::Paused { .. }) => return Err(Refusal::Paused),
            Stage::SignIn(window) if self.strict && window.is_over(now) => return Err(Refusal::WindowOver),
            Stage::Announced | Stage::Decrypting(_) if self.strict => return Err(Refusal::WindowOver),
            Stage::SignIn(_) | Stage::Announced => {}
            // In a round everybody who can be there is.
            Stage::Decrypting(window) if self.round == 0 => self.must_run(window, now)?,
            _ => return Err(self.wrong_stage()),
        }
        if signed_in { Err(Refusal::AlreadyDone) } else { Ok(()) }
    }

    /// # Errors
    /// Why the bidder may not release its keys now.
    pub fn bidder_may_decrypt(&self, bid: BidId, now: Timestamp) -> Result<(), Refusal> {
        let Stage::Decrypting(window) = self.stage else { return Err(self.wrong_stage()) };
        let row = self.seat(bid)?;
        if self.round > 0 {
            return self.bidder_may_open_quote(bid).and_then(|()| self.must_run(window, now));
        }
        if row.decrypted.is_some() {
            return Err(Refusal::AlreadyDone);
        }
        // While another decrypts again.
        if row.failed.is_some() {
            return Err(Refusal::WindowOver);
        }
        self.must_run(window, now)?;
        row.signed_in.map(|_| ()).ok_or(Refusal::NotSignedIn)
    }

    /// An objection to the opening is raised on the spot (条例 §44): from the announcement to the end of the window.
    ///
    /// # Errors
    /// Why the bidder may not object now.
    pub fn bidder_may_object(&self, bid: BidId, objection: &str, now: Timestamp) -> Result<(), Refusal> {
        self.seat(bid)?;
        match self.stage {
            Stage::Announced | Stage::Decrypting(_) | Stage::Decrypted | Stage::ReadOut | Stage::Quoting(_)
                if self.adjourned.is_none() => {}
            Stage::Objections(window) => self.must_run(window, now)?,
            _ if self.adjourned.is_some() => return Err(self.stopped()),
            _ => return Err(self.wrong_stage()),
        }
        text(objection, LONGEST_TEXT).map(|_| ()).map_err(|fault: Fault| Refusal::field(Field::Objection, fault))
    }

    /// What was read out of its bid, for the bidder to confirm.
    ///
    /// # Errors
    /// Why the bidder may not confirm it now.
    pub fn bidder_may_confirm(&self, bid: BidId, now: Timestamp) -> Result<&Line, Refusal> {
        let row = self.seat(bid)?;
        let Stage::Objections(window) = self.stage else { return Err(self.wrong_stage()) };
        if row.confirmed.is_some() {
            return Err(Refusal::AlreadyDone);
        }
        let line = row.line.as_ref().ok_or(Refusal::NotAllowed)?;
        self.must_run(self.confirming(window), now).map(|()| line)
    }

    pub(crate) fn seat(&self, bid: BidId) -> Result<&Row, Refusal> {
        if self.rows.is_empty() {
            return Err(self.wrong_stage());
        }
        self.row(bid).ok_or(Refusal::NotAllowed)
    }

    pub(crate) fn must_run(&self, window: Window, now: Timestamp) -> Result<(), Refusal> {
        match window {
            Window::Open { until } if now < until => Ok(()),
            Window::Open { .. } => Err(Refusal::WindowOver),
            Window::Paused { .. } => Err(self.stopped()),
        }
    }

    /// The part of the window for objections in which bidders confirm. Both begin at once, so they stop and grow alike.
    #[must_use]
    pub fn confirming(&self, window: Window) -> Window {
        match window {
            Window::Open { until } => Window::Open { until: until.plus_millis(-self.confirm_lead) },
            Window::Paused { remaining } => Window::Paused { remaining: remaining - self.confirm_lead },
        }
    }

    /// A bidder whose bid is damaged where it is stored sends the committed bytes again, if the tender document lets it.
    ///
    /// # Errors
    /// Why it may not now; `NotAllowed` where there is no such rule.
    pub fn bidder_may_restore(&self, bid: BidId, rules: &Rules, now: Timestamp) -> Result<(), Refusal> {
        let row = self.seat(bid)?;
        match self.stage {
            Stage::Announced if self.adjourned.is_none() => {}
            Stage::Decrypting(window) => self.must_run(window, now)?,
            _ if self.adjourned.is_some() => return Err(self.stopped()),
            _ => return Err(self.wrong_stage()),
        }
        if rules.restore && row.may_be_restored() { Ok(()) } else { Err(Refusal::NotAllowed) }
    }

    /// Why the clock stands.
    fn stopped(&self) -> Refusal {
        self.adjourned.map_or(Refusal::Paused, |until| Refusal::Adjourned { until })
    }

    pub(crate) fn wrong_stage(&self) -> Refusal {
        Refusal::WrongStage { stage: self.stage.name() }
    }
}

#[cfg(test)]
mod tests;
