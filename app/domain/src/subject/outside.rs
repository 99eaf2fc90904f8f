//! What others know of a company: asked for each case, and never waited for.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// The business registry: name, legal representative, state.
    Registry,
    /// The lists of those who may not bid.
    Credit,
    /// The list of qualifications.
    Qualification,
}

impl Question {
    pub const ALL: [Self; 3] = [Self::Registry, Self::Credit, Self::Qualification];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Registry => "registry",
            Self::Credit => "credit",
            Self::Qualification => "qualification",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.name() == name)
    }
}

/// What came of asking once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    Agrees,
    /// What differs, in the source's own words.
    Differs {
        what: String,
    },
    /// The source does not have the company.
    Unknown,
    /// It could not be reached: asked again later.
    Open {
        trouble: String,
    },
}

/// One attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub question: Question,
    /// Who was asked.
    pub source: String,
    pub at: Timestamp,
    pub finding: Finding,
}

/// A list that the centre loaded: of whom, when, and how many lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extract {
    pub question: Question,
    pub name: String,
    pub loaded: Timestamp,
    pub lines: u32,
}

/// What became of a list that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Loaded {
    /// `skipped` are lines without a proper code, counted from 1; at most the first hundred are named.
    Taken { lines: u32, skipped: Vec<u32> },
    /// Neither CSV in UTF-8 nor XLSX.
    NotATable,
    /// No column is called 统一社会信用代码.
    NoCodes,
}

/// When to ask again what could not be reached: after a minute, and each time twice as long, at most six hours.
#[must_use]
pub fn next_attempt(last: Timestamp, failed: u32) -> Timestamp {
    last.plus_seconds((60_i64 << failed.saturating_sub(1).min(9)).min(6 * 3600))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_answer_is_asked_less_and_less_often_and_never_given_up() {
        let last = Timestamp::from_millis(0);
        let waits: Vec<i64> = [1, 2, 3, 9, 10, 400].map(|failed| next_attempt(last, failed).millis() / 1000).into();
        assert_eq!(waits, [60, 120, 240, 15_360, 21_600, 21_600]);
    }
}
