//! A bundle made by real sealing holds; whatever is changed in it is found, and found by the right check.

mod arbitrary;
mod good;
pub mod sample;
mod seeds;
mod tamper;
mod vectors;

use seal::PublicKey;

use crate::{Given, Report, Topic, Verdict, check};

/// Checks with the platform's key given from elsewhere.
pub fn checked(file: &str, key: PublicKey) -> Report {
    check(file.as_bytes(), Given { key: Some(key), pdf: Some(sample::PDF) })
}

/// The topics that are wrong.
pub fn wrong(report: &Report) -> Vec<Topic> {
    let wrong = report.checks.iter().filter(|check| matches!(check.verdict, Verdict::Wrong(_)));
    wrong.map(|check| check.topic).collect()
}
