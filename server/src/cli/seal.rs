//! `kaibiao seal`: what a browser does with a bid, without a browser. The pieces lie in a folder instead of on a server:
//! `<part>/<number>`, `manifest` and `signature`.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use clap::Args;
use domain::{CreditCode, bid as parts};
use seal::{CHUNK, Context, Digest, Header, Manifest, PartLine, Piece, PublicKey, Sealer, pieces_of, text};
use zeroize::Zeroizing;

use super::fresh::Fresh;
use super::{passphrase, rng};

#[derive(Args)]
pub struct Seal {
    /// Key file of the bidder, who alone can open what is sealed.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Id of the lot.
    #[arg(long, value_name = "ID")]
    lot: String,
    /// Unified social credit code of the bidder.
    #[arg(long, value_name = "CODE")]
    bidder: String,
    /// Where the sealed bid goes; it must not exist.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    #[command(flatten)]
    passphrase: passphrase::Source,
    /// Files by the parts they become: form, guarantee, guarantee-file, document-1 to document-9.
    #[arg(required = true, value_name = "PART=PATH", value_parser = part)]
    parts: Vec<Part>,
}

#[derive(Clone)]
struct Part {
    part: String,
    path: PathBuf,
}

fn part(argument: &str) -> Result<Part, String> {
    let (part, path) = argument.split_once('=').ok_or("write PART=PATH, for example form=form.json")?;
    if !parts::is_part_name(part) {
        return Err(format!("{part} is no part of a bid"));
    }
    Ok(Part { part: part.to_owned(), path: path.into() })
}

impl Seal {
    pub fn run(self) -> anyhow::Result<()> {
        ensure!(text::is_token(&self.lot), "{} is no id of a lot", self.lot);
        let bidder = CreditCode::parse(&self.bidder).context("the bidder's credit code")?.to_string();
        for (at, part) in self.parts.iter().enumerate() {
            ensure!(self.parts[..at].iter().all(|other| other.part != part.part), "{} is named twice", part.part);
        }
        let fresh = Fresh::begin(&self.out)?;
        let secret = self.passphrase.unlock(&self.key)?;
        let mut lines = Vec::new();
        for part in &self.parts {
            let context = Context { lot: self.lot.clone(), bidder: bidder.clone(), part: part.part.clone() };
            let folder = fresh.folder().join(&part.part);
            lines.push(seal(&context, &secret.public_key(), &part.path, &folder).context(part.part.clone())?);
        }
        let manifest = Manifest { lot: self.lot, bidder, parts: lines }.to_text();
        // What cannot be read back must not be signed.
        let digest = Manifest::parse(&manifest).context("the manifest")?.digest();
        fs::write(fresh.folder().join("manifest"), &manifest)?;
        fs::write(fresh.folder().join("signature"), format!("{}\n", secret.sign(manifest.as_bytes(), &mut rng())))?;
        fresh.finish()?;
        println!("{digest}");
        Ok(())
    }
}

/// Of a file no more than a few chunks are in memory at a time.
fn seal(context: &Context, recipient: &PublicKey, path: &Path, folder: &Path) -> anyhow::Result<PartLine> {
    let mut file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
    let about = file.metadata()?;
    ensure!(about.is_file(), "{} is no file", path.display());
    let size = about.len();
    let pieces = pieces_of(size).context("the file is too large")?;
    let (mut sealer, header) = Sealer::new(context, &[*recipient], &mut rng())?;
    let commitment = Header::parse(&header).context("the header")?.commitment();
    let mut stored = Stored::begin(folder)?;
    stored.put(&Piece { digest: Digest::of(&header), bytes: header })?;
    let (mut rest, last) = (u64::from(pieces - 2) * CHUNK as u64, size - u64::from(pieces - 2) * CHUNK as u64);
    let mut buffer = Zeroizing::new(vec![0; Sealer::together() * CHUNK]);
    let changed = || format!("reading {}: was it changed meanwhile?", path.display());
    while rest > 0 {
        let here = usize::try_from(rest).unwrap_or(usize::MAX).min(buffer.len());
        file.read_exact(&mut buffer[..here]).with_context(changed)?;
        for piece in sealer.seal_whole(&buffer[..here]) {
            stored.put(&piece)?;
        }
        rest -= here as u64;
    }
    let last = &mut buffer[..last as usize];
    file.read_exact(last).with_context(changed)?;
    stored.put(&sealer.seal(last, true))?;
    if file.read(&mut [0])? > 0 {
        bail!(changed());
    }
    let (part, digest) = (context.part.clone(), Digest::of_pieces(&stored.digests));
    Ok(PartLine { part, size, pieces, digest, commitment })
}

/// The pieces of a part, numbered as they come.
struct Stored<'a> {
    folder: &'a Path,
    digests: Vec<Digest>,
}

impl<'a> Stored<'a> {
    fn begin(folder: &'a Path) -> anyhow::Result<Self> {
        fs::create_dir(folder).with_context(|| format!("making {}", folder.display()))?;
        Ok(Self { folder, digests: Vec::new() })
    }

    fn put(&mut self, piece: &Piece) -> anyhow::Result<()> {
        let path = self.folder.join(self.digests.len().to_string());
        fs::write(&path, &piece.bytes).with_context(|| format!("writing {}", path.display()))?;
        self.digests.push(piece.digest);
        Ok(())
    }
}
