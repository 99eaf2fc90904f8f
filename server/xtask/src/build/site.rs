//! The folder that the server serves: `target/site` (dev) or `target/site-release`.
//!
//! - `hash.txt`: `js: …`, `wasm: …`, `css: …`, the file that Leptos' `HydrationScripts` and
//!   `HashedStylesheet` read;
//! - `pkg/kaibiao.{hash}.js|wasm|css`, `pkg/worker-{hash}/boot.js|worker.js|worker_bg.wasm`;
//! - `pkg/assets.json`: what a page calls a file, to the address under which it lies;
//! - the contents of `style/static` at the top.

use super::wasm::Bound;
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
    /// By plain name: `kaibiao.wasm`, `worker.wasm` …
    pub pieces: BTreeMap<&'static str, Piece>,
}

/// One file of the site.
pub struct Piece {
    pub file: PathBuf,
    /// Bytes before wasm-opt, for modules.
    pub bytes_before: Option<u64>,
}

/// Writes what is new and removes what no longer belongs, `hash.txt` and `assets.json` last.
pub fn lay_out(mode: Mode, client: &Bound, worker: &Bound) -> Result<Site> {
    let folder = if mode == Mode::Release { "site-release" } else { "site" };
    let mut plan = Plan { mode, root: checkout::target().join(folder), kept: BTreeSet::new(), pieces: BTreeMap::new() };
    let hashes = plan.client(client)?;
    let boot = plan.worker(worker)?;
    plan.tree(&checkout::root().join("style/static"), "")?;
    let address = |kind: &str| format!("/pkg/kaibiao.{}.{kind}", hashes[kind]);
    let assets = serde_json::json!({
        "kaibiao.js": address("js"),
        "kaibiao.wasm": address("wasm"),
        "kaibiao.css": address("css"),
        "worker-boot.js": boot,
    });
    plan.put("pkg/assets.json", format!("{assets:#}\n").as_bytes())?;
    let lines: String = hashes.iter().map(|(kind, hash)| format!("{kind}: {hash}\n")).collect();
    plan.put("hash.txt", lines.as_bytes())?;
    plan.sweep(&plan.root)?;
    Ok(Site { root: plan.root, pieces: plan.pieces })
}

struct Plan {
    mode: Mode,
    root: PathBuf,
    kept: BTreeSet<PathBuf>,
    pieces: BTreeMap<&'static str, Piece>,
}

impl Plan {
    /// The client's three files, each under the hash of its own content.
    fn client(&mut self, bound: &Bound) -> Result<BTreeMap<&'static str, String>> {
        let sheet = stylesheet(&checkout::root().join("style"))?.into_bytes();
        let js = fs::read(bound.folder.join("kaibiao.js"))?;
        let wasm = fs::read(bound.folder.join("kaibiao_bg.wasm"))?;
        let mut hashes = BTreeMap::new();
        for (kind, name, content) in
            [("css", "kaibiao.css", sheet), ("js", "kaibiao.js", js), ("wasm", "kaibiao.wasm", wasm)]
        {
            let hash = hash(&[&content]);
            let file = self.put(&format!("pkg/kaibiao.{hash}.{kind}"), &content)?;
            self.pieces.insert(name, Piece { file, bytes_before: (kind == "wasm").then_some(bound.bytes_before) });
            hashes.insert(kind, hash);
        }
        self.tree(&bound.folder.join("snippets"), "pkg/snippets")?;
        Ok(hashes)
    }

    /// The worker's files call each other by plain names, so the hash is in the folder's name.
    fn worker(&mut self, bound: &Bound) -> Result<String> {
        let boot = fs::read(checkout::root().join("app/worker/boot.js")).context("app/worker/boot.js")?;
        let js = fs::read(bound.folder.join("worker.js"))?;
        let wasm = fs::read(bound.folder.join("worker_bg.wasm"))?;
        let folder = format!("pkg/worker-{}", hash(&[&boot, &js, &wasm]));
        self.put(&format!("{folder}/boot.js"), &boot)?;
        let file = self.put(&format!("{folder}/worker.js"), &js)?;
        self.pieces.insert("worker.js", Piece { file, bytes_before: None });
        let file = self.put(&format!("{folder}/worker_bg.wasm"), &wasm)?;
        self.pieces.insert("worker.wasm", Piece { file, bytes_before: Some(bound.bytes_before) });
        self.tree(&bound.folder.join("snippets"), &format!("{folder}/snippets"))?;
        Ok(format!("/{folder}/boot.js"))
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
