//! The site (what browsers load) and the server.

mod bindgen;
mod compress;
mod names;
mod optimise;
mod site;
mod style;
mod web;

use crate::cargo::{Mode, Toolchain, cargo, native_packages};
use crate::paths;
use crate::say::{run as run_command, say};
use crate::setup;
use anyhow::Result;
use std::path::PathBuf;

pub use bindgen::bind_tests;
pub use site::{Piece, Site};
pub use web::cargo_for_web;

#[derive(clap::Args)]
pub struct Options {
    /// What is shipped: small, fast, slow to build
    #[arg(long)]
    release: bool,
}

pub fn run(options: Options) -> Result<()> {
    let mode = Mode::of(options.release);
    let site = site(mode)?;
    let server = server(mode)?;
    say(format_args!("built {} and {}", server.display(), site.root.display()));
    Ok(())
}

/// Compiles, binds and lays out everything that browsers load.
pub fn site(mode: Mode) -> Result<Site> {
    let toolchain = setup::wasm_target()?;
    say(format_args!("site ({}): compiling the client and the worker to WebAssembly", mode.name()));
    let [client, worker] = web::compile(&toolchain, mode)?;
    let client = bindgen::bind("kaibiao", &client, mode)?;
    let worker = bindgen::bind("worker", &worker, mode)?;
    site::lay_out(mode, &client, &worker)
}

/// Builds `kaibiao` and returns where it lies.
pub fn server(mode: Mode) -> Result<PathBuf> {
    say(format_args!("server ({}): compiling", mode.name()));
    let mut build = cargo(&Toolchain::Active, mode);
    build.args(["build", "--bin", "kaibiao"]);
    let folder = match mode {
        Mode::Dev => {
            build.args(native_packages()?);
            "debug"
        }
        Mode::Release => {
            build.args(["--release", "--package", "server"]);
            "release"
        }
    };
    run_command(&mut build)?;
    Ok(paths::target().join(folder).join("kaibiao"))
}
