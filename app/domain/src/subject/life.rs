//! What happens to a company after it is registered: its yearly confirmation, and decisions of others that a registrar
//! enters with their document (招标投标法实施条例 §38: a bidder that merges, divides or goes bankrupt tells the tenderer
//! in writing at once, and its bid fails where it no longer meets what is asked for).

use serde::{Deserialize, Serialize};

use super::Standing;
use crate::refusal::{Problems, text};
use crate::{CreditCode, Day, Fault, Field, Refusal};

/// A confirmation holds for so many days, and may be made so many days ahead.
pub const YEAR: i64 = 365;
pub const AHEAD: i64 = 60;

/// The day by which the next confirmation is due, after one made today.
///
/// # Errors
/// `MovedOn` while the last one holds for longer than [`AHEAD`].
pub fn confirm(due: Option<Day>, today: Day) -> Result<Day, Refusal> {
    match due {
        Some(due) if due > today.plus(AHEAD) => Err(Refusal::MovedOn),
        Some(due) if due > today => Ok(due.plus(YEAR)),
        _ => Ok(today.plus(YEAR)),
    }
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LifeKind {
    Suspended,
    /// A suspension is lifted.
    Resumed,
    /// Struck off, dissolved or bankrupt.
    Cancelled,
    /// Merged into another company, which goes on.
    MergedInto,
    /// Another company was divided from it; both go on.
    Divided,
}

impl LifeKind {
    pub const ALL: [Self; 5] = [Self::Suspended, Self::Resumed, Self::Cancelled, Self::MergedInto, Self::Divided];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Suspended => "suspended",
            Self::Resumed => "resumed",
            Self::Cancelled => "cancelled",
            Self::MergedInto => "merged_into",
            Self::Divided => "divided",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether another company has part in it.
    #[must_use]
    pub const fn has_other(self) -> bool {
        matches!(self, Self::MergedInto | Self::Divided)
    }

    /// Whether the company must tell those to whom it has bid (条例 §38).
    #[must_use]
    pub const fn must_be_told(self) -> bool {
        matches!(self, Self::Cancelled | Self::MergedInto | Self::Divided)
    }
}

/// A decision as it is entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifeForm {
    pub kind: String,
    /// Number of the document.
    pub document: String,
    pub decided: String,
    pub reason: String,
    /// Code of the other company, where there is one.
    pub other: String,
}

/// A decision that was entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifeEvent {
    pub kind: LifeKind,
    pub document: String,
    pub decided: Day,
    pub reason: String,
    pub other: Option<CreditCode>,
}

impl LifeForm {
    /// # Errors
    /// `Invalid` with every problem.
    pub fn check(&self, own: CreditCode, today: Day) -> Result<LifeEvent, Refusal> {
        let mut problems = Problems::default();
        let kind = problems.take(Field::Ruling, LifeKind::from_name(&self.kind).ok_or(Fault::Empty));
        let document = problems.text(Field::Document, &self.document, 100);
        let decided = problems.take(Field::GuaranteeFrom, self.decided.parse().map_err(|_| Fault::NotADate));
        let decided = decided.filter(|day: &Day| {
            let past = *day <= today;
            if !past {
                problems.add(Field::GuaranteeFrom, Fault::NotADate);
            }
            past
        });
        let reason = problems.take(Field::Reason, text(&self.reason, 500));
        let other = match kind {
            Some(kind) if kind.has_other() => {
                let code = problems.take(Field::Code, CreditCode::parse(&self.other).map_err(Fault::CreditCode));
                if code == Some(own) {
                    problems.add(Field::Code, Fault::Taken);
                }
                code
            }
            _ => None,
        };
        let event =
            (|| Some(LifeEvent { kind: kind?, document: document?, decided: decided?, reason: reason?, other }))();
        problems.into_result(event)
    }
}

impl Standing {
    /// How a company stands after a decision.
    ///
    /// # Errors
    /// `MovedOn` where the decision does not follow: nobody is registered, or nothing is suspended.
    pub fn after(self, kind: LifeKind) -> Result<Self, Refusal> {
        match (self, kind) {
            (Self::Approved | Self::Overdue, LifeKind::Suspended) => Ok(Self::Suspended),
            (Self::Suspended, LifeKind::Resumed) => Ok(Self::Approved),
            (Self::Approved | Self::Overdue | Self::Suspended, LifeKind::Cancelled | LifeKind::MergedInto) => {
                Ok(Self::Cancelled)
            }
            (standing @ (Self::Approved | Self::Suspended), LifeKind::Divided) => Ok(standing),
            (Self::Overdue, LifeKind::Divided) => Ok(Self::Approved),
            _ => Err(Refusal::MovedOn),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_confirmation_made_ahead_loses_no_day_and_a_late_one_counts_from_today() {
        let due = day("2027-01-01");
        assert_eq!(confirm(Some(due), due.plus(-AHEAD)), Ok(due.plus(YEAR)));
        assert_eq!(confirm(Some(due), due.plus(-AHEAD - 1)), Err(Refusal::MovedOn));
        assert_eq!(confirm(Some(due), due.plus(40)), Ok(due.plus(40 + YEAR)));
    }

    #[test]
    fn a_decision_needs_its_document_and_a_merger_its_other_company() {
        let own = CreditCode::parse("911525001000002270").unwrap();
        let form = LifeForm { kind: "merged_into".into(), other: own.to_string(), ..LifeForm::default() };
        let Err(Refusal::Invalid { problems }) = form.check(own, day("2026-11-24")) else { panic!("accepted") };
        let fields: Vec<Field> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(fields, [Field::Document, Field::GuaranteeFrom, Field::Reason, Field::Code]);
    }

    #[test]
    fn who_is_gone_stays_gone() {
        assert_eq!(Standing::Approved.after(LifeKind::Suspended), Ok(Standing::Suspended));
        assert_eq!(Standing::Suspended.after(LifeKind::Resumed), Ok(Standing::Approved));
        assert_eq!(Standing::Approved.after(LifeKind::MergedInto), Ok(Standing::Cancelled));
        for kind in LifeKind::ALL {
            assert_eq!(Standing::Cancelled.after(kind), Err(Refusal::MovedOn));
            assert_eq!(Standing::Submitted.after(kind), Err(Refusal::MovedOn));
        }
    }
}
