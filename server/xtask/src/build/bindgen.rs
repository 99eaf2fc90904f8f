//! wasm-bindgen as a library: its version is the one in Cargo.lock, so glue and module always fit.

use super::{names, optimise};
use crate::cargo::Mode;
use crate::paths;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// One WASM module and its JavaScript, ready to be served: in `folder`, `{name}.js`, `{name}_bg.wasm`, `snippets/`.
pub struct Bound {
    pub folder: PathBuf,
    /// Bytes of the module before wasm-opt.
    pub bytes_before: u64,
}

/// Binds and, for a release, optimises. Does nothing when the same module was bound before.
pub fn bind(name: &'static str, module: &Path, mode: Mode) -> Result<Bound> {
    let folder = paths::web().join("bound").join(format!("{name}-{}", mode.name()));
    let stamp = folder.join("input");
    let bytes = fs::read(module).with_context(|| module.display().to_string())?;
    let input = format!("{} {}", names::hash(&[&bytes]), optimise::FLAGS_OF_MODULES);
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
        optimise::wasm_opt(&wasm, if name == "worker" { "-O3" } else { "-Oz" })?;
    }
    fs::write(before, bytes_before.to_string())?;
    fs::write(stamp, input)?;
    Ok(Bound { folder, bytes_before })
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
