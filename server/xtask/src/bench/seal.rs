//! How fast bids are sealed: in headless Chromium in one worker, and natively; beside OpenSSL's SM4 alone and SM4-GCM of
//! npm sm-crypto-v2 in the same browser, all in one run. Ours is the whole of sealing: cipher, MAC and digest.

use super::median;
use crate::build;
use crate::checkout::{self, Mode, Toolchain, cargo};
use crate::say::{output, run as run_command, say};
use crate::setup;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::process::Command;

const ROUNDS: usize = 5;
/// At least so many times as fast: in the browser as OpenSSL, there as sm-crypto-v2, natively as OpenSSL.
const BARS: [f64; 3] = [1.0, 4.0, 2.0];

pub fn run() -> Result<()> {
    setup::journeys()?;
    setup::chromium()?;
    let browser = in_browser()?;
    let (native, openssl) = natively()?;
    let figure = |name: &str| browser[name].as_f64().with_context(|| format!("the browser did not measure {name}"));
    let (seal, rival) = (figure("seal")?, figure("sm_crypto_v2_gcm")?);
    let ratios = [seal / openssl, seal / rival, native / openssl].map(|ratio| (ratio * 100.0).round() / 100.0);
    println!("{:<44} {:>8}", "sealing and its rivals", "MB/s");
    for (name, speed) in [
        ("ours, headless Chromium, one worker", seal),
        ("npm sm-crypto-v2, SM4-GCM, there", rival),
        ("ours, native, one core", native),
        ("openssl speed -evp sm4-ctr, one core", openssl),
    ] {
        println!("{name:<44} {speed:>8.1}");
    }
    let within = ratios.iter().zip(BARS).all(|(ratio, bar)| *ratio >= bar);
    println!(
        "{}",
        json!({
            "bench": "seal", "browser": browser["browser"],
            "mb_per_second": {
                "browser": seal, "sm_crypto_v2_gcm": rival, "native": native.round(), "openssl_sm4_ctr": openssl.round(),
            },
            "ratios": {
                "browser_to_openssl": ratios[0], "browser_to_sm_crypto_v2": ratios[1], "native_to_openssl": ratios[2],
            },
            "bars": BARS, "within_bars": within,
        })
    );
    ensure!(within, "sealing is slower than it must be: {ratios:?} times its rivals, at least {BARS:?}");
    Ok(())
}

/// The example of the worker, compiled and optimised as the worker is.
fn in_browser() -> Result<Value> {
    let folder = build::bind("speed", &build::compile_speed(&setup::wasm_target()?)?, Mode::Release)?.folder;
    say("sealing in headless Chromium (half a minute)");
    let mut node = Command::new("node");
    node.arg("bench/seal.js").arg(folder).current_dir(checkout::root().join("e2e"));
    Ok(serde_json::from_str(&output(&mut node)?)?)
}

/// MB/s of ours and of OpenSSL, in turns.
fn natively() -> Result<(f64, f64)> {
    let release = |call| {
        let mut command = cargo(&Toolchain::Active, Mode::Release);
        command.args([call, "--quiet", "--release", "--package", "seal", "--example", "speed"]);
        command
    };
    run_command(&mut release("build"))?;
    say("sealing natively, and OpenSSL (a quarter of a minute)");
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(last_number(&output(&mut release("run"))?, "seal: ")?);
        let mut openssl = Command::new("openssl");
        openssl.args(["speed", "-mr", "-seconds", "1", "-bytes", "1048576", "-evp", "sm4-ctr"]);
        theirs.push(last_number(&output(&mut openssl)?, "+F:")? / 1e6);
    }
    Ok((median(ours), median(theirs)))
}

/// The number that ends the first line with this beginning.
fn last_number(text: &str, beginning: &str) -> Result<f64> {
    let line = text.lines().find(|line| line.starts_with(beginning)).with_context(|| format!("no line {beginning}"))?;
    let words = line.trim_end_matches(" MB/s").rsplit([':', ' ']).next().unwrap_or_default();
    words.parse().with_context(|| line.to_owned())
}
