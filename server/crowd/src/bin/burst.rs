//! The deadline rush, measured on one kind of database; `cargo xtask bench burst` starts it once for each.
//!
//! Every bidder has a bid for every lot, sealed and uploaded before the clock runs. A round is a lot: all bidders commit
//! to it, as many at a time as there are lines, each line sending the next commit as soon as the last is answered. Every
//! receipt is verified afterwards. Prints one line of JSON.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use crowd::{Entry, Fate, Line, Outcome, Place, Registry, Rush, Served};
use ledger::Receipt;
use serde_json::{Value, json};

#[derive(Parser)]
struct Options {
    /// The program `kaibiao`
    #[arg(long)]
    server: PathBuf,
    /// A PostgreSQL server to make a database on; SQLite unless given
    #[arg(long)]
    postgres: Option<String>,
    /// Who commit in a round
    #[arg(long, default_value_t = 600)]
    bidders: u32,
    /// Commits under way at a time
    #[arg(long, default_value_t = 100)]
    lines: usize,
    /// Rounds that count, after one that warms up
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = Options::parse();
    let folder = tempfile::tempdir()?;
    let place = match &options.postgres {
        Some(server) => Place::on_postgres(folder.path(), server).await?,
        None => Place::on_sqlite(folder.path()),
    };
    let lots = prepare(&place, &options).await?;
    let served = Served::start(&options.server, &place)?;
    let mut rounds = Vec::new();
    for entries in lots {
        rounds.push(round(served.port, options.lines, entries).await?);
    }
    let log = std::fs::read_to_string(crowd::log(&place))?;
    let durability = log.lines().find_map(|line| line.split_once("durability: ")).context("the server's own word")?.1;
    println!(
        "{}",
        json!({ "durability": durability, "warm_up": rounds[0], "rounds": rounds[1..],
                "bidders": options.bidders, "lines": options.lines })
    );
    Ok(())
}

/// A lot's entries each.
async fn prepare(place: &Place, options: &Options) -> Result<Vec<Vec<Entry>>> {
    let registry = Registry::open(place, 1).await?;
    let mut bidders = Vec::new();
    for n in 0..options.bidders {
        bidders.push(Arc::new(registry.bidder(n).await?));
    }
    let mut lots = Vec::new();
    for n in 0..=options.rounds {
        let lot = registry.lot(n).await?;
        let mut entries = Vec::new();
        for bidder in &bidders {
            let bid = Arc::new(registry.begin(bidder, lot).await?);
            entries.push(Entry { bidder: Arc::clone(bidder), bid, uploaded: true });
        }
        registry.upload(entries.iter().map(|entry| &*entry.bid)).await?;
        lots.push(entries);
    }
    Ok(lots)
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
async fn round(port: u16, lines: usize, entries: Vec<Entry>) -> Result<Value> {
    let rush = Rush::new(entries);
    let lines = Line::several(port, lines).await?;
    let start = Instant::now();
    let outcomes = rush.run(lines).await?;
    let seconds = start.elapsed().as_secs_f64();
    ensure!(outcomes.len() == rush.entries.len(), "{} of {} were tried", outcomes.len(), rush.entries.len());
    for outcome in &outcomes {
        receipted(outcome, &rush.entries[outcome.entry])?;
    }
    let mut taken: Vec<f64> = outcomes.iter().map(|outcome| outcome.taken.as_secs_f64() * 1000.0).collect();
    taken.sort_by(f64::total_cmp);
    let of_thousand = |share: usize| taken[(taken.len() * share / 1000).min(taken.len() - 1)];
    Ok(json!({
        "commits_per_second": outcomes.len() as f64 / seconds,
        "milliseconds": { "p50": of_thousand(500), "p99": of_thousand(990), "max": of_thousand(1000) },
    }))
}

/// An acknowledgement that is worth its name.
fn receipted(outcome: &Outcome, entry: &Entry) -> Result<()> {
    let mine = match &outcome.fate {
        Fate::Acknowledged(mine) => mine,
        Fate::Refused(status, why) => anyhow::bail!("{}: {status} {why}", entry.bidder.code),
        Fate::Unanswered => anyhow::bail!("{}: no answer", entry.bidder.code),
    };
    let receipt: Receipt = serde_json::from_str(mine.receipt.as_deref().context("no receipt")?)?;
    receipt.verify()?;
    ensure!(receipt.facts.manifest_digest == entry.bid.manifest.digest(), "{}: another bid's receipt", mine.id);
    Ok(())
}
