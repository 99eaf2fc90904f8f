//! What comes as Debian packages: PostgreSQL, the browser of the journeys, a Chinese font, a C++ compiler,
//! Python.

use crate::say::{on_path, output, run, say};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// PostgreSQL's own programs, to start a private cluster for tests: the folder with `initdb` and `postgres`.
pub fn postgres() -> Result<PathBuf> {
    if let Some(folder) = newest() {
        return Ok(folder);
    }
    install(&["postgresql"], "PostgreSQL for tests", "60 MB, half a minute")?;
    newest().context("postgresql was installed but /usr/lib/postgresql/*/bin holds no initdb")
}

/// Debian keeps every major version in a folder of its own, outside PATH.
fn newest() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = Path::new("/usr/lib/postgresql")
        .read_dir()
        .ok()?
        .filter_map(|entry| {
            let entry = entry.ok()?;
            Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin")))
        })
        .filter(|(_, bin)| bin.join("initdb").is_file())
        .collect();
    versions.sort();
    versions.pop().map(|(_, bin)| bin)
}

/// The browser of the journeys: `CHROMIUM` if set, else the one on PATH.
pub fn chromium() -> Result<PathBuf> {
    if let Some(given) = std::env::var_os("CHROMIUM") {
        return Ok(given.into());
    }
    if on_path("chromium").is_none() {
        install(&["chromium"], "browser for the journeys", "100 MB, about a minute")?;
    }
    on_path("chromium").context("chromium was installed but is not on PATH")
}

/// The program that certificates are compared with.
pub fn openssl() -> Result<()> {
    if on_path("openssl").is_some() {
        return Ok(());
    }
    install(&["openssl"], "OpenSSL's program for tests of certificates", "2 MB, seconds")
}

/// Chinese glyphs, without which pages in a browser on a server machine are rows of boxes.
pub fn cjk_font() -> Result<()> {
    let listed = Command::new("fc-list").args([":lang=zh-cn", "family"]).output();
    if listed.is_ok_and(|fonts| !fonts.stdout.is_empty()) {
        return Ok(());
    }
    install(&["fontconfig", "fonts-noto-cjk"], "Chinese font", "60 MB, half a minute")
}

/// The font that records are printed in, where the server looks for it.
pub fn print_font() -> Result<()> {
    if Path::new("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc").is_file() {
        return Ok(());
    }
    install(&["fonts-noto-cjk"], "font for printed records", "60 MB, half a minute")
}

/// A C++ compiler: libFuzzer is built from source.
pub fn cxx() -> Result<()> {
    if on_path("c++").is_some() {
        return Ok(());
    }
    install(&["g++"], "C++ compiler for the fuzzer", "60 MB, half a minute")
}

/// A Python that can make environments: the one on PATH, or Debian's.
pub fn python() -> Result<PathBuf> {
    let able = |python: &PathBuf| {
        let mut asked = Command::new(python);
        asked.args(["-c", "import venv, ensurepip"]).output().is_ok_and(|answer| answer.status.success())
    };
    let debian = PathBuf::from("/usr/bin/python3");
    if let Some(found) = on_path("python3").into_iter().chain([debian.clone()]).find(able) {
        return Ok(found);
    }
    install(&["python3", "python3-venv"], "Python for tests", "30 MB, half a minute")?;
    Some(debian).filter(able).context("python3-venv was installed but /usr/bin/python3 makes no environment")
}

/// Installs the packages, or says which command a person with the right to do so must run.
pub fn install(packages: &[&str], what_for: &str, takes: &str) -> Result<()> {
    let by_hand = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
    if on_path("apt-get").is_none() {
        bail!("{what_for}: this machine has no apt-get; install what Debian calls {}", packages.join(", "));
    }
    if !is_root()? {
        bail!("{what_for}: run `sudo {by_hand}`, then start this again");
    }
    say(format_args!("{what_for}: installing {} ({takes})", packages.join(", ")));
    run(apt().args(["update", "-qq"]))?;
    run(apt().args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages).stdout(std::io::stderr()))
}

/// Whether this process may install packages and must give up its rights to start PostgreSQL.
pub fn is_root() -> Result<bool> {
    Ok(output(Command::new("id").arg("-u"))? == "0")
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
