//! Values as text, each with one spelling, so that signatures over text are signatures
//! over values: bytes as lower-case hexadecimal, and the small grammar of manifests and
//! receipts, tokens and quoted text that stays on its line whatever people type.

/// Puts text between quotation marks. `"`, `\` and control characters are
/// escaped as `\"`, `\\` and `\u{hex}`; all else stands as it is.
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            _ if char.is_control() => quoted.push_str(&format!("\\u{{{:x}}}", u32::from(char))),
            _ => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

/// 1 to 64 of `A–Z a–z 0–9 . _ -`: ids, credit codes and names of parts.
pub fn is_token(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    (1..=64).contains(&text.len()) && text.bytes().all(fits)
}

/// The text is not what it should be. No more is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed")]
pub struct Malformed;

/// Exactly `N` bytes from `2 N` lower-case digits.
pub(crate) fn from_hex<const N: usize>(text: &str) -> Result<[u8; N], Malformed> {
    if text.bytes().any(|digit| digit.is_ascii_uppercase()) {
        return Err(Malformed);
    }
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).map_err(|_| Malformed)?;
    Ok(bytes)
}

/// Serde through `Display` and `FromStr`.
macro_rules! serde_as_text {
    ($name:ty) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use serde_as_text;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoting_keeps_a_name_on_its_line() {
        assert_eq!(quote("投标函 1.pdf"), "\"投标函 1.pdf\"");
        assert_eq!(quote("a\"b\\c\nd"), "\"a\\\"b\\\\c\\u{a}d\"");
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest::proptest! {
        #[test]
        fn any_quoted_text_stays_on_its_line(text in "(?s).*") {
            proptest::prop_assert!(!quote(&text).contains(char::is_control));
        }

        #[test]
        fn no_two_texts_are_quoted_alike(one in "[\"\\\\\nu{a}]{0,6}", other in "[\"\\\\\nu{a}]{0,6}") {
            proptest::prop_assert_eq!(one == other, quote(&one) == quote(&other));
        }
    }

    #[test]
    fn only_lower_case_digits_of_the_right_number_are_read() {
        assert_eq!(from_hex::<2>("00ff"), Ok([0, 255]));
        for wrong in ["00FF", "00f", "00ff00", "0xff", "", "00f "] {
            assert_eq!(from_hex::<2>(wrong), Err(Malformed), "{wrong}");
        }
    }
}
