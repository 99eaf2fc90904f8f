//! The pieces of a part as they lie in a folder: exactly those that the manifest counts, each of its one right size.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use seal::{PartLine, piece_size};

/// A header has at most 16 stanzas of less than 300 bytes.
const LARGEST_HEADER: u64 = 8192;

pub struct Pieces {
    size: u64,
    paths: Vec<PathBuf>,
}

impl Pieces {
    pub fn find(folder: &Path, line: &PartLine) -> anyhow::Result<Self> {
        // As many as there are, not as the manifest says: it may say anything.
        let mut paths = BTreeMap::new();
        for entry in folder.read_dir().with_context(|| format!("reading {}", folder.display()))? {
            let path = entry?.path();
            let number = number(&path).with_context(|| format!("{} is no piece", path.display()))?;
            ensure!(number < line.pieces, "piece {number} is one too many");
            ensure!(paths.insert(number, path).is_none(), "there are two of piece {number}");
        }
        let missing = (0..line.pieces).find(|number| !paths.contains_key(number));
        ensure!(missing.is_none(), "piece {} is missing", missing.unwrap_or_default());
        Ok(Self { size: line.size, paths: paths.into_values().collect() })
    }

    /// Looks at the size before it takes the bytes in.
    pub fn read(&self, number: u32) -> anyhow::Result<Vec<u8>> {
        let path = &self.paths[number as usize];
        let reading = || format!("reading {}", path.display());
        let found = fs::metadata(path).with_context(reading)?.len();
        let right = match piece_size(self.size, number) {
            Some(size) => found == size as u64,
            None => found <= LARGEST_HEADER,
        };
        ensure!(right, "piece {number} is of the wrong size, {found} bytes");
        fs::read(path).with_context(reading)
    }
}

/// `3`, or `3-<digest>` as a server names it.
fn number(path: &Path) -> Option<u32> {
    let name = path.file_name()?.to_str()?;
    let digits = name.split_once('-').map_or(name, |(number, _)| number);
    let number: u32 = digits.parse().ok()?;
    (number.to_string() == digits).then_some(number)
}
