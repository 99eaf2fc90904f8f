//! Browser journeys: `npm test` in e2e/. They start servers of their own from what is built here.

use crate::build;
use crate::cargo::Mode;
use crate::paths;
use crate::say::run as run_command;
use crate::setup;
use anyhow::Result;
use std::process::Command;

pub fn run(filter: Option<&str>) -> Result<()> {
    setup::journeys()?;
    setup::cjk_font()?;
    let chromium = setup::chromium()?;
    let site = build::site(Mode::Dev)?;
    let server = build::server(Mode::Dev)?;
    let mut npm = Command::new("npm");
    npm.args(["test", "--"]).args(filter).current_dir(paths::root().join("e2e"));
    npm.env("KAIBIAO_BIN", server).env("KAIBIAO_SITE", site.root).env("CHROMIUM", chromium);
    run_command(&mut npm)
}
