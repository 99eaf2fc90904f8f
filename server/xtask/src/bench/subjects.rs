//! The subject database with a million rows: how soon each question is answered, and how many rows a second come in; on
//! SQLite and on PostgreSQL in one run.

use super::crowd;
use crate::say::{output, say};
use crate::test::postgres::Cluster;
use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};
use std::path::Path;
use std::process::Command;

/// 95 of 100 answers to each question come within so many milliseconds.
const BAR: f64 = 50.0;

pub fn run() -> Result<()> {
    let folder = crowd()?;
    let sqlite = million(&folder, &[])?;
    let cluster = Cluster::durable()?;
    let postgres = million(&folder, &["--postgres", &cluster.url()])?;
    drop(cluster);
    let databases = [("sqlite", sqlite), ("postgres", postgres)];
    let mut slowest = 0.0_f64;
    println!("{:<28} {:>10} {:>10} {:>10} {:>10}", "", "sqlite p50", "p95 ms", "pg p50", "p95 ms");
    let questions = databases[0].1["questions"].as_object().context("the questions")?;
    for name in questions.keys() {
        let of = |at: usize, figure: &str| databases[at].1["questions"][name][figure].as_f64().unwrap_or(f64::INFINITY);
        println!(
            "{name:<28} {:>10.1} {:>10.1} {:>10.1} {:>10.1}",
            of(0, "p50"),
            of(0, "p95"),
            of(1, "p50"),
            of(1, "p95")
        );
        slowest = slowest.max(of(0, "p95")).max(of(1, "p95"));
    }
    let within = slowest < BAR;
    let all: Map<String, Value> = databases.into_iter().map(|(name, figures)| (name.to_owned(), figures)).collect();
    println!(
        "{}",
        json!({ "bench": "subjects", "databases": all, "bar": { "p95_milliseconds": BAR }, "within_bar": within })
    );
    ensure!(within, "a question takes {slowest} ms at the 95th percentile; at most {BAR}");
    Ok(())
}

/// One database; it prints a line of JSON.
fn million(folder: &Path, database: &[&str]) -> Result<Value> {
    let name = if database.is_empty() { "SQLite" } else { "PostgreSQL" };
    say(format_args!("a million subjects on {name} (two minutes)"));
    Ok(serde_json::from_str(&output(Command::new(folder.join("subjects")).args(database))?)?)
}
