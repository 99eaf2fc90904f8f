//! Native tests. Those on PostgreSQL are `#[ignore]`d for a bare `cargo test` and run here.

use super::postgres::Cluster;
use crate::cargo::{Mode, Toolchain, cargo, native_packages};
use crate::say::run as run_command;
use anyhow::Result;

/// Tests reach the cluster through this; each makes a database of its own in it.
const POSTGRES: &str = "KAIBIAO_TEST_POSTGRES";

pub fn run(filter: Option<&str>) -> Result<()> {
    let cluster = Cluster::start()?;
    let mut test = cargo(&Toolchain::Active, Mode::Dev);
    test.args(["test", "--no-fail-fast"]).args(native_packages()?).args(filter).args(["--", "--include-ignored"]);
    run_command(test.env(POSTGRES, cluster.url()))
}
