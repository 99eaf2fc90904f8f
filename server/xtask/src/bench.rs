//! `cargo xtask bench`: measurements. Each prints tables, then everything as one line of JSON, and fails when it misses
//! its bar.

mod pages;
mod seal;

use anyhow::Result;
use clap::Subcommand;

#[derive(Subcommand)]
pub enum Bench {
    /// Sizes of the shipped client and times of the reading pages
    Pages(pages::Options),
    /// How fast bids are sealed, in the browser and natively, beside OpenSSL and npm sm-crypto-v2
    Seal,
}

pub fn run(bench: Bench) -> Result<()> {
    match bench {
        Bench::Pages(options) => pages::run(options),
        Bench::Seal => seal::run(),
    }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
