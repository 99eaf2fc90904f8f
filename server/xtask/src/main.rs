//! `cargo xtask`: everything between a clean checkout and a running, tested product.

mod bench;
mod build;
mod check;
mod checkout;
mod http;
mod say;
mod setup;
mod test;

use clap::Parser;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Set-up, build, serve, test, check and measure Kaibiao")]
enum Task {
    /// Build everything and serve it, with demo data in a new data folder
    Serve(build::Serve),
    /// Run every test, or one kind: native, wasm, journeys, fuzz
    Test(test::Options),
    /// Format, lints, licences, the arrows between rooms, the rules of the house
    Check,
    /// Build the site and the server, and stop there
    Build(build::Build),
    /// Measure
    #[command(subcommand)]
    Bench(bench::Bench),
}

fn main() -> anyhow::Result<()> {
    match Task::parse() {
        Task::Serve(options) => build::serve(options),
        Task::Test(options) => test::run(options),
        Task::Check => check::run(),
        Task::Build(options) => build::build(options),
        Task::Bench(bench) => bench::run(bench),
    }
}
