//! Where things lie in the checkout.

use std::path::{Path, PathBuf};

/// The top of the checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("xtask lies two folders deep").to_path_buf()
}

/// Build output; honours `CARGO_TARGET_DIR` like cargo itself.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// WASM has a target folder of its own, so that a build for the browser never waits for a native one.
pub fn web() -> PathBuf {
    target().join("web")
}

/// Tools that set-up installs for this checkout alone.
pub fn tools() -> PathBuf {
    target().join("tools")
}
