//! Rust to WebAssembly: compiled, bound to JavaScript, made small. wasm-bindgen is linked as a library: its version is
//! the one in Cargo.lock, so glue and module always fit.

use super::site;
use crate::checkout::{self, Mode, Toolchain, cargo};
use crate::say::{run, say};
use crate::setup::{self, TARGET};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

/// A cargo call for the browser. `--target` keeps its flags away from build scripts and macros.
pub fn cargo_for_web(toolchain: &Toolchain, mode: Mode, call: &str) -> Command {
    let mut command = cargo(toolchain, mode);
    command.args([call, "--target", TARGET, "--target-dir"]).arg(checkout::web());
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
    let built = checkout::web().join(TARGET).join(profile);
    Ok([built.join("client.wasm"), built.join("worker.wasm")])
}

/// One WASM module and its JavaScript, ready to be served: in `folder`, `{name}.js`, `{name}_bg.wasm`, `snippets/`.
pub struct Bound {
    pub folder: PathBuf,
    /// Bytes of the module before wasm-opt.
    pub bytes_before: u64,
}

/// Binds and, for a release, optimises. Does nothing when the same module was bound before.
pub fn bind(name: &'static str, module: &Path, mode: Mode) -> Result<Bound> {
    let folder = checkout::web().join("bound").join(format!("{name}-{}", mode.name()));
    let stamp = folder.join("input");
    let bytes = fs::read(module).with_context(|| module.display().to_string())?;
    let input = format!("{} {}", site::hash(&[&bytes]), FLAGS_OF_MODULES);
    let wasm = folder.join(format!("{name}_bg.wasm"));
    let before = folder.join("bytes-before");
    if fs::read_to_string(&stamp).is_ok_and(|done| done == input) {
        let bytes_before = fs::read_to_string(before)?.parse()?;
        return Ok(Bound { folder, bytes_before });
    }
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let release = mode == Mode::Release;
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(name, bytes).out_name(name).web(true)?.typescript(false);
    bindgen.remove_name_section(release).remove_producers_section(release);
    // The page names the client's module itself, by its hashed name.
    bindgen.omit_default_module_path(name == "kaibiao");
    bindgen.generate(&folder).with_context(|| format!("wasm-bindgen of {name}"))?;
    let bytes_before = fs::metadata(&wasm)?.len();
    if release {
        wasm_opt(&wasm, if name == "worker" { "-O3" } else { "-Oz" })?;
    }
    fs::write(before, bytes_before.to_string())?;
    fs::write(stamp, input)?;
    Ok(Bound { folder, bytes_before })
}

/// Part of the stamp of a bound module: count it up when these flags or those of `bind` change.
const FLAGS_OF_MODULES: u32 = 1;

/// What today's rustc and wasm-bindgen emit, and every browser of the last three years runs.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Rewrites the module in place.
fn wasm_opt(module: &Path, level: &str) -> Result<()> {
    let program = setup::wasm_opt()?;
    say(format_args!("wasm-opt {level} {} (some seconds)", module.file_name().unwrap_or_default().display()));
    let smaller = module.with_extension("opt");
    run(Command::new(program).arg(level).args(FEATURES).arg(module).arg("-o").arg(&smaller))?;
    fs::rename(smaller, module)?;
    Ok(())
}

/// What the names of exported tests begin with.
const TEST: &str = "__wbgt_";

/// Binds a crate's WASM tests for node and returns the names of the exported tests.
pub fn bind_tests(module: &Path, folder: &Path) -> Result<Vec<String>> {
    let bytes = fs::read(module).with_context(|| module.display().to_string())?;
    // A module without such tests lacks the runtime that wasm-bindgen looks for.
    if !bytes.windows(TEST.len()).any(|name| name == TEST.as_bytes()) {
        return Ok(Vec::new());
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes("tests", bytes).out_name("tests").nodejs(true)?.debug(true).typescript(false).emit_start(false);
    let mut output = bindgen.generate_output()?;
    fs::create_dir_all(folder)?;
    output.emit(folder)?;
    Ok(output.wasm().exports.iter().map(|export| export.name.clone()).filter(|name| name.starts_with(TEST)).collect())
}
