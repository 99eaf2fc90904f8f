//! What is asked of the subject database, and what it answers.

use serde::{Deserialize, Serialize};

use super::role::SubjectRole;
use super::standing::Standing;
use crate::{CreditCode, SubjectId};

/// Fewest characters of a name, or of a code's beginning, that are searched for.
pub const FEWEST: u32 = 2;

/// All of it must hold; what is empty asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SubjectQuery {
    /// The beginning of a credit code, or any part of a name.
    pub text: String,
    /// A division of two, four or six digits, with all that lie in it; zeros at the end count as none.
    pub division: String,
    /// As [`SubjectRole::name`].
    pub role: String,
    /// As [`Standing`] is stored.
    pub standing: String,
    /// Go on after the subject of this number; empty from the first.
    pub after: String,
}

/// A page of subjects, in the order in which they were registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundSubjects {
    pub lines: Vec<FoundSubject>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundSubject {
    pub id: SubjectId,
    pub code: CreditCode,
    pub name: String,
    /// By name, from the code.
    pub division: String,
    pub roles: Vec<SubjectRole>,
    pub standing: Standing,
}

/// A name as it is searched: letters, digits and characters alone, in lower case, so that neither brackets of another width
/// nor blanks keep it from being found.
#[must_use]
pub fn folded(name: &str) -> String {
    let narrow = |c: char| match c {
        // Fullwidth forms of ASCII (Unicode, Halfwidth and Fullwidth Forms).
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    name.chars().map(narrow).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_whatever_stands_between_their_characters() {
        assert_eq!(folded("锡林郭勒（集团）有限公司"), "锡林郭勒集团有限公司");
        assert_eq!(folded("ＡＢＣ 科技(北京)"), "abc科技北京");
        assert_eq!(folded("——"), "");
    }
}
