//! `cargo xtask build` and `cargo xtask serve`: the site (what browsers load) and the server.

mod pack;
mod site;
mod wasm;

use crate::checkout::{self, Mode, Toolchain, cargo, native_packages};
use crate::say::{run, say};
use crate::setup;
use anyhow::Result;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

pub use site::{Part, Site};
pub use wasm::{bind, bind_tests, cargo_for_web, compile_speed};

#[derive(clap::Args)]
pub struct Build {
    /// What is shipped: small, fast, slow to build
    #[arg(long)]
    release: bool,
}

pub fn build(options: Build) -> Result<()> {
    let mode = Mode::of(options.release);
    let site = site(mode)?;
    let server = server(mode)?;
    say(format_args!("built {} and {}", server.display(), site.root.display()));
    Ok(())
}

#[derive(clap::Args)]
pub struct Serve {
    /// Port on 127.0.0.1
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// Folder of the database and the sealed files; a new one gets demo data
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Serve what is shipped, not what is built fast
    #[arg(long)]
    release: bool,
}

/// Builds, then becomes the server: signals and exit codes are its own.
pub fn serve(options: Serve) -> Result<()> {
    let mode = Mode::of(options.release);
    // The server does without, and says so.
    if let Err(error) = setup::print_font() {
        say(error);
    }
    let site = site(mode)?;
    let server = server(mode)?;
    say(format_args!("serving on http://127.0.0.1:{} from {}", options.port, options.data.display()));
    let mut command = Command::new(server);
    command.args(["serve", "--demo", "--port", &options.port.to_string()]);
    command.arg("--data").arg(options.data).arg("--site").arg(site.root);
    Err(command.exec().into())
}

/// Compiles, binds and lays out everything that browsers load.
pub fn site(mode: Mode) -> Result<Site> {
    let toolchain = setup::wasm_target()?;
    say(format_args!("site ({}): compiling the client and the worker to WebAssembly", mode.name()));
    let [client, worker] = wasm::compile(&toolchain, mode)?;
    let client = bind(wasm::CLIENT, &client, mode)?;
    let worker = bind("worker", &worker, mode)?;
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
    run(&mut build)?;
    Ok(checkout::target().join(folder).join("kaibiao"))
}
