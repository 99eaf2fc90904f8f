//! The Rust files of the product.

use crate::paths;
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};

/// One file, by its path from the top of the checkout.
#[derive(Clone, Debug)]
pub struct Source {
    pub path: String,
    pub text: String,
}

impl Source {
    /// Numbered lines without those that are wholly comment.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// Numbered lines of code before the file's tests; none in a file of tests.
    pub fn production(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = if self.is_test() { 0 } else { self.production_lines() };
        self.code().take_while(move |(number, _)| *number <= end)
    }

    /// Lines before the file's own tests.
    pub fn production_lines(&self) -> usize {
        let lines: Vec<&str> = self.text.lines().collect();
        lines.iter().position(|line| line.trim() == "#[cfg(test)]").unwrap_or(lines.len())
    }

    pub fn is_test(&self) -> bool {
        ["/tests/", "/benches/", "/fuzz/"].iter().any(|part| self.path.contains(part))
            || self.path.ends_with("/tests.rs")
    }
}

/// Every Rust file under `app/` and `server/`, in order.
pub fn sources() -> Result<Vec<Source>> {
    let mut found = Vec::new();
    for room in ["app", "server"] {
        walk(&paths::root().join(room), &mut found)?;
    }
    found.sort();
    let read = |path: &PathBuf| -> Result<Source> {
        let short = path.strip_prefix(paths::root())?.display().to_string();
        Ok(Source { path: short, text: fs::read_to_string(path)? })
    };
    found.iter().map(read).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in folder.read_dir()? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() && name != "target" {
            walk(&path, found)?;
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
    Ok(())
}
