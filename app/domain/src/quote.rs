//! Rounds of quotation (多轮报价): sealed prices after the read-out, asked for and opened round by round like bids.
//!
//! In a tender nobody may negotiate the price (招标投标法 §43), so there are rounds in negotiations alone: 竞争性谈判
//! (财政部令第74号) and 竞争性磋商 (财库〔2014〕214号). What is built on: the last quotation is part of the offer, and whoever
//! hands none in has left (74号令 §33, §34; 214号 §21, §22). 政府采购法 §38 keeps the others' prices from whoever negotiates,
//! and a round is read out to all: it is for tender documents that say so, as the form for a lot tells. None of these
//! articles was at hand in full: check them before relying on their numbers.
//!
//! The rule of a round, also told on its pages: who is in may hand in one quotation, and it stands. Who hands in none, or
//! does not release its key, has left (退出): its earlier prices stay in the record, and it is asked no more. Where the
//! platform bears that a quotation was not opened, the price before stands and its bidder is asked again. A price above the
//! ceiling shows only when it is opened: it is read out, marked, and left to those who evaluate. See
//! [`crate::room::RoundEvent`] for the course of it.

use serde::{Deserialize, Serialize};

use crate::lot::Terms;
use crate::refusal::{Problems, whole_number};
use crate::room::Above;
use crate::{Fault, Fen, Field, Refusal, bid};

/// Most rounds of a lot.
pub const MOST_ROUNDS: u32 = 3;

/// Bytes of a quotation's plaintext. All are of one length, so that none tells how many figures its price has.
pub const SIZE: usize = 64;

/// How offers are asked for (采购方式).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Procedure {
    /// 公开招标.
    #[default]
    Tender,
    /// 竞争性谈判.
    Negotiation,
    /// 竞争性磋商.
    Consultation,
}

impl Procedure {
    pub const ALL: [Self; 3] = [Self::Tender, Self::Negotiation, Self::Consultation];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tender => "tender",
            Self::Negotiation => "negotiation",
            Self::Consultation => "consultation",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|procedure| procedure.name() == name)
    }

    #[must_use]
    pub fn is_tender(&self) -> bool {
        *self == Self::Tender
    }
}

/// What the tender document says of rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rounds {
    /// 1 to [`MOST_ROUNDS`].
    pub count: u32,
    /// Length of the window in which quotations are handed in.
    pub seconds: u32,
    /// No price may be above the same bidder's last one. No law says so; tender documents may.
    pub falling: bool,
}

/// The part of a lot's form that is about rounds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundsInput {
    /// Empty for a tender.
    pub procedure: String,
    pub rounds: String,
    pub quote_minutes: String,
    pub falling: bool,
}

impl RoundsInput {
    /// `None` when a problem was noted.
    pub fn check(&self, problems: &mut Problems) -> Option<(Procedure, Option<Rounds>)> {
        let procedure =
            if self.procedure.is_empty() { Some(Procedure::Tender) } else { Procedure::from_name(&self.procedure) };
        let procedure = problems.take(Field::Procedure, procedure.ok_or(Fault::Empty))?;
        let typed = if self.rounds.trim().is_empty() { "0" } else { &self.rounds };
        let count = problems.take(Field::Rounds, whole_number(typed, 0, MOST_ROUNDS))?;
        if count == 0 {
            return Some((procedure, None));
        }
        if procedure.is_tender() {
            problems.add(Field::Rounds, Fault::NotInATender);
            return None;
        }
        let minutes = problems.take(Field::QuoteMinutes, whole_number(&self.quote_minutes, 1, 240))?;
        Some((procedure, Some(Rounds { count, seconds: minutes * 60, falling: self.falling })))
    }
}

/// What is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quotation {
    pub price: Fen,
}

impl Quotation {
    /// What a bidder types, whose last price was `last`.
    ///
    /// # Errors
    /// `Invalid`: not an amount, above the ceiling, or above the last price where that is forbidden.
    pub fn check(typed: &str, terms: &Terms, last: Fen) -> Result<Self, Refusal> {
        let falling = terms.rounds.is_some_and(|rounds| rounds.falling);
        let most = if falling { last.min(terms.ceiling) } else { terms.ceiling };
        bid::price(typed, most).map(|price| Self { price }).map_err(|fault| Refusal::field(Field::Price, fault))
    }

    /// The plaintext: JSON, with blanks up to [`SIZE`].
    #[must_use]
    pub fn to_text(self) -> String {
        format!("{:<SIZE$}", format!("{{\"price\":{}}}", self.price.get()))
    }

    /// What the price passes, if it is more than it may be. `last` is the same bidder's price before.
    #[must_use]
    pub fn above(self, terms: &Terms, last: Fen) -> Option<Above> {
        let falling = terms.rounds.is_some_and(|rounds| rounds.falling);
        match self.price {
            price if price > terms.ceiling => Some(Above::Ceiling),
            price if falling && price > last => Some(Above::Last),
            _ => None,
        }
    }
}

/// The name of a quotation's part: the round it was sealed for.
#[must_use]
pub fn part(round: u32) -> String {
    format!("quote-{round}")
}

/// The round in the name of a part, if it is a quotation's.
#[must_use]
pub fn round_of(name: &str) -> Option<u32> {
    (1..=MOST_ROUNDS).find(|round| name == part(*round))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    fn input(procedure: &str, rounds: &str, minutes: &str) -> RoundsInput {
        RoundsInput { procedure: procedure.into(), rounds: rounds.into(), quote_minutes: minutes.into(), falling: true }
    }

    fn checked(input: &RoundsInput) -> Result<(Procedure, Option<Rounds>), Refusal> {
        let mut problems = Problems::default();
        let value = input.check(&mut problems);
        problems.into_result(value)
    }

    #[test]
    fn rounds_belong_to_negotiations_alone() {
        assert_eq!(checked(&RoundsInput::default()), Ok((Procedure::Tender, None)));
        assert_eq!(checked(&input("negotiation", "0", "")), Ok((Procedure::Negotiation, None)));
        let two = Some(Rounds { count: 2, seconds: 600, falling: true });
        assert_eq!(checked(&input("consultation", "2", "10")), Ok((Procedure::Consultation, two)));
        for procedure in ["", "tender"] {
            let refused = Refusal::field(Field::Rounds, Fault::NotInATender);
            assert_eq!(checked(&input(procedure, "1", "10")), Err(refused), "{procedure}");
        }
        let many = Refusal::field(Field::Rounds, Fault::NotInRange { min: 0, max: MOST_ROUNDS });
        assert_eq!(checked(&input("negotiation", "4", "10")), Err(many));
        let no_time = Refusal::field(Field::QuoteMinutes, Fault::Empty);
        assert_eq!(checked(&input("negotiation", "1", "")), Err(no_time));
        assert_eq!(checked(&input("auction", "0", "")), Err(Refusal::field(Field::Procedure, Fault::Empty)));
    }

    #[test]
    fn a_price_may_reach_the_last_one_but_not_pass_it_where_prices_fall() {
        let mut terms = Terms::sample(Timestamp::from_millis(0));
        let last = Fen::from_yuan(500);
        terms.rounds = Some(Rounds { count: 1, seconds: 60, falling: true });
        assert_eq!(Quotation::check("500", &terms, last), Ok(Quotation { price: last }));
        let above = Refusal::field(Field::Price, Fault::AboveCeiling { ceiling: last });
        assert_eq!(Quotation::check("500.01", &terms, last), Err(above));
        let more = Quotation { price: Fen::from_yuan(501) };
        assert_eq!(more.above(&terms, last), Some(Above::Last));
        terms.rounds = Some(Rounds { count: 1, seconds: 60, falling: false });
        assert_eq!(Quotation::check("501", &terms, last), Ok(more));
        assert_eq!(more.above(&terms, last), None);
        let ceiling = Refusal::field(Field::Price, Fault::AboveCeiling { ceiling: terms.ceiling });
        assert_eq!(Quotation::check("1000000.01", &terms, last), Err(ceiling));
        let too_much = Quotation { price: Fen::from_yuan(1_000_001) };
        assert_eq!(too_much.above(&terms, last), Some(Above::Ceiling));
    }

    #[test]
    fn every_quotation_is_as_long_as_any_other() {
        for fen in [1, 123_456, i64::MAX] {
            let quotation = Quotation { price: Fen::new(fen) };
            let text = quotation.to_text();
            assert_eq!(text.len(), SIZE);
            assert_eq!(serde_json::from_str::<Quotation>(&text).unwrap(), quotation);
        }
    }

    #[test]
    fn a_part_is_for_one_round() {
        assert_eq!(
            (1..=MOST_ROUNDS).map(|round| round_of(&part(round))).collect::<Vec<_>>(),
            [Some(1), Some(2), Some(3)]
        );
        for wrong in ["quote-0", "quote-4", "quote-01", "quote-", "form", "Quote-1"] {
            assert_eq!(round_of(wrong), None, "{wrong}");
            assert!(!bid::is_part_name(wrong) || wrong == "form");
        }
        assert!(!bid::is_part_name("quote-1"), "no bid has one");
    }
}
