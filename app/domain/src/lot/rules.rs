//! What the tender document says of the opening, and where: each rule beside the windows that every opening has, and the
//! clause that is the source of each window. No law gives these numbers; 20号令 §31 lets the tender document set what
//! remedies a failed decryption.

use serde::{Deserialize, Serialize};

use crate::refusal::{Problems, whole_number};
use crate::{Fault, Field, Refusal};

/// Longest name of a clause, in characters.
pub(super) const LONGEST_CLAUSE: u32 = 60;

/// A lot that was announced without them has the plain ones: the host names the bidders when it likes, who is late may
/// still sign in, confirming takes as long as objecting, and what is damaged stays damaged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// For so long after the deadline nobody is named, so that all can sign in.
    pub sign_in_seconds: u32,
    /// Who has not signed in by then does not take part.
    pub strict_sign_in: bool,
    /// At most as long as the window for objections, with which it begins.
    pub confirm_seconds: Option<u32>,
    /// A bidder whose stored bid is damaged may send the same sealed bytes again, in the time for decryption (补传).
    pub restore: bool,
    pub clauses: Clauses,
}

/// Clauses of the tender document, such as `投标人须知 5.2`; empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Clauses {
    pub sign_in: String,
    pub decrypt: String,
    pub confirm: String,
    pub objection: String,
    pub restore: String,
    /// Of the rounds of a negotiation.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub quote: String,
}

/// What a tenderer types.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RulesForm {
    /// Empty for none.
    pub sign_in_minutes: String,
    pub strict_sign_in: bool,
    /// Empty for as long as objections.
    pub confirm_minutes: String,
    pub restore: bool,
    pub clauses: Clauses,
}

impl RulesForm {
    /// # Errors
    /// `Invalid` with every problem found; confirming may take at most `objections`, in minutes.
    pub fn check(&self, objections: Option<u32>) -> Result<Rules, Refusal> {
        let mut problems = Problems::default();
        let most = objections.unwrap_or(240);
        let sign_in = match maybe(&self.sign_in_minutes, 240) {
            Ok(None) if self.strict_sign_in => Err(Fault::Empty),
            minutes => minutes,
        };
        let sign_in = problems.take(Field::SignInMinutes, sign_in);
        let confirm = problems.take(Field::ConfirmMinutes, maybe(&self.confirm_minutes, most));
        let asked = &self.clauses;
        // A clause is asked for wherever the document departs from the plain rule, and for the windows of every opening.
        let mut clause = |field, typed: &str, demanded: bool| {
            let named =
                if demanded || !typed.trim().is_empty() { problems.text(field, typed, LONGEST_CLAUSE) } else { None };
            named.unwrap_or_default()
        };
        let clauses = Clauses {
            sign_in: clause(Field::SignInClause, &asked.sign_in, self.strict_sign_in || sign_in.flatten().is_some()),
            decrypt: clause(Field::DecryptClause, &asked.decrypt, true),
            confirm: clause(Field::ConfirmClause, &asked.confirm, confirm.flatten().is_some()),
            objection: clause(Field::ObjectionClause, &asked.objection, true),
            restore: clause(Field::RestoreClause, &asked.restore, self.restore),
            // Only rounds have one, and they are checked with their lot.
            quote: String::new(),
        };
        let rules = (|| {
            Some(Rules {
                sign_in_seconds: sign_in?.unwrap_or(0) * 60,
                strict_sign_in: self.strict_sign_in,
                confirm_seconds: confirm?.map(|minutes| minutes * 60),
                restore: self.restore,
                clauses,
            })
        })();
        problems.into_result(rules)
    }
}

/// Whole minutes from 1 on, or nothing.
fn maybe(typed: &str, most: u32) -> Result<Option<u32>, Fault> {
    if typed.trim().is_empty() { Ok(None) } else { whole_number(typed, 1, most).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> RulesForm {
        let clauses = Clauses { decrypt: "5.2.1".into(), objection: "5.2.3".into(), ..Clauses::default() };
        RulesForm { clauses, ..RulesForm::default() }
    }

    fn faults(form: &RulesForm) -> Vec<Field> {
        let Err(Refusal::Invalid { problems }) = form.check(Some(10)) else { panic!("accepted: {form:?}") };
        problems.into_iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn the_windows_of_every_opening_need_their_clause_and_nothing_else_does() {
        let plain = form().check(Some(10)).unwrap();
        assert_eq!(plain, Rules { clauses: form().clauses, ..Rules::default() });
        assert_eq!(faults(&RulesForm::default()), [Field::DecryptClause, Field::ObjectionClause]);
    }

    #[test]
    fn whatever_departs_from_the_plain_rule_needs_its_clause() {
        let departs = RulesForm {
            sign_in_minutes: "15".into(),
            strict_sign_in: true,
            confirm_minutes: "5".into(),
            restore: true,
            ..form()
        };
        assert_eq!(faults(&departs), [Field::SignInClause, Field::ConfirmClause, Field::RestoreClause]);
        let named = |text: &str| text.to_owned();
        let clauses = Clauses {
            sign_in: named(" 5.1 "),
            confirm: named("5.2.2"),
            restore: named("5.3"),
            ..departs.clauses.clone()
        };
        let rules = RulesForm { clauses, ..departs }.check(Some(10)).unwrap();
        assert_eq!(
            (rules.sign_in_seconds, rules.confirm_seconds, rules.clauses.sign_in.as_str()),
            (900, Some(300), "5.1")
        );
    }

    #[test]
    fn nobody_is_late_where_there_is_no_time() {
        let clauses = Clauses { sign_in: "5.1".into(), ..form().clauses };
        assert_eq!(faults(&RulesForm { strict_sign_in: true, clauses, ..form() }), [Field::SignInMinutes]);
    }

    #[test]
    fn confirming_ends_no_later_than_objecting() {
        let clauses = Clauses { confirm: "5.2.2".into(), ..form().clauses };
        let long = RulesForm { confirm_minutes: "11".into(), clauses, ..form() };
        assert_eq!(faults(&long), [Field::ConfirmMinutes]);
        assert!(long.check(Some(11)).is_ok());
    }
}
