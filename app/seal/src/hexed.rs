//! Bytes as text: lower-case hexadecimal and nothing else, so that one value has
//! one spelling and signatures over text are signatures over values.

/// The text is not what it should be. No more is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed")]
pub struct Malformed;

/// Exactly `N` bytes from `2 N` lower-case digits.
pub(crate) fn decode<const N: usize>(text: &str) -> Result<[u8; N], Malformed> {
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
    fn only_lower_case_digits_of_the_right_number_are_read() {
        assert_eq!(decode::<2>("00ff"), Ok([0, 255]));
        for wrong in ["00FF", "00f", "00ff00", "0xff", "", "00f "] {
            assert_eq!(decode::<2>(wrong), Err(Malformed), "{wrong}");
        }
    }
}
