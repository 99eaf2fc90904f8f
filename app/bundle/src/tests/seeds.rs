//! What the fuzz target begins with: contents that are read, and some that are refused as their names say.
//! `WRITE_VECTORS=1` writes them anew.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::sample::Sample;
use super::wrong;
use crate::{Given, Topic, check};

/// Short enough for the fuzzer: one bid, and the entries up to the read-out.
fn one_bid() -> Value {
    let mut content = serde_json::to_value(&Sample::one_out().content).unwrap();
    content["bids"].as_array_mut().unwrap().truncate(1);
    content["record"] = Value::Null;
    let entries = content["entries"].as_array_mut().unwrap();
    entries.truncate(12);
    for entry in entries {
        for list in ["/event/bidders_announced/bidders", "/event/read_out/lines"] {
            if let Some(Value::Array(list)) = entry.pointer_mut(list) {
                list.truncate(1);
            }
        }
    }
    content
}

#[test]
fn seeds_of_bundles_are_read_or_refused_as_named() {
    let failed = serde_json::to_value(&Sample::failed().content).unwrap();
    let with = |path: &str, value: Value| {
        let mut changed = failed.clone();
        *changed.pointer_mut(path).unwrap() = value;
        changed.to_string()
    };
    let text = failed.to_string();
    let seeds = [
        ("one-bid", one_bid().to_string()),
        ("refused-cut", text[..text.len() / 2].to_owned()),
        ("refused-event", with("/entries/1/event", json!({ "opened_early": {} }))),
        ("refused-negative", with("/entries/0/at", json!(-1))),
        ("refused-too-long", with("/terms/ceiling", json!(10_000_000_000_000_000_u64))),
        ("too-few", text),
    ];
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../seal/fuzz/seeds/bundle");
    if std::env::var_os("WRITE_VECTORS").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        seeds.iter().for_each(|(name, seed)| std::fs::write(folder.join(name), seed).unwrap());
    }
    let frame = Sample::failed().file();
    let (frame, _) = frame.split_once(r#""content":"#).unwrap();
    for (name, _) in seeds {
        let seed = std::fs::read_to_string(folder.join(name)).unwrap();
        assert!(seed.len() <= 8192, "{name} has {} bytes, more than the fuzzer takes", seed.len());
        let report = check(format!(r#"{frame}"content":{seed}}}"#).as_bytes(), Given::default());
        assert_eq!(wrong(&report) == [Topic::File], name.starts_with("refused-"), "{name}: {:?}", report.checks);
    }
}
