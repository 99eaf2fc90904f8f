//! Native tests. Those on PostgreSQL are `#[ignore]`d for a bare `cargo test` and run here.

use super::postgres::Cluster;
use crate::cargo::{Mode, Toolchain, cargo};
use crate::say::run as run_command;
use anyhow::Result;

/// Tests reach the cluster through this; each makes a database of its own in it.
const POSTGRES: &str = "KAIBIAO_TEST_POSTGRES";

pub fn run(filter: Option<&str>) -> Result<()> {
    let cluster = Cluster::start()?;
    let mut test = cargo(&Toolchain::Active, Mode::Dev);
    test.args(["test", "--no-fail-fast"]).args(packages()?).args(filter).args(["--", "--include-ignored"]);
    run_command(test.env(POSTGRES, cluster.url()))
}

/// The default members, and `app` with the features that the server gives it.
pub fn packages() -> Result<Vec<String>> {
    let metadata = cargo_metadata::MetadataCommand::new().no_deps().exec()?;
    let mut words: Vec<String> = Vec::new();
    for package in metadata.workspace_default_packages() {
        words.extend(["--package".to_owned(), package.name.to_string()]);
    }
    words.extend(["--package", "app", "--features", "app/ssr"].map(str::to_owned));
    Ok(words)
}
