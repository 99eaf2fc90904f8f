//! Drawing coefficients (抽取系数) so that nobody can steer what comes out.
//!
//! The tender document names each coefficient and its values before anybody bids. What is drawn follows from a secret of
//! the platform, whose digest is told before decryption, and from the keys of all forms that are read out, which their
//! bidders fixed when they sealed: the platform is bound before it knows a key, and a bidder is bound before the platform
//! was. To hold a key back costs the bid. `app/ledger/FORMAT.md`, section 4, has every byte.

use serde::{Deserialize, Serialize};

use crate::Fault;

/// Most coefficients of a lot.
const MOST: usize = 4;
/// Fewest and most values of one.
const VALUES: std::ops::RangeInclusive<usize> = 2..=100;
/// Longest name and value, in characters.
const LONGEST: usize = 20;

/// A coefficient, and the values of which one will be drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    pub name: String,
    pub values: Vec<String>,
}

/// How far a drawing has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    pub draws: Vec<Draw>,
    /// Of the platform's secret.
    pub digest: String,
    pub outcome: Option<Outcome>,
}

/// What everybody can reckon again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The platform's secret, hexadecimal.
    pub secret: String,
    /// The value of each coefficient, in their order.
    pub values: Vec<String>,
}

impl Drawing {
    /// What was drawn, as `name = value`.
    #[must_use]
    pub fn told(&self, between: &str) -> Option<String> {
        let values = &self.outcome.as_ref()?.values;
        let each: Vec<String> =
            self.draws.iter().zip(values).map(|(draw, value)| format!("{} = {value}", draw.name)).collect();
        Some(each.join(between))
    }

    /// The outcome names one of the values of each coefficient.
    #[must_use]
    pub fn allows(&self, outcome: &Outcome) -> bool {
        let drawn = &outcome.values;
        self.outcome.is_none()
            && drawn.len() == self.draws.len()
            && self.draws.iter().zip(drawn).all(|(draw, value)| draw.values.contains(value))
    }
}

/// What a tenderer types: a coefficient a line, its name, a colon, and its values with blanks between them.
///
/// # Errors
/// `NotADraw` with the number of the line, counted from 1.
pub fn parse(typed: &str) -> Result<Vec<Draw>, Fault> {
    let lines = || (1..).zip(typed.lines()).filter(|(_, line)| !line.trim().is_empty());
    if let Some((line, _)) = lines().nth(MOST) {
        return Err(Fault::NotADraw { line });
    }
    lines().map(|(line, text)| one(text).ok_or(Fault::NotADraw { line })).collect()
}

fn one(text: &str) -> Option<Draw> {
    let (name, values) = text.split_once(['：', ':'])?;
    let separators = |c: char| c.is_whitespace() || matches!(c, '、' | '，' | ',');
    let values: Vec<String> = values.split(separators).filter(|value| !value.is_empty()).map(str::to_owned).collect();
    let name = name.trim().to_owned();
    let short = |text: &String| (1..=LONGEST).contains(&text.chars().count());
    let differ = (1..values.len()).all(|at| !values[..at].contains(&values[at]));
    let sound = short(&name) && values.iter().all(short) && VALUES.contains(&values.len()) && differ;
    sound.then_some(Draw { name, values })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coefficient_a_line_with_its_values() {
        let typed = "下浮系数K：0.95 0.96，0.97、0.98\n\n  权重C1: 30% 40%\n";
        let draws = parse(typed).unwrap();
        assert_eq!(draws[0].name, "下浮系数K");
        assert_eq!(draws[0].values, ["0.95", "0.96", "0.97", "0.98"]);
        assert_eq!(draws[1], Draw { name: "权重C1".into(), values: vec!["30%".into(), "40%".into()] });
        assert_eq!(parse("  \n"), Ok(Vec::new()));
    }

    #[test]
    fn a_line_that_can_not_be_drawn_from_is_named() {
        let many = (0..101).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
        let long = "长".repeat(21);
        for wrong in [
            "0.95 0.96",
            "：1 2",
            "K：0.95",
            "K：1 1",
            &format!("K：{many}"),
            &format!("{long}：1 2"),
            &format!("K：1 {long}"),
        ] {
            assert_eq!(parse(&format!("K：1 2\n{wrong}")), Err(Fault::NotADraw { line: 2 }), "{wrong}");
        }
        assert_eq!(parse(&"K：1 2\n".repeat(5)), Err(Fault::NotADraw { line: 5 }));
    }

    #[test]
    fn an_outcome_holds_one_value_of_each() {
        let drawing = Drawing { draws: parse("K：1 2\nC：3 4").unwrap(), digest: String::new(), outcome: None };
        let outcome = |values: &[&str]| Outcome {
            secret: String::new(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        };
        assert!(drawing.allows(&outcome(&["1", "4"])));
        for wrong in [&["4", "1"][..], &["1"], &["1", "4", "4"], &[]] {
            assert!(!drawing.allows(&outcome(wrong)), "{wrong:?}");
        }
        let drawn = Drawing { outcome: Some(outcome(&["1", "3"])), ..drawing };
        assert!(!drawn.allows(&outcome(&["1", "4"])), "once");
    }
}
