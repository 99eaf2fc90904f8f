//! An opening before many who watch it; `cargo xtask bench room` starts it. Prints one line of JSON.
//!
//! `ours`: bidders commit, the watchers come, the deadline passes, the bidders release their keys at an even pace, the
//! prices are read out; then the server is killed and started again, and all come back. `rival`: a program that prints
//! its port and, told to, tells everybody the very same entries, each as long after the one before.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use crowd::{
    Answer, Bid, Bidder, Entry, Line, Place, Registry, Rush, Served, Speech, Tally, Watchers, memory_of, milliseconds,
};
use domain::view::PartKey;
use domain::{LotId, Timestamp};
use http::StatusCode;
use seal::Header;
use serde_json::{Value, json};
use tokio::time::sleep;

/// Everything is prepared and all watch within so many seconds; then comes the deadline.
const PREPARE: i64 = 60;
/// What everybody is to have heard is waited for so long.
const PATIENCE: Duration = Duration::from_secs(30);
/// A host needs so long from one act to the next.
const HAND: Duration = Duration::from_secs(1);
/// Entries of the room before the first key and after the last: deadline, seals, names, start; end.
const BEFORE: u64 = 4;

#[derive(Parser)]
enum Side {
    Ours {
        /// The program `kaibiao`
        #[arg(long)]
        server: PathBuf,
        #[arg(long)]
        watchers: usize,
        #[arg(long)]
        bidders: u32,
        /// Between two keys, in milliseconds
        #[arg(long)]
        pace: u64,
        /// Where to leave the entries that were told, for a rival
        #[arg(long)]
        entries: PathBuf,
    },
    Rival {
        #[arg(long)]
        watchers: usize,
        /// The entries to tell
        #[arg(long)]
        entries: PathBuf,
        /// The rival's program and its arguments
        command: Vec<String>,
    },
}

#[tokio::main]
async fn main() -> Result<()> {
    let told = match Side::parse() {
        Side::Ours { server, watchers, bidders, pace, entries } => {
            let folder = tempfile::tempdir()?;
            let opening = Opening::prepare(Place::on_sqlite(folder.path()), server, bidders).await?;
            opening.hold(watchers, Duration::from_millis(pace), &entries).await?
        }
        Side::Rival { watchers, entries, command } => rival(watchers, &entries, &command).await?,
    };
    println!("{told}");
    Ok(())
}

struct Opening {
    place: Place,
    server: PathBuf,
    served: Served,
    lot: LotId,
    deadline: Timestamp,
    host: String,
    entries: Vec<Entry>,
}

impl Opening {
    /// A lot with all bids committed, and the server that they were committed to.
    async fn prepare(place: Place, server: PathBuf, bidders: u32) -> Result<Self> {
        // The lot's deadline comes two hours after it was announced.
        let deadline = Timestamp::from_millis(milliseconds()).plus_seconds(PREPARE);
        let registry = Registry::open_at(&place, 1, deadline.plus_seconds(-7200)).await?;
        let (host, lot) = (registry.host().await?, registry.lot(1).await?);
        let mut entries = Vec::new();
        for n in 0..bidders {
            let bidder = Arc::new(registry.bidder(n).await?);
            let bid = Arc::new(registry.begin(&bidder, lot).await?);
            entries.push(Entry { bidder, bid, uploaded: true });
        }
        registry.upload(entries.iter().map(|entry| &*entry.bid)).await?;
        let served = Served::start(&server, &place)?;
        let rush = Rush::new(entries.clone());
        let outcomes = rush.run(Line::several(served.port, 8).await?).await?;
        ensure!(outcomes.len() == entries.len(), "not all have committed");
        Ok(Self { place, server, served, lot, deadline, host, entries })
    }

    async fn hold(mut self, watchers: usize, pace: Duration, entries: &Path) -> Result<Value> {
        let before = self.served.memory()?;
        let all = Watchers::new(watchers, self.served.port, Speech::Events(self.lot)).await?;
        // Its first word is the clock.
        sleep(Duration::from_secs(2)).await;
        let memory = self.served.memory()?.saturating_sub(before) / watchers;

        // The deadline, and that the seals are checked.
        all.all_heard(2, until(self.deadline) + PATIENCE).await?;
        self.sign_in().await?;
        let last_key = self.decrypt(pace).await?;
        let last = BEFORE + self.entries.len() as u64 + 1;
        all.all_heard(last, PATIENCE).await.context("the end of decryption")?;
        let last_key_to_table = all.tally.event(last).last - last_key;
        self.host(&json!("read_out")).await?;
        all.all_heard(last + 1, PATIENCE).await.context("the read-out")?;
        let waits = waits(&all.tally);
        let told = Registry::open(&self.place, 1).await?.entries(self.lot).await?;
        std::fs::write(entries, serde_json::to_vec(&told)?)?;

        let back = self.restart(&all).await?;
        self.host(&json!("open_objections")).await?;
        all.all_heard(last + 2, PATIENCE).await.context("what happened after the restart")?;
        ensure!(all.tally.out_of_order() == 0, "{} events came twice or after a gap", all.tally.out_of_order());
        Ok(json!({
            "watchers": watchers, "bidders": self.entries.len(), "milliseconds": waits, "bytes_a_watcher": memory,
            "last_key_to_table_milliseconds": last_key_to_table, "back_after_restart_seconds": back,
        }))
    }

    async fn sign_in(&mut self) -> Result<()> {
        let mut line = Line::open(self.served.port).await?;
        for Entry { bidder, .. } in &self.entries {
            taken(line.call(&bidder.cookie, "enter_room", &json!({ "lot": self.lot })).await?)?;
        }
        for act in ["announce", "start_decrypt"] {
            self.host(&json!(act)).await?;
            sleep(HAND).await;
        }
        Ok(())
    }

    /// Every bidder releases its keys; returns when the last sent its own, in milliseconds since 1970.
    async fn decrypt(&self, pace: Duration) -> Result<i64> {
        let mut under_way = Vec::new();
        let mut sent = 0;
        for Entry { bidder, bid, .. } in &self.entries {
            let (input, cookie) = (json!({ "lot": self.lot, "keys": keys(bidder, bid)? }), bidder.cookie.clone());
            let mut line = Line::open(self.served.port).await?;
            sent = milliseconds();
            under_way.push(tokio::spawn(async move { taken(line.call(&cookie, "release_keys", &input).await?) }));
            sleep(pace).await;
        }
        for answer in under_way {
            answer.await??;
        }
        Ok(sent)
    }

    async fn host(&self, act: &Value) -> Result<()> {
        let mut line = Line::open(self.served.port).await?;
        taken(line.call(&self.host, "host", &json!({ "lot": self.lot, "act": act })).await?)
    }

    /// Kills the server and starts it again; returns the seconds until all watchers are back, from when it listens.
    #[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
    async fn restart(&mut self, all: &Watchers) -> Result<f64> {
        self.served.kill()?;
        while all.tally.standing() > 0 {
            sleep(Duration::from_millis(10)).await;
        }
        self.served = Served::start_at(self.served.port, &self.server, &self.place)?;
        let start = Instant::now();
        all.all_stand(PATIENCE).await?;
        Ok((start.elapsed().as_secs_f64() * 10.0).round() / 10.0)
    }
}

fn keys(bidder: &Bidder, bid: &Bid) -> Result<Vec<PartKey>> {
    let parts = bid.manifest.parts.iter().zip(&bid.pieces);
    let key = |(line, pieces): (&seal::PartLine, &Vec<bytes::Bytes>)| {
        let key = seal::unwrap(&Header::parse(&pieces[0])?, &bidder.key).map_err(|_| anyhow::anyhow!("not its key"))?;
        Ok(PartKey { part: line.part.clone(), key: key.to_hex().to_string() })
    };
    parts.map(key).collect()
}

fn taken(Answer { status, body }: Answer) -> Result<()> {
    ensure!(status == StatusCode::OK, "{status} {}", String::from_utf8_lossy(&body));
    Ok(())
}

async fn rival(watchers: usize, entries: &Path, command: &[String]) -> Result<Value> {
    let told: Vec<domain::room::Entry> = serde_json::from_slice(&std::fs::read(entries)?)?;
    let (first, last) = (told.first().context("no entries")?, told.last().context("no entries")?);
    let (program, arguments) = command.split_first().context("no rival")?;
    let mut rival = Command::new(program);
    rival.args(arguments).arg(entries);
    let mut rival = Rival(rival.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?);
    let port = rival.port()?;
    let before = memory_of(&rival.0)?;
    let all = Watchers::new(watchers, port, Speech::SocketIo).await?;
    sleep(Duration::from_secs(2)).await;
    let memory = memory_of(&rival.0)?.saturating_sub(before) / watchers;
    rival.0.stdin.as_mut().context("stdin")?.write_all(b"go\n")?;
    let takes = Duration::from_millis(last.at.since(first.at).unsigned_abs());
    all.all_heard(last.seq, takes + PATIENCE).await?;
    Ok(json!({ "watchers": watchers, "milliseconds": waits(&all.tally), "bytes_a_watcher": memory }))
}

fn waits(tally: &Tally) -> Value {
    json!({ "p50": tally.of_thousand(500), "p99": tally.of_thousand(990), "longest": tally.of_thousand(1000) })
}

/// From now until then.
fn until(time: Timestamp) -> Duration {
    Duration::from_millis((time.millis() - milliseconds()).unsigned_abs())
}

struct Rival(Child);

impl Rival {
    fn port(&mut self) -> Result<u16> {
        let mut line = String::new();
        let stdout = self.0.stdout.as_mut().context("stdout")?;
        std::io::BufRead::read_line(&mut std::io::BufReader::new(stdout), &mut line)?;
        Ok(line.trim().parse()?)
    }
}

impl Drop for Rival {
    fn drop(&mut self) {
        // It may have ended.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
