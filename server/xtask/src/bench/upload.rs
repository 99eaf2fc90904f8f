//! How soon a gigabyte is uploaded on loopback, beside npm @tus/server with its file store and tus-js-client as they are
//! shipped, in turns in one run. What each side does stands in `e2e/bench/upload.js`.

use super::{as_shipped, median};
use anyhow::{Context, Result, ensure};
use serde_json::json;

/// At least so many times as fast from node, where both only send; ours is digested and on disk when it ends.
const BAR: f64 = 1.0;

pub fn run() -> Result<()> {
    let measured = as_shipped("upload", "uploading a gigabyte twelve times (two minutes)")?;
    let megabytes = measured["bytes"].as_f64().context("no size")? / 1e6;
    let figure = |name: &str| -> Result<f64> {
        let turns: Vec<f64> = serde_json::from_value(measured["seconds"][name].clone()).context(name.to_owned())?;
        Ok((megabytes / median(turns) * 10.0).round() / 10.0)
    };
    println!("{:<64} {:>8}", "a gigabyte on loopback", "MB/s");
    let mut speeds = serde_json::Map::new();
    for (name, words) in [
        ("plain", "ours from node: digested, on disk"),
        ("plain_tus", "tus from node: written"),
        ("browser", "ours in headless Chromium: sealed, digested, on disk, committed"),
        ("browser_tus", "tus in headless Chromium: written"),
    ] {
        let speed = figure(name)?;
        println!("{words:<64} {speed:>8.1}");
        speeds.insert(name.to_owned(), json!(speed));
    }
    let ratio = |ours, theirs| -> Result<f64> { Ok((figure(ours)? / figure(theirs)? * 100.0).round() / 100.0) };
    let upload = ratio("plain", "plain_tus")?;
    let within = upload >= BAR;
    println!(
        "{}",
        json!({
            "bench": "upload", "browser": measured["browser"], "mb_per_second": speeds,
            "ratios": { "upload_to_tus": upload, "whole_job_in_the_browser_to_tus": ratio("browser", "browser_tus")? },
            "bar": BAR, "within_bar": within,
        })
    );
    ensure!(within, "uploading is {upload} times as fast as tus; at least {BAR}");
    Ok(())
}
