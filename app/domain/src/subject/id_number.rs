//! Citizen identity numbers, GB 11643-1999: division (6 digits), birthday (8), order (3), and a check character by
//! ISO 7064 MOD 11-2.

use serde::{Deserialize, Serialize};

use crate::Day;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdNumberFault {
    /// Other than 18 characters.
    Length {
        found: u32,
    },
    /// The first seventeen are digits, the last is a digit or X.
    Characters,
    /// No province, municipality or region has such a number.
    Division,
    /// A day that no calendar has, or that is yet to come.
    Birthday,
    Check,
}

/// The number in its proper form. Which county it names is looked up elsewhere: tables of divisions change, and numbers
/// keep the division of their first issue.
///
/// # Errors
/// The first fault in the order length, characters, division, birthday, check character.
pub fn parse(typed: &str, today: Day) -> Result<String, IdNumberFault> {
    let number = typed.trim().to_ascii_uppercase();
    let found = number.chars().count() as u32;
    if found != 18 {
        return Err(IdNumberFault::Length { found });
    }
    let Some((first, last)) = number.split_at_checked(17).filter(|(first, last)| {
        first.bytes().all(|b| b.is_ascii_digit()) && last.bytes().all(|b| b.is_ascii_digit() || b == b'X')
    }) else {
        return Err(IdNumberFault::Characters);
    };
    // GB/T 2260: the first digit is the great region, the second counts in it; 71, 81, 82 and 83 hold residence permits.
    let province = first[..2].parse::<u32>().unwrap_or_default();
    if !matches!(province, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83) {
        return Err(IdNumberFault::Division);
    }
    let birthday = format!("{}-{}-{}", &first[6..10], &first[10..12], &first[12..14]).parse::<Day>();
    if !birthday.is_ok_and(|born| born <= today) {
        return Err(IdNumberFault::Birthday);
    }
    if last.as_bytes() != [check_character(first)] { Err(IdNumberFault::Check) } else { Ok(number) }
}

/// MOD 11-2: the weights are 2^(18-i) mod 11, and the whole sum leaves 1.
fn check_character(first: &str) -> u8 {
    let sum = first.bytes().fold(0, |sum, digit| (sum + u32::from(digit - b'0')) * 2 % 11);
    match (12 - sum) % 11 {
        10 => b'X',
        digit => b'0' + digit as u8,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn today() -> Day {
        "2026-11-24".parse().unwrap()
    }

    /// The two numbers that GB 11643-1999 itself gives as examples.
    const PUBLISHED: [&str; 2] = ["11010519491231002X", "440524188001010014"];

    #[test]
    fn the_example_of_the_standard_is_accepted() {
        assert_eq!(parse(PUBLISHED[0], today()), Ok(PUBLISHED[0].to_owned()));
        assert_eq!(parse(" 11010519491231002x ", today()), Ok(PUBLISHED[0].to_owned()));
        // Its other example is fit too, but nobody born in 1880 signs for a company: the calendar here begins in 1900.
        assert_eq!(check_character(&PUBLISHED[1][..17]), b'4');
        assert_eq!(parse(PUBLISHED[1], today()), Err(IdNumberFault::Birthday));
    }

    #[test]
    fn each_fault_has_its_own_name() {
        use IdNumberFault as F;
        for (typed, fault) in [
            ("", F::Length { found: 0 }),
            ("110105194912310", F::Length { found: 15 }),
            ("1101051949123100２X", F::Characters),
            ("11010519491231X020", F::Characters),
            ("99010519491231002X", F::Division),
            ("11010519490231002X", F::Birthday),
            ("110105202712310020", F::Birthday),
            ("110105194912310021", F::Check),
        ] {
            assert_eq!(parse(typed, today()), Err(fault), "{typed}");
        }
    }

    fn any_number() -> impl Strategy<Value = String> {
        ("(11|15|23|37|46|54|65)[0-9]{4}", 1950..2008, 1..=12, 1..=28, 0..1000).prop_map(
            |(division, y, m, d, order)| {
                let first = format!("{division}{y}{m:02}{d:02}{order:03}");
                format!("{first}{}", char::from(check_character(&first)))
            },
        )
    }

    proptest! {
        #[test]
        fn a_number_made_by_the_rule_is_accepted(number in any_number()) {
            prop_assert_eq!(parse(&number, today()), Ok(number));
        }

        #[test]
        fn any_single_substitution_is_refused(number in any_number(), at in 0..17usize, digit in 0..10u8) {
            let mut bytes = number.into_bytes();
            prop_assume!(bytes[at] != b'0' + digit);
            bytes[at] = b'0' + digit;
            prop_assert!(parse(std::str::from_utf8(&bytes).unwrap(), today()).is_err());
        }

        #[test]
        fn any_swap_of_differing_neighbours_is_refused(number in any_number(), at in 0..16usize) {
            let mut bytes = number.into_bytes();
            prop_assume!(bytes[at] != bytes[at + 1]);
            bytes.swap(at, at + 1);
            prop_assert!(parse(std::str::from_utf8(&bytes).unwrap(), today()).is_err());
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".*") {
            let _ = parse(&text, today());
        }
    }
}
