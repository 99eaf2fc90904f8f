//! A folder that is there as a whole or not at all: it is filled under another name, and gets its own at the end.

use std::fs::{self, DirBuilder};
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};

pub struct Fresh {
    wanted: PathBuf,
    unfinished: PathBuf,
    finished: bool,
}

impl Fresh {
    /// Nothing is overwritten. For the eyes of its owner alone.
    pub fn begin(wanted: &Path) -> anyhow::Result<Self> {
        ensure!(fs::symlink_metadata(wanted).is_err(), "{} exists; nothing is overwritten", wanted.display());
        let mut name = wanted.file_name().with_context(|| format!("{} names no folder", wanted.display()))?.to_owned();
        name.push(".unfinished");
        let unfinished = wanted.with_file_name(name);
        match DirBuilder::new().mode(0o700).create(&unfinished) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                bail!("{} is left from a run that broke off; take it away", unfinished.display())
            }
            made => made.with_context(|| format!("making {}", unfinished.display()))?,
        }
        Ok(Self { wanted: wanted.to_owned(), unfinished, finished: false })
    }

    /// Where to write until it is finished.
    pub fn folder(&self) -> &Path {
        &self.unfinished
    }

    pub fn finish(mut self) -> anyhow::Result<()> {
        fs::rename(&self.unfinished, &self.wanted).with_context(|| format!("making {}", self.wanted.display()))?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if !self.finished {
            // Something went wrong already, and that is what the person reads.
            let _ = fs::remove_dir_all(&self.unfinished);
        }
    }
}
