//! Files of strangers: whatever they hold, the check comes to an end and says what is wrong.

use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use seal::SecretKey;

use super::sample::Sample;
use crate::file::frame;
use crate::{Given, check};

fn framed(content: &str) -> String {
    let mut rng = ChaCha20Rng::from_seed([1; 32]);
    let key = SecretKey::generate(&mut rng);
    frame(content, &key, &mut rng)
}

proptest! {
    #[test]
    fn any_text_is_checked_to_the_end(text in "(?s).{0,200}") {
        prop_assert!(!check(text.as_bytes(), Given::default()).holds());
        prop_assert!(!check(framed(&text).as_bytes(), Given::default()).holds());
    }

    #[test]
    fn any_bytes_are_checked_to_the_end(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(!check(&bytes, Given::default()).holds());
    }
}

/// Numbers at the ends of what is read, at every place where one stands.
#[test]
fn extreme_numbers_overflow_nothing() {
    let content = serde_json::to_string(&Sample::one_out().content).unwrap();
    let digit = |at: usize| content.as_bytes()[at].is_ascii_digit();
    let numbers =
        (1..content.len()).filter(|at| matches!(content.as_bytes()[at - 1], b':' | b'[' | b',') && digit(*at));
    let mut tried = 0;
    for at in numbers {
        let end = (at..content.len()).find(|at| !digit(*at)).unwrap();
        for extreme in ["0", "9999999999999999", "10000000000000000", "-1", "1e300", "0.5"] {
            let changed = format!("{}{extreme}{}", &content[..at], &content[end..]);
            // That it ends is what is asked.
            let _report = check(framed(&changed).as_bytes(), Given::default());
            tried += 1;
        }
    }
    assert!(tried > 300, "only {tried} were tried");
}
