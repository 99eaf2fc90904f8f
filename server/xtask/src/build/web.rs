//! Rust to WebAssembly.

use crate::cargo::{Mode, Toolchain, cargo};
use crate::paths;
use crate::say::run;
use crate::setup::TARGET;
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

/// A cargo call for the browser. `--target` keeps its flags away from build scripts and macros.
pub fn cargo_for_web(toolchain: &Toolchain, mode: Mode, call: &str) -> Command {
    let mut command = cargo(toolchain, mode);
    command.args([call, "--target", TARGET, "--target-dir"]).arg(paths::web());
    command
}

/// Client and worker, as cargo leaves them.
pub fn compile(toolchain: &Toolchain, mode: Mode) -> Result<[PathBuf; 2]> {
    let build = || cargo_for_web(toolchain, mode, "build");
    let profile = match mode {
        Mode::Dev => {
            run(build().args(["-p", "client", "-p", "worker"]))?;
            "debug"
        }
        Mode::Release => {
            run(build().args(["--profile", "web", "-p", "client"]))?;
            // The worker seals gigabytes: speed before size.
            run(build().args(["--profile", "web", "--config", "profile.web.opt-level=3", "-p", "worker"]))?;
            "web"
        }
    };
    let built = paths::web().join(TARGET).join(profile);
    Ok([built.join("client.wasm"), built.join("worker.wasm")])
}
