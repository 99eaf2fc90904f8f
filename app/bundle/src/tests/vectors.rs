//! Bundles that were made once: every later version of this program must still read them and find the same.
//! `WRITE_VECTORS=1` writes them anew, which is right only where the format has a new version.

use std::path::PathBuf;

use super::sample::{PDF, Sample};
use super::wrong;
use crate::{Given, Outcome, Topic, check};

fn vector(name: &str, make: impl FnOnce() -> Sample) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors");
    if std::env::var_os("WRITE_VECTORS").is_some() {
        let mut made = make();
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), made.file()).unwrap();
        std::fs::write(folder.join("platform.key"), made.platform.public_key().to_string()).unwrap();
        std::fs::write(folder.join("record.pdf"), PDF).unwrap();
    }
    std::fs::read(folder.join(name)).unwrap()
}

fn given() -> Given<'static> {
    Given { key: Some(Sample::good().platform.public_key()), pdf: Some(PDF) }
}

#[test]
fn an_old_bundle_still_holds() {
    let report = check(&vector("opened.json", Sample::good), given());
    assert_eq!(wrong(&report), []);
    let opening = report.opening.unwrap();
    assert_eq!(opening.terms.code, "XM-2026-071");
    assert!(opening.offers.iter().all(|offer| matches!(offer.outcome, Outcome::Opened { .. })));
    let report = check(&vector("one-out.json", Sample::one_out), given());
    assert_eq!(wrong(&report), []);
    assert!(matches!(report.opening.unwrap().offers[2].outcome, Outcome::Out(_)));
    assert_eq!(wrong(&check(&vector("failed.json", Sample::failed), given())), []);
    let report = check(&vector("rounds.json", Sample::with_rounds), given());
    assert_eq!(wrong(&report), []);
    assert_eq!(report.opening.unwrap().offers[0].quoted.len(), 2);
}

#[test]
fn an_old_bundle_of_another_platform_is_told() {
    let key = Sample::good().keys[0].public_key();
    let report = check(&vector("failed.json", Sample::failed), Given { key: Some(key), ..given() });
    assert_eq!(wrong(&report), [Topic::Key]);
}
