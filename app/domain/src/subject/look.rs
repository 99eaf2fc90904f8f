//! Looks at what is masked: who asks to see one entry, what for, and what its company is told of it.

use serde::{Deserialize, Serialize};

use super::item::Spot;
use crate::refusal::text;
use crate::{CreditCode, Field, LotId, Refusal, Role, Timestamp};

/// Longest purpose, in characters.
pub const LONGEST_PURPOSE: u32 = 100;

/// One value that somebody wants to see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sought {
    /// An entry of a case, or the same entry of the data in force beside it.
    Case { case: String, spot: Spot, in_force: bool },
    /// The telephone of whoever is to be rung up about a call for help.
    Help { lot: LotId, call: u64 },
}

/// What the journal keeps of a look: never the value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    pub role: Role,
    pub entry: Spot,
    pub purpose: String,
}

impl Look {
    /// # Errors
    /// `Invalid` without a purpose, or with one that is too long.
    pub fn new(role: Role, entry: Spot, purpose: &str) -> Result<Self, Refusal> {
        let purpose = text(purpose, LONGEST_PURPOSE).map_err(|fault| Refusal::field(Field::Reason, fault))?;
        Ok(Self { role, entry, purpose })
    }
}

/// One look, as the company is told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookLine {
    pub at: Timestamp,
    /// The login of whoever looked.
    pub who: String,
    pub look: Look,
}

/// Every look at what is on file of a company, newest first (个人信息保护法 §44, §45: to know, and to be told).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looks {
    pub company: String,
    pub code: CreditCode,
    pub lines: Vec<LookLine>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fault;
    use crate::subject::item::Item;

    #[test]
    fn nobody_looks_without_a_purpose() {
        let look = |purpose: &str| Look::new(Role::Registrar, Item::ContactPhone.into(), purpose);
        assert_eq!(look(" 联系补正 ").unwrap().purpose, "联系补正");
        assert_eq!(look("  "), Err(Refusal::field(Field::Reason, Fault::Empty)));
        assert!(look(&"字".repeat(101)).is_err() && look(&"字".repeat(100)).is_ok());
    }
}
