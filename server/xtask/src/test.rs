//! `cargo xtask test`: native tests on SQLite and PostgreSQL, tests in WebAssembly, browser journeys, a minute of fuzzing.

mod fuzz;
pub mod postgres;

use crate::build::{self, bind_tests, cargo_for_web};
use crate::checkout::{self, Mode, Toolchain, cargo, native_packages};
use crate::say::{run as run_command, say};
use crate::setup;
use anyhow::{Context, Result, bail, ensure};
use cargo_metadata::{DependencyKind, Message, MetadataCommand, Package};
use postgres::Cluster;
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Tests reach the cluster through this; each makes a database of its own in it.
const POSTGRES: &str = "KAIBIAO_TEST_POSTGRES";

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    Native,
    Wasm,
    Journeys,
    Fuzz,
}

const KINDS: [(Kind, &str); 4] =
    [(Kind::Native, "native"), (Kind::Wasm, "wasm"), (Kind::Journeys, "journeys"), (Kind::Fuzz, "fuzz")];

#[derive(clap::Args)]
pub struct Options {
    /// Only this kind
    kind: Option<Kind>,
    /// Only tests whose name holds this
    filter: Option<String>,
}

/// Runs all kinds even when one fails, then says which did.
pub fn run(options: Options) -> Result<()> {
    let filter = options.filter.as_deref();
    let mut failed = Vec::new();
    for (kind, name) in KINDS {
        if options.kind.is_some_and(|only| only != kind) {
            continue;
        }
        say(format_args!("test {name}"));
        let result = match kind {
            Kind::Native => native(filter),
            Kind::Wasm => wasm(filter),
            Kind::Journeys => journeys(filter),
            Kind::Fuzz => fuzz::run(filter),
        };
        if let Err(error) = result {
            say(format_args!("test {name}: FAILED: {error:#}"));
            failed.push(name);
        }
    }
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    say("all tests passed");
    Ok(())
}

/// Native tests. Those on PostgreSQL are `#[ignore]`d for a bare `cargo test` and run here. The sealed format is compared
/// with an npm package, which lies with the journeys', and with one in Python.
fn native(filter: Option<&str>) -> Result<()> {
    setup::journeys()?;
    setup::gmalg()?;
    setup::openssl()?;
    setup::print_font()?;
    let cluster = Cluster::start()?;
    let mut test = cargo(&Toolchain::Active, Mode::Dev);
    test.args(["test", "--no-fail-fast"]).args(native_packages()?).args(filter).args(["--", "--include-ignored"]);
    run_command(test.env(POSTGRES, cluster.url()))
}

/// Browser journeys: `npm test` in e2e/. They start servers of their own from what is built here.
fn journeys(filter: Option<&str>) -> Result<()> {
    setup::journeys()?;
    setup::cjk_font()?;
    let chromium = setup::chromium()?;
    let site = build::site(Mode::Dev)?;
    let server = build::server(Mode::Dev)?;
    let mut npm = Command::new("npm");
    npm.args(["test", "--"]).args(filter).current_dir(checkout::root().join("e2e"));
    npm.env("KAIBIAO_BIN", server).env("KAIBIAO_SITE", site.root).env("CHROMIUM", chromium);
    run_command(&mut npm)
}

/// Tests that run as WebAssembly, in node: those marked `#[wasm_bindgen_test]`, in every crate that has
/// `wasm-bindgen-test` among its dev-dependencies.
fn wasm(filter: Option<&str>) -> Result<()> {
    setup::node()?;
    let packages = tested()?;
    ensure!(!packages.is_empty(), "no crate has tests for WebAssembly");
    let mut ran = 0;
    for module in compile_wasm(&packages)? {
        ran += run_one(&module, filter)?;
    }
    ensure!(ran > 0 || filter.is_some(), "no test ran");
    Ok(())
}

/// The crates with such tests.
fn tested() -> Result<Vec<String>> {
    let metadata = MetadataCommand::new().no_deps().exec()?;
    let tests = |package: &&Package| {
        package
            .dependencies
            .iter()
            .any(|used| used.name == "wasm-bindgen-test" && used.kind == DependencyKind::Development)
    };
    Ok(metadata.packages.iter().filter(tests).map(|package| package.name.to_string()).collect())
}

/// Builds the test programs and returns their modules.
fn compile_wasm(packages: &[String]) -> Result<Vec<PathBuf>> {
    say(format_args!("compiling the tests of {} to WebAssembly", packages.join(", ")));
    let mut build = cargo_for_web(&setup::wasm_target()?, Mode::Dev, "test");
    build.args(["--no-run", "--message-format=json-render-diagnostics"]);
    for package in packages {
        build.args(["--package", package]);
    }
    let mut building = build.stdout(Stdio::piped()).spawn()?;
    let answers = BufReader::new(building.stdout.take().context("cargo's messages")?);
    let mut modules = Vec::new();
    for message in Message::parse_stream(answers) {
        if let Message::CompilerArtifact(artifact) = message? {
            modules.extend(artifact.executable.map(PathBuf::from));
        }
    }
    ensure!(building.wait()?.success(), "the tests do not compile to WebAssembly");
    Ok(modules)
}

/// Runs one module's tests in node and returns how many it had.
fn run_one(module: &Path, filter: Option<&str>) -> Result<usize> {
    let name = module.file_stem().unwrap_or_default().display().to_string();
    let folder = checkout::web().join("bound-tests").join(&name);
    let exports = bind_tests(module, &folder)?;
    let chosen: Vec<&String> =
        exports.iter().filter(|export| filter.is_none_or(|part| export.contains(part))).collect();
    if chosen.is_empty() {
        return Ok(0);
    }
    say(format_args!("{name}: {} tests in node", chosen.len()));
    let runner = folder.join("run.cjs");
    fs::write(&runner, include_str!("test/wasm_runner.cjs"))?;
    let filtered = exports.len() - chosen.len();
    run_command(Command::new("node").arg(runner).arg(filtered.to_string()).args(&chosen))?;
    Ok(chosen.len())
}
