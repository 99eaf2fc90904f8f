//! A case at the registrars' desk: a registration, or a change of one that is in force. Each step takes the case as it
//! stands and gives it back as it stands then.

use serde::{Deserialize, Serialize};

use super::item::SpotRemark;
use crate::{Refusal, Timestamp, UserId};

/// A claim that led to no decision for so long may be taken over.
pub const CLAIM_HOURS: i64 = 24;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    Registration,
    /// Key data of a company in force; the old data stay in force until it is approved.
    Change,
}

impl CaseKind {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Change => "change",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Registration, Self::Change].into_iter().find(|kind| kind.name() == name)
    }
}

/// Where a case stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// Waits for a registrar.
    Submitted,
    /// A registrar has it on the desk.
    Claimed {
        by: UserId,
    },
    /// `first` has agreed, and another registrar must.
    Agreed {
        first: UserId,
    },
    /// The other registrar has it on the desk.
    ClaimedAgain {
        first: UserId,
        by: UserId,
    },
    /// With the company, to be mended.
    Returned {
        remarks: Vec<SpotRemark>,
    },
    Approved,
    /// The company took its change back.
    Withdrawn,
}

/// What a registrar decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    Approve,
    Return {
        remarks: Vec<SpotRemark>,
    },
    /// Laid back into the queue.
    LayBack,
}

impl CaseState {
    /// The name in the column of the database.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Claimed { .. } => "claimed",
            Self::Agreed { .. } => "agreed",
            Self::ClaimedAgain { .. } => "claimed_again",
            Self::Returned { .. } => "returned",
            Self::Approved => "approved",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether it waits at the desk.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Submitted | Self::Claimed { .. } | Self::Agreed { .. } | Self::ClaimedAgain { .. })
    }

    /// Who has it on the desk.
    #[must_use]
    pub const fn holder(&self) -> Option<UserId> {
        match self {
            Self::Claimed { by } | Self::ClaimedAgain { by, .. } => Some(*by),
            _ => None,
        }
    }

    /// A registrar takes it onto the desk. `since` is when it came to stand as it does.
    ///
    /// # Errors
    /// `MovedOn` when another has it, or it waits for nobody; `NotAllowed` for the first of four eyes.
    pub fn claim(self, by: UserId, since: Timestamp, now: Timestamp) -> Result<Self, Refusal> {
        let forgotten = now.since(since) >= CLAIM_HOURS * 3_600_000;
        match self {
            Self::Submitted => Ok(Self::Claimed { by }),
            Self::Claimed { by: other } if other == by || forgotten => Ok(Self::Claimed { by }),
            Self::Agreed { first } | Self::ClaimedAgain { first, .. } if first == by => Err(Refusal::NotAllowed),
            Self::Agreed { first } => Ok(Self::ClaimedAgain { first, by }),
            Self::ClaimedAgain { first, by: other } if other == by || forgotten => Ok(Self::ClaimedAgain { first, by }),
            _ => Err(Refusal::MovedOn),
        }
    }

    /// The registrar who has it decides. With `four_eyes` a second one must agree.
    ///
    /// # Errors
    /// `MovedOn` unless the registrar has it on the desk, `Invalid` for a return without a remark.
    pub fn rule(self, by: UserId, ruling: Ruling, four_eyes: bool) -> Result<Self, Refusal> {
        if self.holder() != Some(by) {
            return Err(Refusal::MovedOn);
        }
        match (self, ruling) {
            (Self::ClaimedAgain { first, .. }, Ruling::LayBack) => Ok(Self::Agreed { first }),
            (_, Ruling::LayBack) => Ok(Self::Submitted),
            (_, Ruling::Return { remarks }) => Ok(Self::Returned { remarks: worded(remarks)? }),
            (Self::ClaimedAgain { .. }, Ruling::Approve) => Ok(Self::Approved),
            (_, Ruling::Approve) if four_eyes => Ok(Self::Agreed { first: by }),
            (_, Ruling::Approve) => Ok(Self::Approved),
        }
    }

    /// The company sends it again, mended.
    ///
    /// # Errors
    /// `MovedOn` unless it was returned.
    pub fn resubmit(self) -> Result<Self, Refusal> {
        match self {
            Self::Returned { .. } => Ok(Self::Submitted),
            _ => Err(Refusal::MovedOn),
        }
    }

    /// The company takes a change back.
    ///
    /// # Errors
    /// `MovedOn` once it is decided.
    pub fn withdraw(self) -> Result<Self, Refusal> {
        match self {
            Self::Approved | Self::Withdrawn => Err(Refusal::MovedOn),
            _ => Ok(Self::Withdrawn),
        }
    }
}

/// Remarks with words, at least one.
fn worded(remarks: Vec<SpotRemark>) -> Result<Vec<SpotRemark>, Refusal> {
    use crate::{Fault, Field};
    let mut kept = Vec::new();
    for SpotRemark { spot, words } in remarks {
        match crate::refusal::text(&words, 500) {
            Ok(words) => kept.push(SpotRemark { spot, words }),
            Err(Fault::Empty) => {}
            Err(fault) => return Err(Refusal::field(Field::Remark, fault)),
        }
    }
    if kept.is_empty() { Err(Refusal::field(Field::Remark, Fault::Empty)) } else { Ok(kept) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject::item::Item;
    use crate::{Fault, Field};

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn registrar(n: u128) -> UserId {
        UserId::new(at(1), n)
    }

    fn claimed(state: CaseState, n: u128) -> Result<CaseState, Refusal> {
        state.claim(registrar(n), at(0), at(60))
    }

    #[test]
    fn two_registrars_do_not_work_on_one_case_unless_the_first_forgot_it() {
        let mine = claimed(CaseState::Submitted, 1).unwrap();
        assert_eq!(claimed(mine.clone(), 2), Err(Refusal::MovedOn));
        assert_eq!(mine.clone().rule(registrar(2), Ruling::Approve, false), Err(Refusal::MovedOn));
        let later = mine.clone().claim(registrar(2), at(0), at(CLAIM_HOURS * 3600)).unwrap();
        assert_eq!(later.holder(), Some(registrar(2)));
        assert_eq!(mine.rule(registrar(1), Ruling::LayBack, false), Ok(CaseState::Submitted));
    }

    #[test]
    fn four_eyes_are_those_of_two_people() {
        let mine = claimed(CaseState::Submitted, 1).unwrap();
        assert_eq!(mine.clone().rule(registrar(1), Ruling::Approve, false), Ok(CaseState::Approved));
        let agreed = mine.rule(registrar(1), Ruling::Approve, true).unwrap();
        assert_eq!(claimed(agreed.clone(), 1), Err(Refusal::NotAllowed));
        let second = claimed(agreed.clone(), 2).unwrap();
        assert_eq!(second.clone().rule(registrar(2), Ruling::LayBack, true), Ok(agreed));
        assert_eq!(second.rule(registrar(2), Ruling::Approve, true), Ok(CaseState::Approved));
    }

    #[test]
    fn a_return_needs_words_and_the_mended_case_begins_anew() {
        let remark = |words: &str| SpotRemark { spot: Item::Address.into(), words: words.into() };
        let mine = claimed(CaseState::Submitted, 1).unwrap();
        let silent = mine.clone().rule(registrar(1), Ruling::Return { remarks: vec![remark(" ")] }, false);
        assert_eq!(silent, Err(Refusal::field(Field::Remark, Fault::Empty)));
        let told = mine.rule(registrar(1), Ruling::Return { remarks: vec![remark("写全"), remark("")] }, true).unwrap();
        assert_eq!(told, CaseState::Returned { remarks: vec![remark("写全")] });
        assert_eq!(claimed(told.clone(), 1), Err(Refusal::MovedOn));
        assert_eq!(told.resubmit(), Ok(CaseState::Submitted));
    }

    #[test]
    fn what_is_decided_stays_decided() {
        for state in [CaseState::Approved, CaseState::Withdrawn] {
            assert_eq!(claimed(state.clone(), 1), Err(Refusal::MovedOn));
            assert_eq!(state.clone().resubmit(), Err(Refusal::MovedOn));
            assert_eq!(state.clone().withdraw(), Err(Refusal::MovedOn));
            assert_eq!(state.rule(registrar(1), Ruling::Approve, false), Err(Refusal::MovedOn));
        }
    }
}
