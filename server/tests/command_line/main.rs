//! The program `kaibiao` as a script calls it: keys, sealing and opening without a browser, a record and a bundle checked.

mod record;
mod refusals;
mod round_trip;
mod vectors;
mod verify;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const LOT: &str = "01J0LOT";
const BIDDER: &str = "91440300708461136T";
const PASSPHRASE: &str = "开标 correct horse";

/// A folder with a key file, its passphrase, and plaintexts.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(desk.path("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
        desk
    }

    /// With a key of its own.
    fn with_key() -> Self {
        let desk = Self::new();
        desk.must("key --out key --passphrase-file passphrase");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// Calls `kaibiao` in the folder.
    fn call(&self, line: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kaibiao"));
        command.args(line.split(' ')).current_dir(self.folder.path());
        command.output().unwrap()
    }

    /// What it prints when all is well.
    fn must(&self, line: &str) -> String {
        let output = self.call(line);
        assert!(output.status.success(), "kaibiao {line}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What it says when it refuses; nothing but what was there before is left in the folder.
    fn refused(&self, line: &str) -> String {
        let before = entries(self.folder.path());
        let output = self.call(line);
        assert!(!output.status.success(), "kaibiao {line}: was done");
        assert_eq!(entries(self.folder.path()), before, "kaibiao {line}: left something behind");
        String::from_utf8(output.stderr).unwrap()
    }

    /// Seals a form and a document of more chunks than are sealed together.
    fn seal(&self) {
        self.write("form.json", r#"{"price":"61850000.00"}"#);
        self.write("bid.pdf", document());
        self.must(&format!("{} form=form.json document-1=bid.pdf", sealing("sealed")));
    }
}

fn sealing(out: &str) -> String {
    format!("seal --key key --passphrase-file passphrase --lot {LOT} --bidder {BIDDER} --out {out}")
}

fn unsealing(more: &str) -> String {
    format!("unseal sealed --key key --passphrase-file passphrase --out opened{more}")
}

/// Ten whole chunks and a bit.
fn document() -> Vec<u8> {
    (0..10 * (1 << 20) + 77).map(|at: u32| (at % 251) as u8).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(entries(&path));
        }
        found.push(path);
    }
    found.sort();
    found
}
