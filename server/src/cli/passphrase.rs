//! The passphrase of a key file: typed at the terminal, or read from a file or from standard input. Never an argument:
//! those everybody on the machine can see.

use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::Args;
use seal::job::Passphrase;
use seal::{SecretKey, keyfile};
use zeroize::Zeroizing;

/// Beyond this it is no line that a person wrote.
const LONGEST: u64 = 4096;

#[derive(Args)]
pub struct Source {
    /// File whose first line is the passphrase, `-` for standard input; without it the terminal is asked.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl Source {
    /// The passphrase of a key that exists.
    pub fn ask(&self) -> anyhow::Result<Passphrase> {
        match &self.passphrase_file {
            Some(file) if file == Path::new("-") => first_line(std::io::stdin().lock()),
            Some(file) => first_line(File::open(file).with_context(|| format!("opening {}", file.display()))?),
            None if std::io::stdin().is_terminal() => typed("Passphrase: "),
            None => first_line(std::io::stdin().lock()),
        }
    }

    /// A passphrase for a new key; at the terminal it is typed twice.
    pub fn choose(&self) -> anyhow::Result<Passphrase> {
        let chosen = self.ask()?;
        ensure!(!chosen.as_str().is_empty(), "a key without a passphrase is no lock: choose one");
        if self.passphrase_file.is_none() && std::io::stdin().is_terminal() {
            ensure!(typed("Once more: ")?.as_str() == chosen.as_str(), "the two passphrases differ");
        }
        Ok(chosen)
    }

    /// Asks, and unlocks the key file.
    pub fn unlock(&self, key: &Path) -> anyhow::Result<SecretKey> {
        let text = std::fs::read_to_string(key).with_context(|| format!("reading {}", key.display()))?;
        // Before the person types in vain.
        ensure!(keyfile::public_key(&text).is_some(), "{} is not a key file", key.display());
        keyfile::unlock(&text, self.ask()?.as_str()).with_context(|| format!("unlocking {}", key.display()))
    }
}

fn typed(prompt: &str) -> anyhow::Result<Passphrase> {
    Ok(rpassword::prompt_password(prompt).context("asking for the passphrase")?.into())
}

fn first_line(from: impl Read) -> anyhow::Result<Passphrase> {
    // Room for the whole of it from the start: what grows leaves copies behind.
    let mut line = Zeroizing::new(String::with_capacity(LONGEST as usize));
    BufReader::new(from.take(LONGEST)).read_line(&mut line).context("reading the passphrase")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned().into())
}
