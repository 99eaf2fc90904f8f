//! The unified social credit code (统一社会信用代码), GB 32100-2015.
//!
//! Eighteen characters: registering authority, kind of organisation, administrative division (6 digits, GB/T 2260),
//! organisation code (9, GB 11714-1997) and a check character. The letters I, O, Z, S and V are never used.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Table of the standard: a character's value is its place here.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Weights of the first seventeen characters: 3^(i-1) mod 31.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// Weights of GB 11714-1997 for the organisation code inside.
const INNER_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// A code whose characters, division digits and check character are right.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CreditCode([u8; 18]);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CreditCodeFault {
    #[error("empty")]
    Empty,
    /// Blanks, full-width or lower-case characters; `meant` is the code in its proper form.
    #[error("written in another form: {meant}")]
    Form { kind: FormFault, meant: String },
    #[error("{found} characters instead of 18")]
    Length { found: u32 },
    /// `position` counts from 1.
    #[error("character {character:?} at {position} is not in the code's alphabet")]
    Character { character: char, position: u32 },
    #[error("the division (3rd to 8th character) must be digits")]
    Division,
    #[error("the check character does not fit")]
    Check,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormFault {
    Blank,
    FullWidth,
    LowerCase,
}

impl CreditCode {
    /// Reads what a person typed. Blanks around it are forgiven, everything else is named.
    ///
    /// # Errors
    /// The first fault in the order form, length, characters, division, check character.
    pub fn parse(typed: &str) -> Result<Self, CreditCodeFault> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(CreditCodeFault::Empty);
        }
        if let Some(kind) = form_fault(typed) {
            return Err(CreditCodeFault::Form { kind, meant: proper_form(typed) });
        }
        let characters: Vec<char> = typed.chars().collect();
        if characters.len() != 18 {
            return Err(CreditCodeFault::Length { found: characters.len() as u32 });
        }
        if let Some(at) = characters.iter().position(|c| value(*c).is_none()) {
            return Err(CreditCodeFault::Character { character: characters[at], position: at as u32 + 1 });
        }
        // The alphabet is ASCII.
        let bytes: [u8; 18] = std::array::from_fn(|at| characters[at] as u8);
        if !bytes[2..8].iter().all(u8::is_ascii_digit) {
            return Err(CreditCodeFault::Division);
        }
        if bytes[17] != check_character(&bytes[..17]) {
            return Err(CreditCodeFault::Check);
        }
        Ok(Self(bytes))
    }

    /// Completes seventeen characters by their check character; `None` when they can not begin a code.
    #[must_use]
    pub fn complete(first: &str) -> Option<Self> {
        if first.len() != 17 || !first.chars().all(|c| value(c).is_some()) {
            return None;
        }
        Self::parse(&format!("{first}{}", char::from(check_character(first.as_bytes())))).ok()
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The six digits of the administrative division (GB/T 2260).
    #[must_use]
    pub fn division(&self) -> &str {
        &self.as_str()[2..8]
    }

    /// Whether the organisation code inside (9th to 17th) passes its own check. Some real codes fail it, so a failing
    /// one deserves a warning, not a refusal.
    #[must_use]
    pub fn inner_check_fits(&self) -> bool {
        let inner = &self.0[8..17];
        let sum: u32 = INNER_WEIGHTS.iter().zip(inner).map(|(weight, c)| weight * inner_value(*c)).sum();
        let expected = match 11 - sum % 11 {
            10 => b'X',
            11 => b'0',
            digit => b'0' + digit as u8,
        };
        inner[8] == expected
    }

    /// Registering authority and kind of organisation, where the standard's table names the pair.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        let pair = (char::from(self.0[0]), char::from(self.0[1]));
        Kind::ALL.iter().copied().find(|kind| kind.pair == pair)
    }
}

/// One line of the standard's table 2: authority and kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    pub pair: (char, char),
    pub chinese: &'static str,
    pub english: &'static str,
}

impl Kind {
    /// The kinds that trade here; codes of other kinds are valid and shown without a name.
    pub const ALL: [Self; 9] = [
        Self { pair: ('1', '1'), chinese: "机关", english: "state organ" },
        Self { pair: ('1', '2'), chinese: "事业单位", english: "public institution" },
        Self { pair: ('5', '1'), chinese: "社会团体", english: "social organisation" },
        Self { pair: ('5', '2'), chinese: "民办非企业单位", english: "private non-enterprise unit" },
        Self { pair: ('9', '1'), chinese: "企业", english: "enterprise" },
        Self { pair: ('9', '2'), chinese: "个体工商户", english: "sole trader" },
        Self { pair: ('9', '3'), chinese: "农民专业合作社", english: "farmers' cooperative" },
        Self { pair: ('N', '3'), chinese: "乡镇级集体经济组织", english: "township collective" },
        Self { pair: ('Y', '1'), chinese: "其他机构", english: "other organisation" },
    ];
}

fn value(c: char) -> Option<u32> {
    ALPHABET.iter().position(|a| char::from(*a) == c).map(|place| place as u32)
}

/// GB 11714 counts letters A = 10 … Z = 35, unlike the outer alphabet.
fn inner_value(c: u8) -> u32 {
    char::from(c).to_digit(36).unwrap_or(0)
}

fn check_character(first: &[u8]) -> u8 {
    let sum: u32 = first.iter().zip(WEIGHTS).map(|(c, weight)| value(char::from(*c)).unwrap_or(0) * weight).sum();
    ALPHABET[((31 - sum % 31) % 31) as usize]
}

fn form_fault(typed: &str) -> Option<FormFault> {
    if typed.chars().any(char::is_whitespace) {
        Some(FormFault::Blank)
    } else if typed.chars().any(|c| matches!(c, '\u{ff01}'..='\u{ff5e}')) {
        Some(FormFault::FullWidth)
    } else if typed.chars().any(|c| c.is_ascii_lowercase()) {
        Some(FormFault::LowerCase)
    } else {
        None
    }
}

fn proper_form(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for CreditCode {
    type Err = CreditCodeFault;

    fn from_str(text: &str) -> Result<Self, CreditCodeFault> {
        Self::parse(text)
    }
}

impl Serialize for CreditCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CreditCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Codes in public use and the standard's own example with its check character corrected.
    const GOOD: [&str; 10] = [
        "914403001922038216",
        "91100000100003962T",
        "9144030071526726XG",
        "91440300708461136T",
        "91350203MA344PKP8K",
        "91211121059812484C",
        "91410200769463127C",
        "91350100M000100Y43",
        "911525001000002270",
        "91152500100000104Y",
    ];

    #[test]
    fn published_codes_are_accepted_inside_and_out() {
        for code in GOOD {
            assert!(CreditCode::parse(code).unwrap().inner_check_fits(), "{code}");
        }
    }

    #[test]
    fn a_failing_inner_check_is_no_refusal() {
        assert!(!CreditCode::parse("91310000631295002H").unwrap().inner_check_fits());
    }

    #[test]
    fn each_fault_has_its_own_name() {
        use CreditCodeFault as F;
        let meant = || "91100000100003962T".to_owned();
        for (typed, fault) in [
            ("  ", F::Empty),
            ("91100000 100003962T", F::Form { kind: FormFault::Blank, meant: meant() }),
            ("９１100000100003962T", F::Form { kind: FormFault::FullWidth, meant: meant() }),
            ("91100000100003962t", F::Form { kind: FormFault::LowerCase, meant: meant() }),
            ("9110000010000396", F::Length { found: 16 }),
            // 18 bytes, and a sum that would fit if a foreign letter counted as nothing.
            ("M144200000081ˬ3ST", F::Length { found: 17 }),
            ("91350100M000100Y4Z", F::Character { character: 'Z', position: 18 }),
            ("9I100000100003962T", F::Character { character: 'I', position: 2 }),
            ("91A00000100003962T", F::Division),
            ("91100000100003962A", F::Check),
        ] {
            assert_eq!(CreditCode::parse(typed), Err(fault), "{typed}");
        }
    }

    #[test]
    fn a_code_tells_its_kind_and_division() {
        let code = CreditCode::parse("911525001000002270").unwrap();
        assert_eq!((code.kind().unwrap().chinese, code.division()), ("企业", "152500"));
    }

    fn any_code() -> impl Strategy<Value = CreditCode> {
        ("[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}")
            .prop_filter_map("completes", |first| CreditCode::complete(&first))
    }

    proptest! {
        #[test]
        fn a_code_made_by_the_rule_is_accepted(code in any_code()) {
            prop_assert_eq!(CreditCode::parse(code.as_str()), Ok(code));
        }

        #[test]
        fn any_single_substitution_is_refused(code in any_code(), at in 0..18usize, with in 0..31usize) {
            let mut bytes = code.0;
            prop_assume!(bytes[at] != ALPHABET[with]);
            bytes[at] = ALPHABET[with];
            prop_assert!(CreditCode::parse(std::str::from_utf8(&bytes).unwrap()).is_err());
        }

        #[test]
        fn any_swap_of_differing_neighbours_is_refused(code in any_code(), at in 0..17usize) {
            let mut bytes = code.0;
            prop_assume!(bytes[at] != bytes[at + 1]);
            bytes.swap(at, at + 1);
            prop_assert!(CreditCode::parse(std::str::from_utf8(&bytes).unwrap()).is_err());
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".*") {
            let _ = CreditCode::parse(&text);
        }
    }
}
