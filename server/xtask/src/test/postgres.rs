//! A PostgreSQL cluster for one run of tests or of a bench: empty, on a free loopback port, gone afterwards.

use crate::http::free_port;
use crate::say::{output, run, say};
use crate::setup;
use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

pub struct Cluster {
    server: Child,
    port: u16,
    folder: PathBuf,
}

/// Nothing of a test outlives the run, so nothing is forced to disk.
const HASTY: &[&str] = &["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
/// As PostgreSQL comes, said aloud.
const DURABLE: &[&str] = &["fsync=on", "synchronous_commit=on", "full_page_writes=on"];

impl Cluster {
    /// For tests.
    pub fn start() -> Result<Self> {
        Self::with(HASTY)
    }

    /// For measuring: what it acknowledges survives a power cut.
    pub fn durable() -> Result<Self> {
        Self::with(DURABLE)
    }

    fn with(settings: &[&str]) -> Result<Self> {
        let bin = setup::postgres()?;
        // Not in target: PostgreSQL runs as another user than root, who may not look into a home folder.
        let folder = std::env::temp_dir().join(format!("kaibiao-postgres-{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| folder.display().to_string())?;
        let cluster = Self::start_in(&bin, folder.clone(), settings);
        if cluster.is_err() {
            fs::remove_dir_all(folder)?;
        }
        cluster
    }

    fn start_in(bin: &std::path::Path, folder: PathBuf, settings: &[&str]) -> Result<Self> {
        let user = unprivileged()?;
        if let Some(user) = user {
            run(Command::new("chown").arg(format!("{user}:")).arg(&folder))?;
        }
        let data = folder.join("data");
        let initdb = &mut become_user(user, bin.join("initdb"));
        initdb
            .args(["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "-D"])
            .arg(&data);
        output(initdb)?;

        let port = free_port()?;
        let mut server = become_user(user, bin.join("postgres"));
        server.arg("-D").arg(&data).args(["-h", "127.0.0.1", "-p", &port.to_string()]).arg("-k").arg(&folder);
        for setting in settings.iter().chain(&["max_connections=300"]) {
            server.args(["-c", setting]);
        }
        let log = fs::File::create(folder.join("log"))?;
        let server = server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn()?;
        let mut cluster = Self { server, port, folder };
        cluster.wait(bin)?;
        say(format_args!("PostgreSQL for this run: {}", cluster.url()));
        Ok(cluster)
    }

    /// Address of the maintenance database, as its superuser.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn wait(&mut self, bin: &std::path::Path) -> Result<()> {
        let mut ready = Command::new(bin.join("pg_isready"));
        ready.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
        for _ in 0..150 {
            if ready.status()?.success() {
                return Ok(());
            }
            if self.server.try_wait()?.is_some() {
                break;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        bail!("PostgreSQL does not start:\n{}", fs::read_to_string(self.folder.join("log"))?)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
        let stopped = run(Command::new("kill").args(["-INT", &self.server.id().to_string()]))
            .and_then(|()| Ok(self.server.wait()?))
            .and_then(|_| Ok(fs::remove_dir_all(&self.folder)?));
        if let Err(error) = stopped {
            say(format_args!("PostgreSQL for this run: {error:#} ({})", self.folder.display()));
        }
    }
}

/// PostgreSQL refuses to run as root; then it runs as the user that its package made.
fn unprivileged() -> Result<Option<&'static str>> {
    if !setup::is_root()? {
        return Ok(None);
    }
    let known = |user: &&str| {
        Command::new("id")
            .arg(user)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    ["postgres", "nobody"].into_iter().find(known).map(Some).context("no user postgres or nobody to run PostgreSQL as")
}

/// The program under that user, and with the kernel's word that it ends when this process does,
/// however this process ends.
fn become_user(user: Option<&str>, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("setpriv");
    if let Some(user) = user {
        command.args([&format!("--reuid={user}"), &format!("--regid={}", group(user)), "--clear-groups"]);
    }
    command.args(["--pdeathsig", "INT"]).arg(program).current_dir("/");
    command
}

fn group(user: &str) -> &str {
    if user == "nobody" { "nogroup" } else { user }
}
