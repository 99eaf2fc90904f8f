//! `kaibiao unseal`: reads a sealed bid and checks all that FORMAT.md asks of a reader. Either everything is right and
//! lies in the new folder, or nothing does and every part that differs is named.

mod pieces;

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use clap::Args;
use domain::bid as parts;
use pieces::Pieces;
use seal::job::ReleasedKey;
use seal::{Context, Digest, FileKey, Header, Manifest, Opener, PartLine, PublicKey, SecretKey, Signature, unwrap};
use zeroize::Zeroizing;

use super::fresh::Fresh;
use super::passphrase;

#[derive(Args)]
pub struct Unseal {
    /// The sealed bid: `<part>/<number>`, or `<part>/<number>-<digest>` as a server keeps it; `manifest`, `signature`.
    folder: PathBuf,
    /// Where the parts go, each as a file of its name; it must not exist.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    #[command(flatten)]
    keys: KeySource,
    #[command(flatten)]
    passphrase: passphrase::Source,
    /// Public key of the bidder, to check the signature with file keys.
    #[arg(long, value_name = "KEY")]
    public: Option<PublicKey>,
    /// The lot it must be for.
    #[arg(long, value_name = "ID")]
    lot: Option<String>,
    /// The bidder it must be of.
    #[arg(long, value_name = "CODE")]
    bidder: Option<String>,
    /// The manifest, where it does not lie in the folder.
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// Its signature, where it does not lie in the folder.
    #[arg(long, value_name = "FILE")]
    signature: Option<PathBuf>,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct KeySource {
    /// Key file of the bidder.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// File keys as they are released at an opening: `[{"part": "form", "key": "…"}]`. Other parts stay sealed.
    #[arg(long, value_name = "JSON")]
    file_keys: Option<PathBuf>,
}

impl Unseal {
    pub fn run(self) -> anyhow::Result<()> {
        let path = self.manifest.clone().unwrap_or_else(|| self.folder.join("manifest"));
        let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let manifest = Manifest::parse(&text).with_context(|| format!("{} is no manifest", path.display()))?;
        self.is_expected(&manifest)?;
        let fresh = Fresh::begin(&self.out)?;
        let keys = self.keys(&manifest)?;
        self.check_signature(&text, &keys)?;
        let mut differ = Vec::new();
        for line in &manifest.parts {
            let Some(key) = keys.of(&line.part) else {
                println!("{}: no key, stays sealed", line.part);
                continue;
            };
            match open(&manifest, line, key, &self.folder, fresh.folder()) {
                Ok(()) => println!("{}: {} bytes", line.part, line.size),
                Err(error) => differ.push(format!("{}: {error:#}", line.part)),
            }
        }
        if !differ.is_empty() {
            bail!("nothing is opened:\n  {}", differ.join("\n  "));
        }
        fresh.finish()
    }

    fn is_expected(&self, manifest: &Manifest) -> anyhow::Result<()> {
        for (expected, found, what) in [(&self.lot, &manifest.lot, "lot"), (&self.bidder, &manifest.bidder, "bidder")] {
            let differs = expected.as_ref().filter(|expected| *expected != found);
            ensure!(differs.is_none(), "sealed for another place: the {what} is {found}");
        }
        // A name becomes a path.
        let strange = manifest.parts.iter().find(|line| !parts::is_part_name(&line.part));
        ensure!(strange.is_none(), "{} is no part of a bid", strange.map_or("", |line| &line.part));
        Ok(())
    }

    fn keys(&self, manifest: &Manifest) -> anyhow::Result<Keys> {
        let Some(path) = &self.keys.file_keys else {
            let key = self.keys.key.as_ref().context("name a key")?;
            return Ok(Keys::Owner(self.passphrase.unlock(key)?));
        };
        let text = Zeroizing::new(fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?);
        let keys: Vec<ReleasedKey> =
            serde_json::from_str(&text).map_err(|_| anyhow::anyhow!("{} holds no file keys", path.display()))?;
        let known = |key: &&ReleasedKey| !manifest.parts.iter().any(|line| line.part == key.part);
        if let Some(stray) = keys.iter().find(known) {
            bail!("a key is given for {}, which is no part of this bid", stray.part);
        }
        ensure!(!keys.is_empty(), "{} holds no file keys", path.display());
        Ok(Keys::Released(keys))
    }

    /// With the public key of the bidder, which is its key file's unless given. Without one, only the keys vouch.
    fn check_signature(&self, manifest: &str, keys: &Keys) -> anyhow::Result<()> {
        let own = if let Keys::Owner(secret) = keys { Some(secret.public_key()) } else { None };
        let Some(public) = self.public.or(own) else {
            println!("signature: not checked, name the bidder's key with --public");
            return Ok(());
        };
        let path = self.signature.clone().unwrap_or_else(|| self.folder.join("signature"));
        let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let signature: Signature = text.trim_end().parse().with_context(|| format!("reading {}", path.display()))?;
        ensure!(public.verify(manifest.as_bytes(), &signature), "the manifest is not signed by this bidder's key");
        Ok(())
    }
}

/// What opens a bid.
enum Keys {
    Owner(SecretKey),
    Released(Vec<ReleasedKey>),
}

/// What opens one part.
#[derive(Clone, Copy)]
enum Key<'a> {
    Owner(&'a SecretKey),
    Released(&'a FileKey),
}

impl Keys {
    fn of(&self, part: &str) -> Option<Key<'_>> {
        match self {
            Self::Owner(secret) => Some(Key::Owner(secret)),
            Self::Released(keys) => keys.iter().find(|key| key.part == part).map(|key| Key::Released(&key.key)),
        }
    }
}

/// Sections 4 to 8: the place, the key, every chunk in its order, every digest. One piece is in memory at a time.
fn open(manifest: &Manifest, line: &PartLine, key: Key<'_>, from: &Path, to: &Path) -> anyhow::Result<()> {
    let pieces = Pieces::find(&from.join(&line.part), line)?;
    let bytes = pieces.read(0)?;
    let mut digests = vec![Digest::of(&bytes)];
    let header = Header::parse(&bytes).map_err(|_| anyhow::anyhow!("not a sealed part"))?;
    ensure!(header.commitment() == line.commitment, "the header is not the one that was committed");
    let place = Context { lot: manifest.lot.clone(), bidder: manifest.bidder.clone(), part: line.part.clone() };
    let mut opener = match key {
        Key::Released(key) => Opener::new(&header, key, &place)?,
        Key::Owner(secret) => {
            ensure!(header.is_for(&place), "sealed for another place");
            Opener::new(&header, &unwrap(&header, secret)?, &place)?
        }
    };
    let mut file = create(&to.join(&line.part))?;
    for number in 1..line.pieces {
        let bytes = pieces.read(number)?;
        digests.push(Digest::of(&bytes));
        let chunk = opener.open(&bytes, number + 1 == line.pieces).with_context(|| format!("piece {number}"))?;
        file.write_all(&Zeroizing::new(chunk))?;
    }
    ensure!(Digest::of_pieces(&digests) == line.digest, "not the pieces that were committed");
    Ok(())
}

/// For the eyes of its owner alone.
fn create(path: &Path) -> anyhow::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    options.open(path).with_context(|| format!("writing {}", path.display()))
}
