//! The built client: where its files are and what they are called.

use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;

/// The site folder as `cargo xtask` lays it out.
#[derive(Clone, Debug)]
pub struct Assets {
    pub site: PathBuf,
    /// Address of the worker's script, with the hash of its content.
    pub worker: String,
}

#[derive(Deserialize)]
struct Names {
    #[serde(rename = "worker-boot.js")]
    worker: String,
}

impl Assets {
    /// # Errors
    /// When the client has not been built.
    pub fn find(site: &Path) -> anyhow::Result<Self> {
        let list = site.join("pkg/assets.json");
        let text = std::fs::read_to_string(&list)
            .with_context(|| format!("{} is missing: build the client with `cargo xtask serve`", list.display()))?;
        let names: Names = serde_json::from_str(&text).with_context(|| format!("reading {}", list.display()))?;
        Ok(Self { site: std::path::absolute(site)?, worker: names.worker })
    }
}
