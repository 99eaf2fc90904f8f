//! `cargo xtask bench`: measurements. Each prints tables, then everything as one line of JSON, and fails when it misses
//! its bar.

mod burst;
mod memory;
mod pages;
mod room;
mod seal;
mod subjects;
mod upload;

use crate::build;
use crate::checkout::{self, Mode, Toolchain, cargo};
use crate::say::{output, run as run_command, say};
use crate::setup;
use anyhow::Result;
use clap::Subcommand;
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

#[derive(Subcommand)]
pub enum Bench {
    /// The deadline rush: durable commits a second on SQLite and on PostgreSQL
    Burst,
    /// Sizes of the shipped client and times of the reading pages
    Pages(pages::Options),
    /// How soon those who watch an opening hear of it, beside npm socket.io
    Room,
    /// How fast bids are sealed, in the browser and natively, beside OpenSSL and npm sm-crypto-v2
    Seal,
    /// A million subjects: how soon each question is answered, on SQLite and on PostgreSQL
    Subjects,
    /// How soon a gigabyte is uploaded, beside npm @tus/server and tus-js-client
    Upload,
    /// How much memory a tab takes while it seals and sends 2 GiB
    Memory,
}

pub fn run(bench: Bench) -> Result<()> {
    match bench {
        Bench::Burst => burst::run(),
        Bench::Pages(options) => pages::run(options),
        Bench::Room => room::run(),
        Bench::Seal => seal::run(),
        Bench::Subjects => subjects::run(),
        Bench::Upload => upload::run(),
        Bench::Memory => memory::run(),
    }
}

/// What `e2e/bench/<script>.js` finds out about the release, in headless Chromium.
fn as_shipped(script: &str, what_it_does: &str) -> Result<Value> {
    setup::journeys()?;
    let chromium = setup::chromium()?;
    let site = build::site(Mode::Release)?;
    let server = build::server(Mode::Release)?;
    say(what_it_does);
    let mut node = Command::new("node");
    node.arg(format!("bench/{script}.js")).current_dir(checkout::root().join("e2e"));
    node.env("KAIBIAO_BIN", server).env("KAIBIAO_SITE", site.root).env("CHROMIUM", chromium);
    Ok(serde_json::from_str(&output(&mut node)?)?)
}

/// Builds the server and the programs of the crowd; the folder in which they are.
fn crowd() -> Result<PathBuf> {
    let mut build = cargo(&Toolchain::Active, Mode::Release);
    build.args(["build", "--release", "--package", "server", "--package", "crowd", "--bins"]);
    run_command(&mut build)?;
    Ok(checkout::target().join("release"))
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
