//! `cargo xtask serve`.

use crate::build;
use crate::cargo::Mode;
use crate::say::say;
use anyhow::Result;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

#[derive(clap::Args)]
pub struct Options {
    /// Port on 127.0.0.1
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// Folder of the database and the sealed files; a new one gets demo data
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Serve what is shipped, not what is built fast
    #[arg(long)]
    release: bool,
}

/// Builds, then becomes the server: signals and exit codes are its own.
pub fn run(options: Options) -> Result<()> {
    let mode = Mode::of(options.release);
    let site = build::site(mode)?;
    let server = build::server(mode)?;
    say(format_args!("serving on http://127.0.0.1:{} from {}", options.port, options.data.display()));
    let mut command = Command::new(server);
    command.args(["serve", "--demo", "--port", &options.port.to_string()]);
    command.arg("--data").arg(options.data).arg("--site").arg(site.root);
    Err(command.exec().into())
}
