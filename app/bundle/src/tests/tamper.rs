//! Everything that can be changed in a good bundle, leaf by leaf and on purpose. Strangers can not sign what they change;
//! the platform can, and is found out by what others have signed, sealed, or must follow from it.

mod leaves;
mod purpose;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::Value;

use super::sample::Sample;
use super::{checked, wrong};
use crate::file::frame;
use crate::{Report, Topic};

/// What the check says when the platform itself signs this in the place of what was.
fn signed_by_the_platform(content: &Value) -> Report {
    let platform = Sample::good().platform;
    let file = frame(&content.to_string(), &platform, &mut ChaCha20Rng::from_seed([3; 32]));
    checked(&file, platform.public_key())
}

fn content_of(made: &Sample) -> Value {
    serde_json::to_value(&made.content).unwrap()
}

/// One of these checks is the one that must find it.
fn found_by(content: &Value, topics: &[Topic], what: &str) {
    let wrong = wrong(&signed_by_the_platform(content));
    assert!(topics.iter().any(|topic| wrong.contains(topic)), "{what}: {wrong:?}, and not one of {topics:?}");
}
