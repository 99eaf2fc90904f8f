//! Money in fen. A price is read strictly: what the bidder typed is what is sealed.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in fen (1/100 yuan).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(i64);

/// The largest amount a form takes: one yuan less than ten thousand 亿.
const LARGEST_YUAN: i64 = 999_999_999_999;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum MoneyFault {
    #[error("empty")]
    Empty,
    #[error("full-width characters")]
    FullWidth,
    #[error("thousands separators or blanks")]
    Separator,
    #[error("negative")]
    Negative,
    #[error("zero")]
    Zero,
    #[error("more than two decimals")]
    TooManyDecimals,
    #[error("not a number")]
    NotANumber,
    #[error("too large")]
    TooLarge,
}

impl Fen {
    #[must_use]
    pub const fn new(fen: i64) -> Self {
        Self(fen)
    }

    #[must_use]
    pub const fn from_yuan(yuan: i64) -> Self {
        Self(yuan * 100)
    }

    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Reads an amount in yuan with at most two decimals, such as `1234567.8`.
    ///
    /// # Errors
    /// A named fault for each way in which people mistype an amount; nothing is guessed.
    pub fn parse_yuan(text: &str) -> Result<Self, MoneyFault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(MoneyFault::Empty);
        }
        if text.chars().any(|c| matches!(c, '\u{ff01}'..='\u{ff5e}' | '。' | '、' | '\u{3000}')) {
            return Err(MoneyFault::FullWidth);
        }
        if text.chars().any(|c| matches!(c, ',' | '\'' | '_') || c.is_whitespace()) {
            return Err(MoneyFault::Separator);
        }
        if text.starts_with(['-', '−']) {
            return Err(MoneyFault::Negative);
        }
        let (yuan, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(yuan) || !digits(decimals) {
            return Err(MoneyFault::NotANumber);
        }
        if decimals.len() > 2 {
            return Err(MoneyFault::TooManyDecimals);
        }
        let yuan: i64 = yuan.parse().map_err(|_| MoneyFault::TooLarge)?;
        if yuan > LARGEST_YUAN {
            return Err(MoneyFault::TooLarge);
        }
        let fen: i64 = format!("{decimals:0<2}").parse().map_err(|_| MoneyFault::NotANumber)?;
        match yuan * 100 + fen {
            0 => Err(MoneyFault::Zero),
            total => Ok(Self(total)),
        }
    }

    /// Plain yuan with two decimals, as a form field takes it.
    #[must_use]
    pub fn plain(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", fen / 100, fen % 100)
    }

    /// The amount in Chinese capitals (大写), as cheques and opening records write it.
    #[must_use]
    pub fn capitals(self) -> String {
        const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
        let fen = self.0.unsigned_abs();
        let (yuan, jiao, cents) = (fen / 100, (fen / 10 % 10) as usize, (fen % 10) as usize);
        let mut text = String::from(if self.0 < 0 { "负" } else { "" });
        if yuan > 0 {
            text.push_str(&whole(yuan, &DIGITS));
            text.push('元');
        }
        match (jiao, cents) {
            (0, 0) if yuan == 0 => text.push_str("零元整"),
            (0, 0) => text.push('整'),
            (0, c) => {
                text.push_str(if yuan > 0 { "零" } else { "" });
                text.push_str(DIGITS[c]);
                text.push('分');
            }
            (j, c) => {
                text.push_str(DIGITS[j]);
                text.push('角');
                if c > 0 {
                    text.push_str(DIGITS[c]);
                    text.push('分');
                } else {
                    text.push('整');
                }
            }
        }
        text
    }
}

/// Groups of four digits with 万 and 亿; one 零 stands for any run of zeros inside.
fn whole(mut number: u64, digits: &[&str; 10]) -> String {
    let mut groups = Vec::new();
    while number > 0 {
        groups.push(number % 10_000);
        number /= 10_000;
    }
    let mut text = String::new();
    let mut gap = false;
    for (place, &group) in groups.iter().enumerate().rev() {
        if group == 0 {
            gap = true;
            continue;
        }
        if !text.is_empty() && (gap || group < 1000) {
            text.push('零');
        }
        gap = false;
        text.push_str(&four(group, digits));
        text.push_str(["", "万", "亿", "万亿"][place]);
    }
    text
}

fn four(group: u64, digits: &[&str; 10]) -> String {
    let mut text = String::new();
    let mut gap = false;
    for (unit, name) in [(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
        let digit = (group / unit % 10) as usize;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push('零');
            gap = false;
        }
        text.push_str(digits[digit]);
        text.push_str(name);
    }
    text
}

impl fmt::Display for Fen {
    /// Yuan with thousands separators: `1,234,567.80`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.plain();
        let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
        let (yuan, fen) = plain.split_once('.').unwrap_or((plain, "00"));
        let mut grouped = String::new();
        for (i, digit) in yuan.chars().enumerate() {
            if i > 0 && (yuan.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        write!(f, "{sign}{grouped}.{fen}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_way_to_mistype_a_price_has_its_own_name() {
        for (text, fault) in [
            ("", MoneyFault::Empty),
            ("１２３", MoneyFault::FullWidth),
            ("123．5", MoneyFault::FullWidth),
            ("1,234", MoneyFault::Separator),
            ("1 234", MoneyFault::Separator),
            ("-5", MoneyFault::Negative),
            ("0", MoneyFault::Zero),
            ("0.00", MoneyFault::Zero),
            ("1.234", MoneyFault::TooManyDecimals),
            ("1.2.3", MoneyFault::NotANumber),
            (".5", MoneyFault::NotANumber),
            ("5.", MoneyFault::NotANumber),
            ("12万", MoneyFault::NotANumber),
            ("+5", MoneyFault::NotANumber),
            ("1e6", MoneyFault::NotANumber),
            ("1000000000000", MoneyFault::TooLarge),
            ("99999999999999999999", MoneyFault::TooLarge),
        ] {
            assert_eq!(Fen::parse_yuan(text), Err(fault), "{text:?}");
        }
    }

    #[test]
    fn yuan_and_fen_are_read_exactly() {
        assert_eq!(Fen::parse_yuan("1234567.8"), Ok(Fen(123_456_780)));
        assert_eq!(Fen::parse_yuan(" 0.01 "), Ok(Fen(1)));
        assert_eq!(Fen(123_456_780).to_string(), "1,234,567.80");
        assert_eq!(Fen(-1).to_string(), "-0.01");
        assert_eq!(Fen(99_900).to_string(), "999.00");
    }

    #[test]
    fn capitals_are_written_as_on_a_cheque() {
        for (yuan, capitals) in [
            ("1234567.89", "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分"),
            ("10000", "壹万元整"),
            ("100010", "壹拾万零壹拾元整"),
            ("10001000", "壹仟万壹仟元整"),
            ("1002", "壹仟零贰元整"),
            ("0.05", "伍分"),
            ("0.5", "伍角整"),
            ("3.05", "叁元零伍分"),
            ("100000000", "壹亿元整"),
            ("100000001", "壹亿零壹元整"),
            ("120300000", "壹亿贰仟零叁拾万元整"),
        ] {
            assert_eq!(Fen::parse_yuan(yuan).unwrap().capitals(), capitals);
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_plainly_reads_back(fen in 1..=LARGEST_YUAN * 100) {
            prop_assert_eq!(Fen::parse_yuan(&Fen(fen).plain()), Ok(Fen(fen)));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".*") {
            let _ = Fen::parse_yuan(&text);
        }
    }
}
