//! A lot (标段): what is asked for, until when, and how its opening will run.

mod rules;

use serde::{Deserialize, Serialize};

use crate::draw::{self, Draw};
use crate::quote::{Procedure, Rounds, RoundsInput};
use crate::refusal::{Problems, whole_number};
use crate::{Fault, Fen, Field, Refusal, Timestamp};

pub use rules::{Clauses, Rules, RulesForm};

/// The terms of a lot as its tender document sets them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub code: String,
    pub title: String,
    pub tenderer: String,
    /// Highest price allowed (最高投标限价).
    pub ceiling: Fen,
    /// Amount of the bid guarantee demanded; at most 2 % of the estimated price (条例 §26).
    pub guarantee: Fen,
    /// Days a bid stays valid, counted from the deadline (条例 §25).
    pub validity_days: u32,
    pub deadline: Timestamp,
    /// Length of the decrypt window; no law gives a number, the tender document does.
    pub decrypt_seconds: u32,
    /// Length of the window for objections and confirmation.
    pub objection_seconds: u32,
    /// What is drawn at the opening (抽取系数).
    #[serde(default)]
    pub draws: Vec<Draw>,
    #[serde(default)]
    pub rules: Rules,
    /// The tender (招标项目) whose lots are opened together, where they have one deadline; empty for a lot alone.
    #[serde(default)]
    pub project: String,
    /// A practice opening (模拟开标): real code paths, no real trade.
    pub practice: bool,
    #[serde(default, skip_serializing_if = "Procedure::is_tender")]
    pub procedure: Procedure,
    /// Rounds of quotation after the read-out, in a negotiation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounds: Option<Rounds>,
}

/// What a tenderer types to announce a lot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotForm {
    pub lot_code: String,
    pub lot_title: String,
    pub tenderer: String,
    pub ceiling: String,
    pub guarantee_demand: String,
    pub deadline: String,
    pub decrypt_minutes: String,
    pub objection_minutes: String,
    pub validity_days: String,
    #[serde(default)]
    pub draws: String,
    #[serde(default)]
    pub rules: RulesForm,
    #[serde(default)]
    pub project: String,
    #[serde(default)]
    pub rounds: RoundsInput,
}

impl LotForm {
    /// # Errors
    /// `Invalid` with every problem found; the deadline must lie after `now`.
    pub fn check(&self, now: Timestamp) -> Result<Terms, Refusal> {
        let mut problems = Problems::default();
        let code = problems.text(Field::LotCode, &self.lot_code, 40);
        let title = problems.text(Field::LotTitle, &self.lot_title, 120);
        let tenderer = problems.text(Field::Tenderer, &self.tenderer, 100);
        let ceiling = problems.take(Field::Ceiling, Fen::parse_yuan(&self.ceiling).map_err(Fault::Money));
        let demand = Fen::parse_yuan(&self.guarantee_demand).map_err(Fault::Money);
        let guarantee = problems.take(Field::GuaranteeDemand, demand);
        if let (Some(ceiling), Some(guarantee)) = (ceiling, guarantee)
            && guarantee.get() * 50 > ceiling.get()
        {
            let most = Fen::new(ceiling.get() / 50);
            problems.add(Field::GuaranteeDemand, Fault::AboveCeiling { ceiling: most });
        }
        let deadline = problems.take(Field::Deadline, future(&self.deadline, now));
        let decrypt = problems.take(Field::DecryptMinutes, whole_number(&self.decrypt_minutes, 1, 240));
        let objections = problems.take(Field::ObjectionMinutes, whole_number(&self.objection_minutes, 1, 240));
        let validity = problems.take(Field::ValidityDays, whole_number(&self.validity_days, 1, 365));
        let draws = problems.take(Field::Draws, draw::parse(&self.draws));
        let rules = problems.all(self.rules.check(objections));
        let project = if self.project.trim().is_empty() {
            Some(String::new())
        } else {
            problems.text(Field::Project, &self.project, 40)
        };
        let rounds = self.rounds.check(&mut problems);
        let clause = match rounds {
            Some((_, Some(_))) => problems.text(Field::QuoteClause, &self.rules.clauses.quote, rules::LONGEST_CLAUSE),
            _ => Some(String::new()),
        };
        let terms = (|| {
            let (procedure, rounds) = rounds?;
            let mut rules = rules?;
            rules.clauses.quote = clause?;
            Some(Terms {
                code: code?,
                title: title?,
                tenderer: tenderer?,
                ceiling: ceiling?,
                guarantee: guarantee?,
                validity_days: validity?,
                deadline: deadline?,
                decrypt_seconds: decrypt? * 60,
                objection_seconds: objections? * 60,
                draws: draws?,
                rules,
                project: project?,
                practice: false,
                procedure,
                rounds,
            })
        })();
        problems.into_result(terms)
    }
}

fn future(typed: &str, now: Timestamp) -> Result<Timestamp, Fault> {
    let at = Timestamp::parse_local(typed).map_err(|_| Fault::NotADate)?;
    if at > now { Ok(at) } else { Err(Fault::NotInFuture) }
}

#[cfg(test)]
impl Terms {
    /// For tests to which only the deadline matters, and amounts that fit.
    pub(crate) fn sample(deadline: Timestamp) -> Self {
        Self {
            code: "A".into(),
            title: "B".into(),
            tenderer: "C".into(),
            ceiling: Fen::from_yuan(1_000_000),
            guarantee: Fen::from_yuan(20_000),
            validity_days: 90,
            deadline,
            decrypt_seconds: 60,
            objection_seconds: 60,
            draws: Vec::new(),
            rules: Rules::default(),
            project: String::new(),
            practice: false,
            procedure: Procedure::Tender,
            rounds: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guarantee_above_two_percent_and_a_past_deadline_are_refused_together() {
        let now = Timestamp::parse_local("2026-11-24T09:00").unwrap();
        let form = LotForm {
            lot_code: "XM-001".into(),
            lot_title: "道路养护".into(),
            tenderer: "某局".into(),
            ceiling: "1000000".into(),
            guarantee_demand: "20000.01".into(),
            deadline: "2026-11-24T09:00".into(),
            decrypt_minutes: "30".into(),
            objection_minutes: "10".into(),
            validity_days: "90".into(),
            draws: "K：0.95".into(),
            rules: RulesForm::default(),
            project: String::new(),
            rounds: RoundsInput::default(),
        };
        let Err(Refusal::Invalid { problems }) = form.check(now) else { panic!("accepted") };
        assert_eq!(problems[0].fault, Fault::AboveCeiling { ceiling: Fen::from_yuan(20_000) });
        assert_eq!(problems[1].fault, Fault::NotInFuture);
        assert_eq!(problems[2].fault, Fault::NotADraw { line: 1 });
        assert_eq!(problems[3].field, Field::DecryptClause);
        let (guarantee_demand, deadline) = ("20000".into(), "2026-11-24T09:01".into());
        let clauses = Clauses { decrypt: "5.2".into(), objection: "5.4".into(), ..Clauses::default() };
        let rules = RulesForm { clauses, ..RulesForm::default() };
        let mended = LotForm { guarantee_demand, deadline, draws: String::new(), rules, ..form };
        assert_eq!(mended.check(now).unwrap().decrypt_seconds, 1800);
    }
}
