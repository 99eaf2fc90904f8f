//! `cargo xtask bench`: measurements. Each prints tables, then everything as one line of JSON, and fails when it misses
//! its bar.

mod burst;
mod memory;
mod pages;
mod seal;
mod upload;

use anyhow::Result;
use clap::Subcommand;

#[derive(Subcommand)]
pub enum Bench {
    /// The deadline rush: durable commits a second on SQLite and on PostgreSQL
    Burst,
    /// Sizes of the shipped client and times of the reading pages
    Pages(pages::Options),
    /// How fast bids are sealed, in the browser and natively, beside OpenSSL and npm sm-crypto-v2
    Seal,
    /// How soon a gigabyte is uploaded, beside npm @tus/server and tus-js-client
    Upload,
    /// How much memory a tab takes while it seals and sends 2 GiB
    Memory,
}

pub fn run(bench: Bench) -> Result<()> {
    match bench {
        Bench::Burst => burst::run(),
        Bench::Pages(options) => pages::run(options),
        Bench::Seal => seal::run(),
        Bench::Upload => upload::run(),
        Bench::Memory => memory::run(),
    }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
