//! Values as text, each with one spelling, so that signatures over text are signatures
//! over values: bytes as lower-case hexadecimal, and the small grammar that manifests and
//! receipts share, tokens and quoted text that stays on its line whatever people type.

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

/// The text that [`quote`] was given; `None` for anything it never writes.
pub fn unquote(quoted: &str) -> Option<String> {
    let mut rest = quoted.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(rest.len());
    while let Some(char) = rest.chars().next() {
        rest = &rest[char.len_utf8()..];
        if char != '\\' {
            text.push(char);
        } else if let Some(after) = rest.strip_prefix("u{") {
            let (code, after) = after.split_once('}')?;
            text.push(char::from_u32(u32::from_str_radix(code, 16).ok()?)?);
            rest = after;
        } else {
            text.push(rest.chars().next()?);
            rest = rest.get(1..)?;
        }
    }
    (quote(&text) == quoted).then_some(text)
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

    #[test]
    fn a_spelling_that_quoting_never_writes_is_refused() {
        for wrong in ["a", "\"", "\"a\"b\"", "\"\\a\"", "\"\\\"", "\"\\u{41}\"", "\"\\u{0a}\"", "\"\n\"", "\"\\文\""] {
            assert_eq!(unquote(wrong), None, "{wrong}");
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest::proptest! {
        #[test]
        fn any_text_survives_quoting(text in proptest::string::string_regex("(?s).*").unwrap()) {
            proptest::prop_assert_eq!(unquote(&quote(&text)), Some(text));
        }

        #[test]
        fn unquoting_rubbish_never_panics(text in "\"[\\\\u{}\"a-f0-9文]{0,12}\"?") {
            if let Some(read) = unquote(&text) {
                proptest::prop_assert_eq!(quote(&read), text);
            }
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
