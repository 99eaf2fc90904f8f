//! What a person at the terminal reads, and the one way to run a command.

use anyhow::{Context, Result, bail};
use std::process::Command;

/// One line on standard error; standard output belongs to results.
pub fn say(line: impl std::fmt::Display) {
    eprintln!("\x1b[1mxtask\x1b[0m {line}");
}

/// Runs to the end; a failure names the command.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", line(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", line(command));
    }
    Ok(())
}

/// Runs to the end and returns its standard output, trimmed.
pub fn output(command: &mut Command) -> Result<String> {
    let result = command.output().with_context(|| format!("cannot start {}", line(command)))?;
    if !result.status.success() {
        bail!("{} ended with {}: {}", line(command), result.status, String::from_utf8_lossy(&result.stderr));
    }
    Ok(String::from_utf8(result.stdout)?.trim().to_owned())
}

/// The first program of this name on PATH.
pub fn on_path(program: &str) -> Option<std::path::PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn line(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(|word| word.to_string_lossy()));
    words.join(" ")
}
