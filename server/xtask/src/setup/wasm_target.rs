//! A toolchain with a standard library for wasm32. Where rustup cannot fetch one, Debian's compiler builds it from its
//! own source: both are the same version.

use super::debian;
use crate::checkout::{self, Toolchain};
use crate::say::{output, run, say};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub const TARGET: &str = "wasm32-unknown-unknown";
/// The rustup name of Debian's compiler.
pub const DEBIAN: &str = "debian";
const PACKAGES: [&str; 6] =
    ["rustc-web", "cargo-web", "rust-web-src", "libstd-rust-web-dev", "rust-web-llvm", "lld-22"];
const CARRIER: &str = "std_carrier";
/// Lies beside the libraries; its name changes when the way they are built does.
const MARK: &str = "kaibiao-std-with-bitcode";

/// The active toolchain where rustup can add the target; else Debian's compiler, with the standard
/// library built from Debian's source of it.
pub fn wasm_target() -> Result<Toolchain> {
    for toolchain in [Toolchain::Active, Toolchain::Named(DEBIAN)] {
        if has_std(&toolchain) {
            return Ok(toolchain);
        }
    }
    say(format_args!("WASM target: rustup target add {TARGET} (half a minute)"));
    let added = Command::new("rustup").args(["target", "add", TARGET]).stdout(std::io::stderr()).status();
    if added.is_ok_and(|status| status.success()) && has_std(&Toolchain::Active) {
        return Ok(Toolchain::Active);
    }
    say("WASM target: rustup cannot fetch it here; building it from Debian's source instead");
    build_std().context("standard library for wasm32")?;
    Ok(Toolchain::Named(DEBIAN))
}

/// Type-checks an empty test crate, which reads every part of the standard library: an interrupted
/// copy or one of another version does not count. rustc puts a new file in the place of its output,
/// so that must be a file of ours, never a device.
fn has_std(toolchain: &Toolchain) -> bool {
    let scratch = checkout::web().join("probe");
    let file = scratch.join("empty.rs");
    if fs::create_dir_all(&scratch).and_then(|()| fs::write(&file, "")).is_err() {
        return false;
    }
    let mut rustc = Command::new("rustc");
    if let Toolchain::Named(name) = toolchain {
        if !is_current() {
            return false;
        }
        rustc.env("RUSTUP_TOOLCHAIN", name);
    }
    rustc.args(["--test", "--emit=metadata", "--target", TARGET, "--out-dir"]).arg(&scratch).arg(&file);
    rustc.env_remove("LD_LIBRARY_PATH").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    rustc.status().is_ok_and(|status| status.success())
}

/// Builds, installs beside Debian's own libraries, and names the toolchain for rustup.
fn build_std() -> Result<()> {
    if !ready() {
        debian::install(&PACKAGES, "compiler for the browser", "half a minute")?;
    }
    say("WASM target: building the standard library (about a minute)");
    let libraries = compile(&checkout::tools().join("std"))?;
    install(&libraries, &folder()?)?;
    // What was compiled against other libraries does not link with these.
    if checkout::web().exists() {
        fs::remove_dir_all(checkout::web())?;
    }
    run(Command::new("rustup").args(["toolchain", "link", DEBIAN, "/usr"]))
}

/// Whether the libraries were built as we build them today.
fn is_current() -> bool {
    folder().is_ok_and(|folder| folder.join(MARK).exists())
}

fn folder() -> Result<PathBuf> {
    let sysroot = output(debian(Command::new("/usr/bin/rustc").args(["--print", "sysroot"])))?;
    Ok(Path::new(&sysroot).join("lib/rustlib").join(TARGET).join("lib"))
}

fn ready() -> bool {
    let source = Path::new("/usr/src").read_dir().is_ok_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("rustc-")))
    });
    source && Path::new("/usr/bin/cargo").exists() && Path::new("/usr/bin/rust-lld").exists()
}

/// Compiles the standard library as the dependency of an empty crate and returns its parts.
fn compile(scratch: &Path) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(scratch.join("src"))?;
    // A workspace of its own, or cargo would look for one above.
    let manifest = format!("[package]\nname = \"{CARRIER}\"\nedition = \"2024\"\n\n[workspace]\n");
    fs::write(scratch.join("Cargo.toml"), manifest)?;
    fs::write(scratch.join("src/lib.rs"), "")?;
    let cargo = &mut Command::new("/usr/bin/cargo");
    cargo.args(["build", "--quiet", "--release", "--target", TARGET, "-Zbuild-std=std,panic_abort,proc_macro,test"]);
    cargo
        .env("RUSTC_BOOTSTRAP", "1")
        // Cargo leaves the bitcode out of a build without LTO, but the client is linked with it.
        .env("CARGO_ENCODED_RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", scratch.join("target"));
    run(debian(cargo).current_dir(scratch))?;
    let built = scratch.join("target").join(TARGET).join("release/deps");
    let parts: Vec<PathBuf> = fs::read_dir(built)?
        .map(|entry| Ok(entry?.path()))
        .filter(|path| path.as_ref().is_ok_and(|path: &PathBuf| is_part(path)))
        .collect::<Result<_>>()?;
    ensure!(!parts.is_empty(), "the build left no library behind");
    Ok(parts)
}

fn is_part(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind == "rlib") && !path.to_string_lossy().contains(CARRIER)
}

fn install(libraries: &[PathBuf], folder: &Path) -> Result<()> {
    let place = format!("cannot write to {}: run this once as root", folder.display());
    let fill = || -> std::io::Result<()> {
        // Libraries of an older compiler would only confuse the newer one.
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        for library in libraries {
            fs::copy(library, folder.join(library.file_name().expect("a library has a name")))?;
        }
        fs::write(folder.join(MARK), "")
    };
    fill().context(place)
}

/// Debian's programs, whatever rustup put into the environment.
fn debian(command: &mut Command) -> &mut Command {
    for name in ["RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH", "RUSTFLAGS", "CARGO", "RUSTC"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("/usr/bin:{path}"))
}
