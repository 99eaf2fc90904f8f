//! The folder that the server serves: `target/site` (dev) or `target/site-release`.
//!
//! - `pkg/client-{hash}/kaibiao.js|kaibiao.wasm`, the pieces of the client beside them, their loader and their list;
//! - `pkg/worker-{hash}/boot.js|worker.js|worker_bg.wasm`;
//! - `pkg/kaibiao.{hash}.css`;
//! - `pkg/assets.json`: the addresses of these;
//! - the contents of `style/static` at the top.
//!
//! Files that call each other by name share a folder whose name carries the hash of them all.

use super::wasm::{Bound, CLIENT, PIECES};
use crate::checkout::{self, Mode};
use anyhow::{Context, Result, ensure};
use brotli::enc::BrotliEncoderParams;
use sm3::{Digest, Sm3};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A site that stands.
pub struct Site {
    pub root: PathBuf,
    /// By name: `kaibiao.wasm`, `common.wasm`, `opening.wasm`, `worker.wasm` …
    pub parts: BTreeMap<String, Part>,
    /// What a page of a piece loads beside the first module, by the piece's name.
    pub pieces: BTreeMap<String, Vec<String>>,
}

/// One file of the site.
pub struct Part {
    pub file: PathBuf,
    /// Bytes as compiled, for what is compiled whole.
    pub compiled: Option<u64>,
}

/// Writes what is new and removes what no longer belongs, `assets.json` last.
pub fn lay_out(mode: Mode, client: &Bound, worker: &Bound) -> Result<Site> {
    let folder = if mode == Mode::Release { "site-release" } else { "site" };
    let mut plan = Plan { mode, root: checkout::target().join(folder), kept: BTreeSet::new(), parts: BTreeMap::new() };
    let pieces = serde_json::from_slice(&fs::read(client.folder.join(PIECES))?)?;
    plan.tree(&checkout::root().join("style/static"), "")?;
    let assets = serde_json::json!({
        "client": plan.client(client)?,
        "style": plan.style()?,
        "worker": plan.worker(worker)?,
    });
    plan.put("pkg/assets.json", format!("{assets:#}\n").as_bytes())?;
    plan.sweep(&plan.root)?;
    Ok(Site { root: plan.root, parts: plan.parts, pieces })
}

struct Plan {
    mode: Mode,
    root: PathBuf,
    kept: BTreeSet<PathBuf>,
    parts: BTreeMap<String, Part>,
}

impl Plan {
    fn style(&mut self) -> Result<String> {
        let sheet = stylesheet(&checkout::root().join("style"))?.into_bytes();
        let address = format!("pkg/kaibiao.{}.css", hash(&[&sheet]));
        self.part("kaibiao.css", &address, &sheet, None)?;
        Ok(format!("/{address}"))
    }

    /// Returns the folder of the client, by which Leptos finds all the rest.
    fn client(&mut self, bound: &Bound) -> Result<String> {
        let first = format!("{CLIENT}.wasm");
        let mut files = vec![(first.clone(), fs::read(bound.folder.join(format!("{CLIENT}_bg.wasm")))?)];
        for name in names(&bound.folder)? {
            let loaded = [".js", ".json", ".wasm"].iter().any(|kind| name.ends_with(kind));
            if loaded && name != format!("{CLIENT}_bg.wasm") {
                let content = fs::read(bound.folder.join(&name))?;
                files.push((name, content));
            }
        }
        let contents: Vec<&[u8]> = files.iter().map(|(_, content)| content.as_slice()).collect();
        let folder = format!("pkg/client-{}", hash(&contents));
        for (name, content) in &files {
            let compiled = (*name == first).then_some(bound.compiled);
            self.part(name, &format!("{folder}/{name}"), content, compiled)?;
        }
        self.tree(&bound.folder.join("snippets"), &format!("{folder}/snippets"))?;
        Ok(folder)
    }

    /// Returns the address of the script with which the worker begins.
    fn worker(&mut self, bound: &Bound) -> Result<String> {
        let boot = fs::read(checkout::root().join("app/worker/boot.js")).context("app/worker/boot.js")?;
        let js = fs::read(bound.folder.join("worker.js"))?;
        let wasm = fs::read(bound.folder.join("worker_bg.wasm"))?;
        let folder = format!("pkg/worker-{}", hash(&[&boot, &js, &wasm]));
        self.put(&format!("{folder}/boot.js"), &boot)?;
        self.part("worker.js", &format!("{folder}/worker.js"), &js, None)?;
        self.part("worker.wasm", &format!("{folder}/worker_bg.wasm"), &wasm, Some(bound.compiled))?;
        self.tree(&bound.folder.join("snippets"), &format!("{folder}/snippets"))?;
        Ok(format!("/{folder}/boot.js"))
    }

    /// A file that counts in what a visitor downloads.
    fn part(&mut self, name: &str, address: &str, content: &[u8], compiled: Option<u64>) -> Result<()> {
        let file = self.put(address, content)?;
        self.parts.insert(name.to_owned(), Part { file, compiled });
        Ok(())
    }

    /// Every file under `from`, if there is such a folder.
    fn tree(&mut self, from: &Path, to: &str) -> Result<()> {
        let Ok(entries) = from.read_dir() else { return Ok(()) };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let to = if to.is_empty() { name } else { format!("{to}/{name}") };
            if entry.file_type()?.is_dir() {
                self.tree(&entry.path(), &to)?;
            } else {
                self.put(&to, &fs::read(entry.path())?)?;
            }
        }
        Ok(())
    }

    /// Writes unless the same content lies there; a release gets its brotli twin.
    fn put(&mut self, name: &str, content: &[u8]) -> Result<PathBuf> {
        let file = self.root.join(name);
        let twin = PathBuf::from(format!("{}.br", file.display()));
        let packed = self.mode == Mode::Release && worth_it(name);
        let same = fs::read(&file).is_ok_and(|old| old == content);
        if !same {
            fs::create_dir_all(file.parent().expect("a file has a folder"))?;
            fs::write(&file, content).with_context(|| file.display().to_string())?;
        }
        if packed {
            if !same || !twin.exists() {
                fs::write(&twin, brotli(content)?)?;
            }
            self.kept.insert(twin);
        }
        self.kept.insert(file.clone());
        Ok(file)
    }

    fn sweep(&self, folder: &Path) -> Result<()> {
        for entry in folder.read_dir()? {
            let path = entry?.path();
            if path.is_dir() {
                self.sweep(&path)?;
                // Succeeds only when nothing is left inside.
                drop(fs::remove_dir(&path));
            } else if !self.kept.contains(&path) {
                fs::remove_file(&path)?;
            }
        }
        Ok(())
    }
}

/// The names of the files in a folder, in their order.
fn names(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in folder.read_dir()? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// What makes a name change with the content, so that browsers may keep a file for ever: the first 64 bits of SM3 over
/// all contents, each preceded by its length.
pub fn hash(contents: &[&[u8]]) -> String {
    let mut sm3 = Sm3::new();
    for content in contents {
        sm3.update((content.len() as u64).to_be_bytes());
        sm3.update(content);
    }
    sm3.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// One stylesheet out of many files, in the order in which `main.css` names them.
fn stylesheet(folder: &Path) -> Result<String> {
    let main = fs::read_to_string(folder.join("main.css")).context("style/main.css")?;
    let names = imports(&main);
    ensure!(!names.is_empty(), "style/main.css imports nothing");
    let mut sheet = String::new();
    for name in &names {
        let part = fs::read_to_string(folder.join(name)).with_context(|| format!("style/{name}"))?;
        sheet.push_str(part.trim_end());
        sheet.push('\n');
    }
    Ok(sheet)
}

/// The names in lines `@import "./name.css";`.
fn imports(main: &str) -> Vec<&str> {
    main.lines().filter_map(|line| line.trim().strip_prefix("@import \"./")?.strip_suffix("\";")).collect()
}

/// What lies beside a file as `{name}.br`, which the server prefers where the browser takes it: the smallest form
/// (quality 11, window 22).
fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut packed, &params)?;
    Ok(packed)
}

/// Pictures and fonts are packed already.
fn worth_it(name: &str) -> bool {
    ["js", "wasm", "css", "svg", "json", "txt"].iter().any(|kind| name.ends_with(&format!(".{kind}")))
}

#[cfg(test)]
mod tests {
    use super::{hash, imports};

    #[test]
    fn moving_a_byte_from_one_file_to_the_next_changes_the_name() {
        assert_ne!(hash(&[b"ab", b"c"]), hash(&[b"a", b"bc"]));
        assert_eq!(hash(&[b"ab", b"c"]), hash(&[b"ab", b"c"]));
        assert_eq!(hash(&[]).len(), 16);
    }

    #[test]
    fn parts_are_joined_in_the_order_of_the_imports() {
        let main = "/* @import \"./not.css\"; */\n@import \"./tokens.css\";\n  @import \"./base.css\";\n";
        assert_eq!(imports(main), ["tokens.css", "base.css"]);
    }
}
