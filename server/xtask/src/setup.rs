//! What a machine must have, one file a need. Each is looked for on every run (milliseconds) and
//! installed once, with a word about what happens and how long it may take.

mod apt;
mod cargo_deny;
mod chromium;
mod cjk_font;
mod clippy;
mod journeys;
mod postgres;
mod std_from_source;
mod wasm_opt;
mod wasm_target;

pub use apt::is_root;
pub use cargo_deny::cargo_deny;
pub use chromium::chromium;
pub use cjk_font::cjk_font;
pub use clippy::{clippy_for, components};
pub use journeys::journeys;
pub use postgres::postgres;
pub use wasm_opt::wasm_opt;
pub use wasm_target::{TARGET, wasm_target};

use crate::say::on_path;
use anyhow::{Result, ensure};

/// node and npm: optimise WASM, run WASM tests and journeys.
pub fn node() -> Result<()> {
    ensure!(
        on_path("node").is_some() && on_path("npm").is_some(),
        "node and npm are missing: install Node.js 20 or newer"
    );
    Ok(())
}
