//! Where a company stands in the subject database, as everybody's acts ask for it.

use serde::{Deserialize, Serialize};

use crate::{Day, Refusal};

/// Where a registration stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Waits for a registrar.
    Submitted,
    /// Sent back to be mended; `remark` says what.
    Returned { remark: String },
    /// In force: the subject may bid.
    Approved,
    /// Its yearly confirmation is overdue: never stored, see [`Standing::on`].
    Overdue,
    /// Held by a decision, until another lifts it.
    Suspended,
    /// Struck off, or merged into another: there is nobody any more.
    Cancelled,
}

impl Standing {
    /// How it stands on a day. Whoever has not confirmed its data by the day they were due may begin nothing new until it
    /// does; what it has committed stands, and it takes part in its openings.
    #[must_use]
    pub fn on(self, today: Day, due: Option<Day>) -> Self {
        match self {
            Self::Approved if due.is_some_and(|due| today > due) => Self::Overdue,
            other => other,
        }
    }

    /// # Errors
    /// `NotApproved` for whoever may begin nothing.
    pub fn in_force(self) -> Result<(), Refusal> {
        match self {
            Self::Approved => Ok(()),
            standing => Err(Refusal::NotApproved { standing }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_approved_company_is_overdue_from_the_day_after_and_no_other_is() {
        let due: Day = "2026-11-24".parse().unwrap();
        assert_eq!(Standing::Approved.on(due, Some(due)), Standing::Approved);
        assert_eq!(Standing::Approved.on(due.plus(1), Some(due)), Standing::Overdue);
        assert_eq!(Standing::Approved.on(due.plus(1), None), Standing::Approved);
        assert_eq!(Standing::Suspended.on(due.plus(1), Some(due)), Standing::Suspended);
        assert!(Standing::Overdue.in_force().is_err() && Standing::Approved.in_force().is_ok());
    }
}
