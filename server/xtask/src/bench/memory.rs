//! How much memory a tab takes, above its rest, while the shipped page seals and sends 2 GiB in headless Chromium.

use super::as_shipped;
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::collections::BTreeMap;

/// Megabytes above rest, at most.
const BAR: f64 = 200.0;

pub fn run() -> Result<()> {
    let measured = as_shipped("memory", "sealing and sending 2 GiB in headless Chromium (a minute)")?;
    let megabytes = |when: &str, who: &str| {
        let bytes = measured[when][who].as_f64().with_context(|| format!("no figure of {who} {when}"))?;
        anyhow::Ok((bytes / 1e6).round())
    };
    let mut above = BTreeMap::new();
    println!("{:<44} {:>8} {:>8} {:>8}", "resident MB while 2 GiB are sealed and sent", "rest", "peak", "above");
    for (who, words) in [("tab", "the tab: page and worker"), ("browser", "the browser's own process")] {
        let (rest, peak) = (megabytes("rest", who)?, megabytes("peak", who)?);
        println!("{words:<44} {rest:>8} {peak:>8} {:>8}", peak - rest);
        above.insert(who, peak - rest);
    }
    let within = above["tab"] <= BAR;
    println!(
        "{}",
        json!({
            "bench": "memory", "browser": measured["browser"], "seconds": measured["seconds"],
            "mb_above_rest": above, "bar": BAR, "within_bar": within,
        })
    );
    ensure!(within, "the tab takes {} MB above its rest; at most {BAR}", above["tab"]);
    Ok(())
}
