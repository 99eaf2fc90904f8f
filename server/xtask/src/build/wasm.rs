//! Rust to WebAssembly: compiled, bound to JavaScript, made small. wasm-bindgen is linked as a library: its version is
//! the one in Cargo.lock, so glue and module always fit.

use super::pack::{self, Pieces};
use super::site;
use crate::checkout::{self, Mode, Toolchain, cargo};
use crate::say::{run, say};
use crate::setup::{self, TARGET};
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use wasm_bindgen_cli_support::Bindgen;

/// A cargo call for the browser. `--target` keeps its flags away from build scripts and macros.
pub fn cargo_for_web(toolchain: &Toolchain, mode: Mode, call: &str) -> Command {
    let mut command = cargo(toolchain, mode);
    command.args([call, "--target", TARGET, "--target-dir"]).arg(checkout::web());
    command
}

/// Client and worker, as cargo leaves them. The client keeps its relocations, along which it is cut.
pub fn compile(toolchain: &Toolchain, mode: Mode) -> Result<[PathBuf; 2]> {
    let (profile, folder) = match mode {
        Mode::Dev => ("dev", "debug"),
        Mode::Release => ("web", "web"),
    };
    let call = |call, package| {
        let mut command = cargo_for_web(toolchain, mode, call);
        command.args(["--profile", profile, "--package", package]);
        command
    };
    run(call("rustc", "client").args(["--", "-Clink-arg=--emit-relocs"]))?;
    let mut worker = call("build", "worker");
    if mode == Mode::Release {
        quick(&mut worker);
    }
    run(&mut worker)?;
    let built = checkout::web().join(TARGET).join(folder);
    Ok([built.join("client.wasm"), built.join("worker.wasm")])
}

/// The worker seals gigabytes: speed before size, and wide registers everywhere.
fn quick(command: &mut Command) -> &mut Command {
    let flags = format!("{}\x1f-Ctarget-feature=+simd128", checkout::flags(Mode::Release));
    command.args(["--config", "profile.web.opt-level=3"]).env("CARGO_ENCODED_RUSTFLAGS", flags)
}

/// The module that measures sealing, compiled as the worker is.
pub fn compile_speed(toolchain: &Toolchain) -> Result<PathBuf> {
    let mut example = cargo_for_web(toolchain, Mode::Release, "build");
    run(quick(example.args(["--profile", "web", "--package", "worker", "--example", "speed"])))?;
    Ok(checkout::web().join(TARGET).join("web/examples/speed.wasm"))
}

/// Modules and their JavaScript, ready to be served: in `folder`, `{name}.js`, `{name}_bg.wasm`, `snippets/`; of the
/// client also its pieces, their loader and the list of pieces.
pub struct Bound {
    pub folder: PathBuf,
    /// Bytes of the compiled module.
    pub compiled: u64,
}

/// Binds and, for a release, optimises. Does nothing when the same module was bound before.
pub fn bind(name: &'static str, module: &Path, mode: Mode) -> Result<Bound> {
    let folder = checkout::web().join("bound").join(format!("{name}-{}", mode.name()));
    let stamp = folder.join("input");
    let bytes = fs::read(module).with_context(|| module.display().to_string())?;
    let bound = Bound { folder, compiled: bytes.len() as u64 };
    let input = format!("{} {}", site::hash(&[&bytes]), FLAGS_OF_MODULES);
    if fs::read_to_string(&stamp).is_ok_and(|done| done == input) {
        return Ok(bound);
    }
    let folder = &bound.folder;
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let client = name == CLIENT;
    let Cut { bytes, mut modules, pieces } = if client { cut(&bytes, folder)? } else { Cut::none(bytes) };
    let release = mode == Mode::Release;
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(name, bytes).out_name(name).web(true)?.typescript(false);
    bindgen.remove_name_section(release).remove_producers_section(release);
    // The page names the client's module itself; the pieces use what the linker exports.
    bindgen.omit_default_module_path(client).keep_lld_exports(client);
    bindgen.generate(folder).with_context(|| format!("wasm-bindgen of {name}"))?;
    if release {
        modules.push(folder.join(format!("{name}_bg.wasm")));
        // Flattened first, the smallest form is one hundredth smaller.
        let size_first = ["--flatten", "--rereloop", "-Oz", "-Oz"];
        wasm_opt(&modules, if client { &size_first } else { &["-O3"] })?;
    }
    if client {
        let packs = pack::pack(folder, LOADER.trim_start_matches("./"), &pieces)?;
        fs::write(folder.join(PIECES), serde_json::to_string(&packs)?)?;
    }
    fs::write(stamp, input)?;
    Ok(bound)
}

/// What the client's module is called.
pub const CLIENT: &str = "kaibiao";

/// The loader of the pieces, under the name by which `HydrationScripts` of Leptos knows it.
const LOADER: &str = "./__wasm_split.______________________.js";

/// The packs of each piece's pages, under the name by which `HydrationScripts` of Leptos knows it.
pub const PIECES: &str = "__wasm_split_manifest.json";

/// A client that was cut: its first module, the files of all others, and which of them each piece needs.
struct Cut {
    bytes: Vec<u8>,
    modules: Vec<PathBuf>,
    pieces: Pieces,
}

impl Cut {
    fn none(bytes: Vec<u8>) -> Self {
        Self { bytes, modules: Vec::new(), pieces: Pieces::new() }
    }
}

/// Cuts the client where `app::pieces` marks it.
fn cut(client: &[u8], folder: &Path) -> Result<Cut> {
    let first = folder.join("uncut.wasm");
    let script = format!("./{CLIENT}.js");
    let mut options = wasm_split_cli_support::Options::new(client);
    (options.output_dir, options.main_out_path) = (folder, &first);
    (options.link_name, options.main_module) = (LOADER, &script);
    let pieces = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("cutting the client into pieces: {error:#}"))?;
    let list = pieces.prefetch_map.into_iter().collect();
    let bytes = fs::read(&first)?;
    fs::remove_file(first)?;
    Ok(Cut { bytes, modules: pieces.split_modules, pieces: list })
}

/// Part of the stamp of a bound module: count it up when these flags or those of `bind` change.
const FLAGS_OF_MODULES: u32 = 6;

/// What today's rustc and wasm-bindgen emit, and every browser of the last three years runs.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-simd",
];

/// Rewrites the modules in place, on every core: there are hundreds.
fn wasm_opt(modules: &[PathBuf], passes: &[&str]) -> Result<()> {
    let program = setup::wasm_opt()?;
    let cores = thread::available_parallelism().map_or(1, usize::from);
    say(format_args!("wasm-opt, modules: {} (a second each, {cores} at a time)", modules.len()));
    let next = AtomicUsize::new(0);
    let work = || -> Result<()> {
        while let Some(module) = modules.get(next.fetch_add(1, Ordering::Relaxed)) {
            smallest(&program, passes, module)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| anyhow!("wasm-opt's thread panicked"))?)
    })
}

fn smallest(program: &Path, passes: &[&str], module: &Path) -> Result<()> {
    // What tells of the tools is of no use to a browser.
    let bare = ["--strip-producers", "--strip-target-features"];
    let smaller = module.with_extension("opt");
    run(Command::new(program).args(passes).args(bare).args(FEATURES).arg(module).arg("-o").arg(&smaller))?;
    Ok(fs::rename(smaller, module)?)
}

/// What the names of exported tests begin with.
const TEST: &str = "__wbgt_";

/// Binds a crate's WASM tests for node and returns the names of the exported tests.
pub fn bind_tests(module: &Path, folder: &Path) -> Result<Vec<String>> {
    let bytes = fs::read(module).with_context(|| module.display().to_string())?;
    // A module without such tests lacks the runtime that wasm-bindgen looks for.
    if !bytes.windows(TEST.len()).any(|name| name == TEST.as_bytes()) {
        return Ok(Vec::new());
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes("tests", bytes).out_name("tests").nodejs(true)?.debug(true).typescript(false).emit_start(false);
    let mut output = bindgen.generate_output()?;
    fs::create_dir_all(folder)?;
    output.emit(folder)?;
    Ok(output.wasm().exports.iter().map(|export| export.name.clone()).filter(|name| name.starts_with(TEST)).collect())
}
