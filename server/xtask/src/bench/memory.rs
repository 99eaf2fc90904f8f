//! How much memory a tab takes, above its rest, while the shipped page seals and sends 2 GiB in headless Chromium.

use crate::build;
use crate::checkout::{self, Mode};
use crate::say::{output, say};
use crate::setup;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::process::Command;

/// Megabytes above rest, at most.
const BAR: f64 = 200.0;

pub fn run() -> Result<()> {
    setup::journeys()?;
    let chromium = setup::chromium()?;
    let site = build::site(Mode::Release)?;
    let server = build::server(Mode::Release)?;
    say("sealing and sending 2 GiB in headless Chromium (a minute)");
    let mut node = Command::new("node");
    node.arg("bench/memory.js").current_dir(checkout::root().join("e2e"));
    node.env("KAIBIAO_BIN", server).env("KAIBIAO_SITE", site.root).env("CHROMIUM", chromium);
    let measured: Value = serde_json::from_str(&output(&mut node)?)?;
    let figure = |name: &str| measured[name].as_f64().with_context(|| format!("no figure {name}"));
    let (rest, peak) = (figure("rest")?, figure("peak")?);
    let above = (peak - rest) / 1e6;
    println!("{:<44} {:>8}", "resident memory of the tab's process", "MB");
    for (name, megabytes) in [("at rest", rest / 1e6), ("at most, while 2 GiB go out", peak / 1e6), ("above rest", above)] {
        println!("{name:<44} {megabytes:>8.0}");
    }
    let within = above <= BAR;
    println!(
        "{}",
        json!({
            "bench": "memory", "browser": measured["browser"], "seconds": measured["seconds"],
            "mb": { "rest": (rest / 1e6).round(), "peak": (peak / 1e6).round(), "above_rest": above.round() },
            "bar": BAR, "within_bar": within,
        })
    );
    ensure!(within, "the tab takes {above:.0} MB above its rest; at most {BAR}");
    Ok(())
}
