//! What a visitor downloads and waits for.

use super::median;
use crate::build::{self, Part, Site};
use crate::checkout::Mode;
use crate::http::{free_port, get, wait_for};
use crate::say::say;
use anyhow::{Result, ensure};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// All the WebAssembly of the heaviest page may weigh this much as brotli.
const CLIENT_LIMIT: usize = 350 * 1024;

#[derive(clap::Args)]
pub struct Options {
    /// How often each page is asked for; the median counts
    #[arg(long, default_value_t = 101)]
    times: usize,
}

pub fn run(options: Options) -> Result<()> {
    let site = build::site(Mode::Release)?;
    let server = build::server(Mode::Release)?;
    println!("{:<42} {:>10} {:>10} {:>10}", "bytes", "compiled", "shipped", "brotli");
    let weights = site.parts.iter().map(|(name, part)| Ok((name.as_str(), weigh(name, part)?)));
    let weights: BTreeMap<&str, Weight> = weights.collect::<Result<_>>()?;
    let sizes: BTreeMap<_, _> = weights.iter().map(|(name, weight)| (name, weight.json())).collect();
    let first = weights["kaibiao.wasm"].brotli;
    let mut loads = BTreeMap::new();
    println!("{:<42} {:>32}", "all WebAssembly of a page of", "brotli");
    for (piece, modules) in &site.pieces {
        let load = first + modules.iter().map(|name| weights[format!("{name}.wasm").as_str()].brotli).sum::<usize>();
        println!("{piece:<42} {load:>32}");
        loads.insert(piece, load);
    }
    let heaviest = loads.values().copied().max().unwrap_or(first);
    let modules = weights.iter().filter(|(name, _)| name.ends_with(".wasm") && **name != "worker.wasm");
    let whole: usize = modules.map(|(_, weight)| weight.brotli).sum();
    let times = times(&server, &site, options.times)?;
    let within = heaviest <= CLIENT_LIMIT;
    println!(
        "{}",
        json!({
            "bench": "pages", "bytes": sizes, "milliseconds": times,
            "wasm_brotli_of_a_page": loads, "wasm_brotli_of_the_heaviest_page": heaviest, "limit": CLIENT_LIMIT,
            "within_limit": within, "wasm_brotli_of_all_pages_together": whole,
        })
    );
    ensure!(within, "the heaviest page loads {heaviest} bytes of WebAssembly as brotli; at most {CLIENT_LIMIT}");
    Ok(())
}

struct Weight {
    compiled: Option<u64>,
    shipped: usize,
    brotli: usize,
}

impl Weight {
    fn json(&self) -> Value {
        json!({ "compiled": self.compiled, "shipped": self.shipped, "brotli": self.brotli })
    }
}

fn weigh(name: &str, part: &Part) -> Result<Weight> {
    let shipped = fs::metadata(&part.file)?.len() as usize;
    let brotli = fs::metadata(format!("{}.br", part.file.display()))?.len() as usize;
    let weight = Weight { compiled: part.compiled, shipped, brotli };
    let compiled = weight.compiled.map_or_else(|| "-".to_owned(), |bytes| bytes.to_string());
    println!("{name:<42} {compiled:>10} {shipped:>10} {brotli:>10}");
    Ok(weight)
}

/// Median milliseconds of whole answers, from a release server with demo data.
fn times(server: &std::path::Path, site: &Site, times: usize) -> Result<Value> {
    let data = std::env::temp_dir().join(format!("kaibiao-bench-{}", std::process::id()));
    let port = free_port()?;
    let mut command = Command::new(server);
    command.args(["serve", "--demo", "--port", &port.to_string(), "--data"]).arg(&data).arg("--site").arg(&site.root);
    let running = Running(command.stdout(Stdio::null()).spawn()?);
    let mut medians = serde_json::Map::new();
    wait_for(port, "/healthz")?;
    for path in ["/", "/lots"] {
        let median = median_milliseconds(port, path, times.max(1))?;
        println!("{path:<42} {median:>10.2} ms, median of {}", times.max(1));
        medians.insert(path.to_owned(), json!(median));
    }
    drop(running);
    if let Err(error) = fs::remove_dir_all(&data) {
        say(format_args!("{}: {error}", data.display()));
    }
    Ok(Value::Object(medians))
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
fn median_milliseconds(port: u16, path: &str, times: usize) -> Result<f64> {
    get(port, path)?;
    let mut taken = Vec::with_capacity(times);
    for _ in 0..times {
        let start = Instant::now();
        get(port, path)?;
        taken.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    Ok((median(taken) * 100.0).round() / 100.0)
}

/// Stops the server however the measurement ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        if let Err(error) = self.0.kill().and_then(|()| self.0.wait()) {
            say(format_args!("the measured server: {error}"));
        }
    }
}
