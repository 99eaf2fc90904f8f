//! What a machine must have. Each need is looked for on every run (milliseconds) and installed once, with a word about
//! what happens and how long it may take. Here: the tools that cargo, rustup, npm and pip install.

mod debian;
mod wasm_target;

pub use debian::{chromium, cjk_font, cxx, is_root, openssl, postgres, print_font};
pub use wasm_target::{TARGET, wasm_target};

use crate::checkout::{self, Mode, Toolchain, cargo};
use crate::say::{on_path, run, say};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_target::DEBIAN;

const CARGO_DENY: &str = "0.20.2";
const BINARYEN: &str = "132.0.0";

/// node and npm, which optimise WASM, run WASM tests and journeys.
pub fn node() -> Result<()> {
    ensure!(
        on_path("node").is_some() && on_path("npm").is_some(),
        "node and npm are missing: install Node.js 20 or newer"
    );
    Ok(())
}

/// The npm packages of the browser journeys. Installs again only when the lock file is another than the one installed.
pub fn journeys() -> Result<()> {
    node()?;
    let folder = checkout::root().join("e2e");
    let lock = fs::read(folder.join("package-lock.json")).context("e2e/package-lock.json")?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    say("journeys: npm ci in e2e (a few seconds)");
    run(Command::new("npm").arg("ci").current_dir(&folder).stdout(std::io::stderr()))?;
    fs::write(stamp, lock)?;
    Ok(())
}

/// gmalg, SM2, SM3 and SM4 as others wrote them in Python, for the tests that compare with it: an environment in
/// `target/tools`. Installed again only when another version is asked for.
pub fn gmalg() -> Result<()> {
    let wanted = checkout::root().join("app/seal/tests/seal/others/requirements.txt");
    let home = checkout::tools().join("gmalg");
    let (version, stamp) = (fs::read(&wanted)?, home.join("installed.txt"));
    if fs::read(&stamp).is_ok_and(|installed| installed == version) {
        return Ok(());
    }
    say(format_args!("gmalg: pip install into {} (a few seconds)", home.display()));
    run(Command::new(debian::python()?).args(["-m", "venv", "--clear"]).arg(&home))?;
    let pip = &mut Command::new(home.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]).arg(&wanted);
    run(pip.stdout(std::io::stderr()))?;
    fs::write(stamp, version)?;
    Ok(())
}

/// wasm-opt, which halves the shipped client: the script that npm installs and node runs. Debian's binaryen is too old
/// for today's compilers.
pub fn wasm_opt() -> Result<PathBuf> {
    node()?;
    let home = checkout::tools().join(format!("binaryen-{BINARYEN}"));
    let program = home.join("node_modules/.bin/wasm-opt");
    if !program.exists() {
        say(format_args!("wasm-opt: npm install binaryen@{BINARYEN} into {} (60 MB, ten seconds)", home.display()));
        fs::create_dir_all(&home)?;
        let npm = &mut Command::new("npm");
        npm.args(["install", "--no-save", "--prefix"]).arg(&home).arg(format!("binaryen@{BINARYEN}"));
        run(npm.stdout(std::io::stderr()))?;
    }
    Ok(program)
}

/// cargo-deny, which reads licences, bans and sources off the dependency graph: the one on PATH, else one built into
/// `target/tools`.
pub fn cargo_deny() -> Result<PathBuf> {
    let own = checkout::tools().join("bin/cargo-deny");
    if own.exists() {
        return Ok(own);
    }
    if let Some(found) = on_path("cargo-deny") {
        return Ok(found);
    }
    say(format_args!("cargo-deny: building {CARGO_DENY} into target/tools (some minutes, once)"));
    let mut install = cargo(&Toolchain::Active, Mode::Dev);
    // It runs for a second at a time: what counts is how soon it is built.
    for (name, value) in [("OPT_LEVEL", "0"), ("LTO", "off"), ("DEBUG", "false"), ("CODEGEN_UNITS", "256")] {
        install.env(format!("CARGO_PROFILE_RELEASE_{name}"), value);
    }
    install.args([
        "install",
        "--locked",
        "--quiet",
        "cargo-deny",
        "--version",
        CARGO_DENY,
        "--no-default-features",
        "--root",
    ]);
    run(install.arg(checkout::tools()).env("CARGO_TARGET_DIR", checkout::target().join("tools-build")))?;
    fs::remove_dir_all(checkout::target().join("tools-build"))?;
    Ok(own)
}

/// The linter of the toolchain that builds WASM.
pub fn clippy_for(toolchain: &Toolchain) -> Result<()> {
    match toolchain {
        Toolchain::Named(DEBIAN) if !Path::new("/usr/bin/cargo-clippy").exists() => {
            debian::install(&["rust-web-clippy"], "clippy for the browser's crates", "a few seconds")
        }
        Toolchain::Active if !present("clippy") => add("clippy"),
        _ => Ok(()),
    }
}

/// rustfmt and clippy of the native toolchain are rustup components.
pub fn components() -> Result<()> {
    for component in ["clippy", "fmt"] {
        if !present(component) {
            add(if component == "fmt" { "rustfmt" } else { component })?;
        }
    }
    Ok(())
}

fn present(tool: &str) -> bool {
    Command::new("cargo").args([tool, "--version"]).output().is_ok_and(|out| out.status.success())
}

fn add(component: &str) -> Result<()> {
    say(format_args!("{component}: rustup component add {component} (a few seconds)"));
    run(Command::new("rustup").args(["component", "add", component]).stdout(std::io::stderr()))
}
