//! wasm-opt over what is shipped.

use crate::say::{run, say};
use crate::setup;
use anyhow::Result;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Part of the stamp of a bound module: count it up when the flags here or in `bindgen` change.
pub const FLAGS_OF_MODULES: u32 = 1;

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
pub fn wasm_opt(module: &Path, level: &str) -> Result<()> {
    let program = setup::wasm_opt()?;
    say(format_args!("wasm-opt {level} {} (some seconds)", module.file_name().unwrap_or_default().display()));
    let smaller = module.with_extension("opt");
    run(Command::new(program).arg(level).args(FEATURES).arg(module).arg("-o").arg(&smaller))?;
    fs::rename(smaller, module)?;
    Ok(())
}
