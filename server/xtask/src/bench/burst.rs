//! The deadline rush: how many bids one server commits in a second, each durable before it is acknowledged, and how long
//! its bidder waits for the receipt; on SQLite and on PostgreSQL in one run. The crowd is `server/crowd`, and it shares
//! the machine with the server.

use super::{crowd, median};
use crate::say::{output, say};
use crate::test::postgres::Cluster;
use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};
use std::path::Path;
use std::process::Command;

/// Commits a second, at least; and what we want.
const BAR: f64 = 200.0;
const GOAL: f64 = 500.0;
/// 99 of 100 bidders have their receipt within so many milliseconds.
const LONGEST_WAIT: f64 = 1000.0;

pub fn run() -> Result<()> {
    let folder = crowd()?;
    let sqlite = rush(&folder, &[])?;
    let cluster = Cluster::durable()?;
    let postgres = rush(&folder, &["--postgres", &cluster.url()])?;
    drop(cluster);
    println!("{:<12} {:>10} {:>10} {:>10} {:>10}", "the rush", "commits/s", "p50 ms", "p99 ms", "longest");
    let figures = [("sqlite", figures("SQLite", &sqlite)?), ("postgres", figures("PostgreSQL", &postgres)?)];
    let within = figures.iter().all(|(_, each)| each.rate >= BAR && each.p99 < LONGEST_WAIT);
    let all: Map<String, Value> = figures.iter().map(|(name, each)| ((*name).to_owned(), each.json())).collect();
    println!(
        "{}",
        json!({
            "bench": "burst", "databases": all, "bidders": sqlite["bidders"], "lines": sqlite["lines"],
            "bar": { "commits_per_second": BAR, "p99_milliseconds": LONGEST_WAIT }, "goal": GOAL, "within_bar": within,
        })
    );
    ensure!(within, "the rush misses its bar: {BAR} commits a second, 99 of 100 within {LONGEST_WAIT} ms");
    Ok(())
}

/// The crowd on one database; it prints a line of JSON.
fn rush(folder: &Path, database: &[&str]) -> Result<Value> {
    say(format_args!("the rush {} (a minute)", if database.is_empty() { "on SQLite" } else { "on PostgreSQL" }));
    let mut crowd = Command::new(folder.join("burst"));
    crowd.arg("--server").arg(folder.join("kaibiao")).args(database);
    Ok(serde_json::from_str(&output(&mut crowd)?)?)
}

/// Medians over the rounds.
struct Figures {
    rate: f64,
    p50: f64,
    p99: f64,
    longest: f64,
    durability: String,
}

fn figures(name: &str, crowd: &Value) -> Result<Figures> {
    let rounds = crowd["rounds"].as_array().context("the crowd's rounds")?;
    let over_rounds = |pointer: &str| -> Result<f64> {
        let each = rounds.iter().map(|round| round.pointer(pointer).and_then(Value::as_f64));
        let all: Option<Vec<f64>> = each.collect();
        Ok((median(all.with_context(|| pointer.to_owned())?) * 10.0).round() / 10.0)
    };
    let figures = Figures {
        rate: over_rounds("/commits_per_second")?,
        p50: over_rounds("/milliseconds/p50")?,
        p99: over_rounds("/milliseconds/p99")?,
        longest: over_rounds("/milliseconds/max")?,
        durability: crowd["durability"].as_str().context("the database's word")?.to_owned(),
    };
    let Figures { rate, p50, p99, longest, durability } = &figures;
    println!("{name:<12} {rate:>10.1} {p50:>10.1} {p99:>10.1} {longest:>10.1}   {durability}");
    Ok(figures)
}

impl Figures {
    fn json(&self) -> Value {
        let ratio = |value: f64| (value * 100.0).round() / 100.0;
        json!({
            "commits_per_second": self.rate, "durability": self.durability,
            "milliseconds": { "p50": self.p50, "p99": self.p99, "longest": self.longest },
            "ratios": {
                "rate_to_bar": ratio(self.rate / BAR), "rate_to_goal": ratio(self.rate / GOAL),
                "longest_wait_to_p99": ratio(LONGEST_WAIT / self.p99),
            },
        })
    }
}
