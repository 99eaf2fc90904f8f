//! wasm-opt, which halves the shipped client. Debian's binaryen is too old for today's compilers.

use crate::paths;
use crate::say::{run, say};
use anyhow::Result;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

const VERSION: &str = "132.0.0";

/// The script that npm installs; node runs it.
pub fn wasm_opt() -> Result<PathBuf> {
    super::node()?;
    let home = paths::tools().join(format!("binaryen-{VERSION}"));
    let program = home.join("node_modules/.bin/wasm-opt");
    if !program.exists() {
        say(format_args!("wasm-opt: npm install binaryen@{VERSION} into {} (60 MB, ten seconds)", home.display()));
        fs::create_dir_all(&home)?;
        let npm = &mut Command::new("npm");
        npm.args(["install", "--no-save", "--prefix"]).arg(&home).arg(format!("binaryen@{VERSION}"));
        run(npm.stdout(std::io::stderr()))?;
    }
    Ok(program)
}
