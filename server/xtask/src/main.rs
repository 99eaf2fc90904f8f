//! `cargo xtask`: everything between a clean checkout and a running, tested product.

mod bench;
mod build;
mod cargo;
mod check;
mod http;
mod paths;
mod say;
mod serve;
mod setup;
mod test;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Set-up, build, serve, test, check and measure Kaibiao")]
enum Task {
    /// Build everything and serve it, with demo data in a new data folder
    Serve(serve::Options),
    /// Run every test, or one kind: native, wasm, journeys
    Test(test::Options),
    /// Format, lints, licences, the arrows between rooms, the rules of the house
    Check,
    /// Build the site and the server, and stop there
    Build(build::Options),
    /// Measure
    #[command(subcommand)]
    Bench(Bench),
}

#[derive(Subcommand)]
enum Bench {
    /// Sizes of the shipped client and times of the reading pages
    Pages(bench::Options),
}

fn main() -> anyhow::Result<()> {
    match Task::parse() {
        Task::Serve(options) => serve::run(options),
        Task::Test(options) => test::run(options),
        Task::Check => check::run(),
        Task::Build(options) => build::run(options),
        Task::Bench(Bench::Pages(options)) => bench::pages(options),
    }
}
