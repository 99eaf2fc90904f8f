//! The fuzz targets in `app/seal/fuzz`, all together for a minute from their seeds. What cargo-fuzz would do, on the stable
//! toolchain: the compiler counts edges and tells comparisons, libFuzzer is linked in.

use crate::checkout::{self, Mode, Toolchain, cargo};
use crate::say::{output, say};
use crate::setup;
use anyhow::{Context, Result, bail, ensure};
use cargo_metadata::Message;
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// All targets together, as many at once.
const SECONDS: usize = 60;
const AT_ONCE: usize = 2;

/// Coverage of edges as eight-bit counters, and the operands of comparisons: what `cargo fuzz` passes without sanitizer.
const FLAGS: [&str; 9] = [
    "--cfg",
    "fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cllvm-args=-sanitizer-coverage-stack-depth",
    "-Ccodegen-units=1",
];

pub fn run(filter: Option<&str>) -> Result<()> {
    setup::cxx()?;
    let mut targets = compile()?;
    targets.retain(|target| filter.is_none_or(|part| target.name.contains(part)));
    let lanes = AT_ONCE.min(targets.len());
    ensure!(lanes > 0, "no such fuzz target");
    let seconds = SECONDS * lanes / targets.len();
    say(format_args!("fuzzing {} targets, {seconds} seconds each, {lanes} at once", targets.len()));
    let (waiting, failed) = (Mutex::new(targets.into_iter()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..lanes {
            scope.spawn(|| {
                while let Some(target) = { waiting.lock().expect("no thread panics").next() } {
                    match target.run(seconds) {
                        Ok(result) => say(format_args!("fuzz {}: {result}", target.name)),
                        Err(error) => {
                            failed.lock().expect("no thread panics").push(format!("{}: {error:#}", target.name));
                        }
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().expect("no thread panics");
    ensure!(failed.is_empty(), "\n  {}", failed.join("\n  "));
    Ok(())
}

struct Target {
    name: String,
    program: PathBuf,
}

/// Builds all targets, in a folder of their own: nothing else is built with these flags. With `--target`, so that build
/// scripts and macros are spared them.
fn compile() -> Result<Vec<Target>> {
    say("fuzz targets: compiling (a minute, once)");
    let about = output(Command::new("rustc").arg("-vV").current_dir(checkout::root()))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let mut build = cargo(&Toolchain::Active, Mode::Dev);
    build.args(["build", "--locked", "--release", "--bins", "--target", host]);
    build.args(["--message-format=json-render-diagnostics", "--manifest-path", "app/seal/fuzz/Cargo.toml"]);
    build.env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\x1f")).env("CARGO_TARGET_DIR", folder().join("build"));
    let mut building = build.stdout(Stdio::piped()).spawn()?;
    let answers = BufReader::new(building.stdout.take().context("cargo's messages")?);
    let mut targets = Vec::new();
    for message in Message::parse_stream(answers) {
        if let Message::CompilerArtifact(artifact) = message?
            && let Some(program) = artifact.executable
        {
            targets.push(Target { name: artifact.target.name, program: program.into() });
        }
    }
    ensure!(building.wait()?.success(), "the fuzz targets do not compile");
    targets.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(targets)
}

fn folder() -> PathBuf {
    checkout::target().join("fuzz")
}

impl Target {
    /// Fuzzes for so many seconds, from a copy of the seeds, and checks that the seeds and the mutations reached
    /// anything: a fuzzer that turns over without coverage finds nothing and looks well.
    fn run(&self, seconds: usize) -> Result<String> {
        let home = folder().join("runs").join(&self.name);
        if home.exists() {
            fs::remove_dir_all(&home)?;
        }
        let (empty, corpus) = (home.join("empty"), home.join("corpus"));
        fs::create_dir_all(&empty)?;
        let seeds = copy(&checkout::root().join("app/seal/fuzz/seeds").join(&self.name), &corpus)?;
        let nothing = self.fuzz(&empty, &["-runs=0".to_owned()])?;
        let read = self.fuzz(&corpus, &[format!("-max_total_time={seconds}"), "-print_final_stats=1".to_owned()])?;

        let (idle, start) = (Reach::of(&nothing, "INITED")?, Reach::of(&read, "INITED")?);
        let end = Reach::of(&read, "DONE")?;
        let inputs =
            number(&read, "stat::number_of_executed_units: ").context("libFuzzer did not say how much it ran")?;
        ensure!(inputs > 100 * seeds, "only {inputs} inputs in {seconds} seconds");
        ensure!(start.edges > idle.edges, "the seeds reach no more than an empty input does, {} edges", idle.edges);
        ensure!(end.features > start.features, "no mutation reached anything new: {} features", start.features);
        Ok(format!(
            "{inputs} inputs, {} edges by the seeds, {} at the end; features {} to {}",
            start.edges, end.edges, start.features, end.features
        ))
    }

    /// libFuzzer's words. An input that fails the target is kept, and named in the error.
    fn fuzz(&self, corpus: &Path, how: &[String]) -> Result<String> {
        let found = folder().join("found").join(&self.name);
        fs::create_dir_all(&found)?;
        let mut fuzzer = Command::new(&self.program);
        // Sixteen recipients or thirty-two parts fit; a stall is a fault, and so is a hunger for memory.
        fuzzer.args(how).args(["-max_len=8192", "-timeout=10", "-rss_limit_mb=1024"]);
        fuzzer.arg(format!("-artifact_prefix={}/", found.display())).arg(corpus);
        let result = fuzzer.output().with_context(|| self.program.display().to_string())?;
        let words = String::from_utf8_lossy(&result.stderr).into_owned();
        if !result.status.success() {
            let said = words.lines().find(|line| line.contains("panicked at") || line.contains("ERROR: libFuzzer"));
            let after = words.lines().skip_while(|line| Some(*line) != said).nth(1).unwrap_or_default();
            let kept = words.lines().find_map(|line| line.split_once("Test unit written to ")).map(|(_, path)| path);
            bail!("{} {after}\n    the input: {}", said.unwrap_or("failed"), kept.unwrap_or("not kept"));
        }
        Ok(words)
    }
}

/// How far a run came: edges of the program, and features, which are edges told apart by how often they were taken.
struct Reach {
    edges: usize,
    features: usize,
}

impl Reach {
    fn of(words: &str, moment: &str) -> Result<Self> {
        let line = words.lines().rfind(|line| line.contains(moment)).with_context(|| format!("no line {moment}"))?;
        let after = |word| number(line, word).with_context(|| line.to_owned());
        Ok(Self { edges: after("cov: ")?, features: after("ft: ")? })
    }
}

/// The number after the first such word.
fn number(text: &str, word: &str) -> Option<usize> {
    let (_, after) = text.split_once(word)?;
    after.split_whitespace().next()?.parse().ok()
}

/// Copies every file of a folder and returns how many there were: what a run finds is not for the checkout.
fn copy(from: &Path, to: &Path) -> Result<usize> {
    fs::create_dir_all(to)?;
    let mut copied = 0;
    for entry in from.read_dir().with_context(|| from.display().to_string())? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name()))?;
        copied += 1;
    }
    ensure!(copied > 0, "{} holds no seed", from.display());
    Ok(copied)
}
