//! Tests that run as WebAssembly, in node: those marked `#[wasm_bindgen_test]`, in every crate that
//! has `wasm-bindgen-test` among its dev-dependencies.

use crate::build::{bind_tests, cargo_for_web};
use crate::cargo::Mode;
use crate::paths;
use crate::say::{run as run_command, say};
use crate::setup;
use anyhow::{Context, Result, ensure};
use cargo_metadata::{DependencyKind, Message, MetadataCommand};
use std::fs;
use std::io::BufReader;
use std::path::PathBuf;
use std::process::{Command, Stdio};

pub fn run(filter: Option<&str>) -> Result<()> {
    setup::node()?;
    let packages = tested()?;
    ensure!(!packages.is_empty(), "no crate has tests for WebAssembly");
    let mut ran = 0;
    for module in compile(&packages)? {
        ran += run_one(&module, filter)?;
    }
    ensure!(ran > 0 || filter.is_some(), "no test ran");
    Ok(())
}

fn tested() -> Result<Vec<String>> {
    let metadata = MetadataCommand::new().no_deps().exec()?;
    let tests = |package: &&cargo_metadata::Package| {
        package
            .dependencies
            .iter()
            .any(|used| used.name == "wasm-bindgen-test" && used.kind == DependencyKind::Development)
    };
    Ok(metadata.packages.iter().filter(tests).map(|package| package.name.to_string()).collect())
}

/// Builds the test programs and returns their modules.
fn compile(packages: &[String]) -> Result<Vec<PathBuf>> {
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
fn run_one(module: &std::path::Path, filter: Option<&str>) -> Result<usize> {
    let name = module.file_stem().unwrap_or_default().display().to_string();
    let folder = paths::web().join("bound-tests").join(&name);
    let exports = bind_tests(module, &folder)?;
    let chosen: Vec<&String> =
        exports.iter().filter(|export| filter.is_none_or(|part| export.contains(part))).collect();
    if chosen.is_empty() {
        return Ok(0);
    }
    say(format_args!("{name}: {} tests in node", chosen.len()));
    let runner = folder.join("run.cjs");
    fs::write(&runner, include_str!("wasm_runner.cjs"))?;
    let filtered = exports.len() - chosen.len();
    run_command(Command::new("node").arg(runner).arg(filtered.to_string()).args(&chosen))?;
    Ok(chosen.len())
}
