//! An opening with many watchers: how soon each hears what happens, what memory a watcher costs the server, how soon all
//! are back after it was killed; beside npm socket.io, which tells fewer the very same events at the same pace. The
//! crowd is `server/crowd`, and it shares the machine with the server it watches.

use super::crowd;
use crate::checkout;
use crate::say::{output, say};
use crate::setup;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// Who watch, and the share of them that watch the rival.
const WATCHERS: usize = 10_000;
const SHARES: [usize; 2] = [2, 4];
/// So many release their keys within a minute.
const BIDDERS: usize = 200;
const PACE: usize = 300;

/// Watchers of whom 99 of 100 hear within so many milliseconds.
const LONGEST_WAIT: f64 = 500.0;
const BYTES: f64 = 20_000.0;
const BACK: f64 = 10.0;
const LAST_KEY: f64 = 2_000.0;
/// At so many times the watchers, our 99th percentile is no later than the rival's.
const TIMES: usize = 2;

pub fn run() -> Result<()> {
    setup::journeys()?;
    let program = crowd()?.join("room");
    say(format_args!("an opening before {WATCHERS} watchers (three minutes)"));
    let entries = checkout::root().join("target/bench-room-entries.json");
    let ours = ours(&program, &entries)?;
    let mut rivals = Vec::new();
    for share in SHARES {
        say(format_args!("socket.io before {} watchers (a minute and a half)", WATCHERS / share));
        rivals.push(rival(&program, WATCHERS / share, &entries)?);
    }
    let p99 = wait(&ours)?;
    let mut times = 0;
    println!("{:<22} {:>9} {:>8} {:>8} {:>10} {:>14}", "", "watchers", "p50 ms", "p99 ms", "longest", "bytes/watcher");
    row("kaibiao", &ours);
    for (share, rival) in SHARES.iter().zip(&rivals) {
        row("socket.io", rival);
        if p99 <= wait(rival)? {
            times = times.max(*share);
        }
    }
    let figure = |name: &str| ours[name].as_f64().with_context(|| name.to_owned());
    let (bytes, back) = (figure("bytes_a_watcher")?, figure("back_after_restart_seconds")?);
    let last_key = figure("last_key_to_table_milliseconds")?;
    println!("the last key is on every screen after {last_key} ms; all are back {back} s after the restart");
    let within = p99 <= LONGEST_WAIT && bytes <= BYTES && back <= BACK && last_key <= LAST_KEY && times >= TIMES;
    println!(
        "{}",
        json!({
            "bench": "room", "ours": ours, "socket_io": rivals, "times_the_watchers_at_equal_p99": times,
            "bar": { "watchers": 5000, "p99_milliseconds": LONGEST_WAIT, "bytes_a_watcher": BYTES,
                     "back_after_restart_seconds": BACK, "last_key_to_table_milliseconds": LAST_KEY,
                     "times_the_watchers_at_equal_p99": TIMES },
            "within_bar": within,
        })
    );
    ensure!(within, "the room misses a bar");
    Ok(())
}

fn ours(program: &Path, entries: &Path) -> Result<Value> {
    let server = program.with_file_name("kaibiao");
    let mut room = Command::new(program);
    room.arg("ours").arg("--server").arg(server);
    room.args(["--watchers", &WATCHERS.to_string(), "--bidders", &BIDDERS.to_string(), "--pace", &PACE.to_string()]);
    room.arg("--entries").arg(entries);
    Ok(serde_json::from_str(&output(&mut room)?)?)
}

fn rival(program: &Path, watchers: usize, entries: &Path) -> Result<Value> {
    let mut room = Command::new(program);
    room.current_dir(checkout::root().join("e2e"));
    room.args(["rival", "--watchers", &watchers.to_string(), "--entries"]).arg(entries);
    room.args(["node", "bench/room/socketio.js"]);
    Ok(serde_json::from_str(&output(&mut room)?)?)
}

fn wait(side: &Value) -> Result<f64> {
    side["milliseconds"]["p99"].as_f64().context("no 99th percentile")
}

fn row(name: &str, side: &Value) {
    let of = |name: &str| side["milliseconds"][name].to_string();
    let (watchers, bytes) = (side["watchers"].to_string(), side["bytes_a_watcher"].to_string());
    println!("{name:<22} {watchers:>9} {:>8} {:>8} {:>10} {bytes:>14}", of("p50"), of("p99"), of("longest"));
}
