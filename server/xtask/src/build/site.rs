//! The folder that the server serves: `target/site` (dev) or `target/site-release`.
//!
//! - `hash.txt`: `js: …`, `wasm: …`, `css: …`, the file that Leptos' `HydrationScripts` and
//!   `HashedStylesheet` read;
//! - `pkg/kaibiao.{hash}.js|wasm|css`, `pkg/worker-{hash}/boot.js|worker.js|worker_bg.wasm`;
//! - `pkg/assets.json`: what a page calls a file, to the address under which it lies;
//! - the contents of `style/static` at the top.

use super::bindgen::Bound;
use super::{compress, names, style};
use crate::cargo::Mode;
use crate::paths;
use anyhow::{Context, Result};
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
    let mut plan = Plan { mode, root: paths::target().join(folder), kept: BTreeSet::new(), pieces: BTreeMap::new() };
    let hashes = plan.client(client)?;
    let boot = plan.worker(worker)?;
    plan.tree(&paths::root().join("style/static"), "")?;
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
        let sheet = style::join(&paths::root().join("style"))?.into_bytes();
        let js = fs::read(bound.folder.join("kaibiao.js"))?;
        let wasm = fs::read(bound.folder.join("kaibiao_bg.wasm"))?;
        let mut hashes = BTreeMap::new();
        for (kind, name, content) in
            [("css", "kaibiao.css", sheet), ("js", "kaibiao.js", js), ("wasm", "kaibiao.wasm", wasm)]
        {
            let hash = names::hash(&[&content]);
            let file = self.put(&format!("pkg/kaibiao.{hash}.{kind}"), &content)?;
            self.pieces.insert(name, Piece { file, bytes_before: (kind == "wasm").then_some(bound.bytes_before) });
            hashes.insert(kind, hash);
        }
        self.tree(&bound.folder.join("snippets"), "pkg/snippets")?;
        Ok(hashes)
    }

    /// The worker's files call each other by plain names, so the hash is in the folder's name.
    fn worker(&mut self, bound: &Bound) -> Result<String> {
        let boot = fs::read(paths::root().join("app/worker/boot.js")).context("app/worker/boot.js")?;
        let js = fs::read(bound.folder.join("worker.js"))?;
        let wasm = fs::read(bound.folder.join("worker_bg.wasm"))?;
        let folder = format!("pkg/worker-{}", names::hash(&[&boot, &js, &wasm]));
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
        let packed = self.mode == Mode::Release && compress::worth_it(name);
        let same = fs::read(&file).is_ok_and(|old| old == content);
        if !same {
            fs::create_dir_all(file.parent().expect("a file has a folder"))?;
            fs::write(&file, content).with_context(|| file.display().to_string())?;
        }
        if packed {
            if !same || !twin.exists() {
                fs::write(&twin, compress::brotli(content)?)?;
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
