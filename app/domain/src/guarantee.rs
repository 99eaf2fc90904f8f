//! The electronic guarantee (电子保函) that a bidder lodges with its bid.

use serde::{Deserialize, Serialize};

use crate::lot::Terms;
use crate::refusal::Problems;
use crate::{Day, Fault, Fen, Field, Refusal};

/// Who may issue a guarantee.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssuerKind {
    #[default]
    Bank,
    Insurer,
    GuaranteeCompany,
}

impl IssuerKind {
    pub const ALL: [Self; 3] = [Self::Bank, Self::Insurer, Self::GuaranteeCompany];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bank => "bank",
            Self::Insurer => "insurer",
            Self::GuaranteeCompany => "guarantee_company",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guarantee {
    pub kind: IssuerKind,
    pub issuer: String,
    pub number: String,
    pub amount: Fen,
    pub from: Day,
    pub until: Day,
}

/// What the bidder types.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuaranteeInput {
    pub kind: IssuerKind,
    pub issuer: String,
    pub number: String,
    pub amount: String,
    pub from: String,
    pub until: String,
}

/// Why a guarantee does not secure this lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GuaranteeFault {
    AmountBelow {
        demanded: Fen,
    },
    BeginsAfter {
        deadline: Day,
    },
    /// It must last as long as the bid (条例 §26).
    EndsBefore {
        needed: Day,
    },
}

impl GuaranteeInput {
    /// # Errors
    /// `Invalid` with every problem found: amount below the demand, beginning after the deadline, ending before the
    /// bid's validity does.
    pub fn check(&self, terms: &Terms) -> Result<Guarantee, Refusal> {
        let mut problems = Problems::default();
        let issuer = problems.text(Field::GuaranteeIssuer, &self.issuer, 100);
        let number = problems.text(Field::GuaranteeNumber, &self.number, 60);
        let amount = problems.take(Field::GuaranteeAmount, amount(&self.amount, terms.guarantee));
        let from = problems.take(Field::GuaranteeFrom, begins(&self.from, terms.deadline.day()));
        let needed = validity_end(terms);
        let until = problems.take(Field::GuaranteeUntil, ends(&self.until, needed));
        let guarantee = (|| {
            Some(Guarantee {
                kind: self.kind,
                issuer: issuer?,
                number: number?,
                amount: amount?,
                from: from?,
                until: until?,
            })
        })();
        problems.into_result(guarantee)
    }
}

/// The last day on which bids for the lot bind their bidders.
#[must_use]
pub fn validity_end(terms: &Terms) -> Day {
    terms.deadline.day().plus(i64::from(terms.validity_days))
}

fn amount(typed: &str, demanded: Fen) -> Result<Fen, Fault> {
    let amount = Fen::parse_yuan(typed).map_err(Fault::Money)?;
    if amount < demanded {
        return Err(Fault::Guarantee(GuaranteeFault::AmountBelow { demanded }));
    }
    Ok(amount)
}

fn begins(typed: &str, deadline: Day) -> Result<Day, Fault> {
    let from: Day = typed.parse().map_err(|_| Fault::NotADate)?;
    if from > deadline { Err(Fault::Guarantee(GuaranteeFault::BeginsAfter { deadline })) } else { Ok(from) }
}

fn ends(typed: &str, needed: Day) -> Result<Day, Fault> {
    let until: Day = typed.parse().map_err(|_| Fault::NotADate)?;
    if until < needed { Err(Fault::Guarantee(GuaranteeFault::EndsBefore { needed })) } else { Ok(until) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    #[test]
    fn a_guarantee_must_be_large_early_and_long_enough() {
        let terms = Terms::sample(Timestamp::parse_local("2026-12-01T09:30").unwrap());
        let good = GuaranteeInput {
            kind: IssuerKind::Bank,
            issuer: "某银行".into(),
            number: "BH-1".into(),
            amount: "20000".into(),
            from: "2026-12-01".into(),
            until: "2027-03-01".into(),
        };
        assert!(good.check(&terms).is_ok());
        let short =
            GuaranteeInput { amount: "19999.99".into(), from: "2026-12-02".into(), until: "2027-02-28".into(), ..good };
        let Err(Refusal::Invalid { problems }) = short.check(&terms) else { panic!("accepted") };
        let faults: Vec<Fault> = problems.into_iter().map(|problem| problem.fault).collect();
        assert_eq!(
            faults,
            [
                Fault::Guarantee(GuaranteeFault::AmountBelow { demanded: Fen::from_yuan(20_000) }),
                Fault::Guarantee(GuaranteeFault::BeginsAfter { deadline: "2026-12-01".parse().unwrap() }),
                Fault::Guarantee(GuaranteeFault::EndsBefore { needed: "2027-03-01".parse().unwrap() }),
            ]
        );
    }
}
