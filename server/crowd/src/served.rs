//! The server as a process of its own, which can be killed.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

use crate::Place;

/// `kaibiao serve` in a place; killed when dropped.
pub struct Served {
    process: Child,
    pub port: u16,
}

impl Served {
    /// Starts the program and waits until it listens. Its log goes on in `server.log` of the data folder.
    ///
    /// # Errors
    /// When it ends instead, with its log.
    pub fn start(program: &Path, place: &Place) -> Result<Self> {
        Self::start_at(0, program, place)
    }

    /// The same at a port, where one that was killed had been.
    ///
    /// # Errors
    /// As [`Served::start`].
    pub fn start_at(port: u16, program: &Path, place: &Place) -> Result<Self> {
        let log = log(place);
        let mut command = Command::new(program);
        command.args(["serve", "--port", &port.to_string(), "--site"]).arg(site(place)?).args(place.arguments());
        command.envs(place.environment());
        command.env("KAIBIAO_LOG", "info,sea_orm_migration=warn").stdin(Stdio::null()).stdout(Stdio::piped());
        let written = File::options().create(true).append(true).open(&log)?;
        let mut process = command.stderr(written).spawn().with_context(|| program.display().to_string())?;
        let port = process.stdout.take().and_then(announced);
        let mut served = Self { process, port: 0 };
        match port {
            Some(port) => served.port = port,
            None => {
                served.kill()?;
                anyhow::bail!("the server does not start:\n{}", fs::read_to_string(log)?);
            }
        }
        Ok(served)
    }

    /// Bytes of memory that are the server's alone.
    ///
    /// # Errors
    /// Where `/proc` does not tell.
    pub fn memory(&self) -> Result<usize> {
        memory_of(&self.process)
    }

    /// `SIGKILL`: nothing of the program runs after it.
    ///
    /// # Errors
    /// When the process is not ours to kill.
    pub fn kill(&mut self) -> Result<()> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may be dead already.
        let _ = self.kill();
    }
}

/// Bytes of memory that are a process's alone.
///
/// # Errors
/// Where `/proc` does not tell.
pub fn memory_of(process: &Child) -> Result<usize> {
    let status = fs::read_to_string(format!("/proc/{}/status", process.id()))?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).context("no RssAnon")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<usize>()? * 1024)
}

/// What the server has told its operator.
pub fn log(place: &Place) -> std::path::PathBuf {
    place.data.join("server.log")
}

/// The port in the line that the server prints once it listens.
fn announced(stdout: std::process::ChildStdout) -> Option<u16> {
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line).ok()?;
    line.trim().rsplit_once(':')?.1.parse().ok()
}

/// A site of no pages: the crowd asks for none.
fn site(place: &Place) -> Result<std::path::PathBuf> {
    let site = place.data.join("site");
    fs::create_dir_all(site.join("pkg"))?;
    fs::write(site.join("pkg/assets.json"), r#"{ "client": "pkg/none", "style": "/none", "worker": "/none" }"#)?;
    Ok(site)
}
