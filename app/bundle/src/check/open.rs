//! What was sealed is opened again with the released keys, and compared with what was read out.

use domain::Fen;
use domain::bid::{FORM, GUARANTEE, OpeningForm};
use domain::guarantee::Guarantee;
use domain::room::{Line, Row};
use seal::{Context, Digest, Header, Manifest, OpenError, Opener};
use serde::de::DeserializeOwned;

use super::bids::Pair;
use super::report::{Fault, Finding, Offer, Outcome, Reason, Verdict};
use crate::content::{Content, Opened};

/// What the sealed bytes of one bid turned out to be.
pub struct Plain {
    /// What is wrong with bytes or keys.
    seal: Option<Finding>,
    /// How the read-out differs.
    differs: Option<Finding>,
    /// It was read out.
    told: bool,
    content: Option<(OpeningForm, Guarantee)>,
}

impl Plain {
    pub fn of(content: &Content, pair: &Pair<'_>) -> Self {
        let opened = opened(content, pair);
        let told = pair.row.line.as_ref();
        let differs = match (&opened, told) {
            (Ok(Some((form, guarantee))), Some(Line { form: said, guarantee: lodged, .. })) => {
                (form != said || guarantee != lodged).then(|| pair.wrong(Fault::ReadOutDiffers))
            }
            _ => None,
        };
        let (content, seal) = match opened {
            Ok(content) => (content, None),
            Err(fault) => (None, Some(pair.wrong(fault))),
        };
        Self { seal, differs, told: told.is_some(), content }
    }

    pub fn offer(self, row: &Row, quoted: Vec<Fen>) -> Offer {
        let outcome = match (self.content, row.failed) {
            (Some((form, guarantee)), _) => Outcome::Opened { form, guarantee },
            (None, Some(cause)) => Outcome::Out(cause),
            (None, None) => Outcome::Unknown,
        };
        Offer { name: row.name.clone(), code: row.code, outcome, quoted }
    }
}

pub fn seals(plain: &[Plain]) -> Verdict {
    let findings: Vec<Finding> = plain.iter().filter_map(|plain| plain.seal.clone()).collect();
    match findings.is_empty() && !plain.iter().any(|plain| plain.told) {
        true => Verdict::NotChecked(Reason::NothingReadOut),
        false => Verdict::of(findings),
    }
}

pub fn read_out(plain: &[Plain]) -> Verdict {
    let findings: Vec<Finding> = plain.iter().filter_map(|plain| plain.differs.clone()).collect();
    let told = || plain.iter().filter(|plain| plain.told);
    if !findings.is_empty() {
        Verdict::Wrong(findings)
    } else if told().next().is_none() {
        Verdict::NotChecked(Reason::NothingReadOut)
    } else if told().any(|plain| plain.content.is_none()) {
        Verdict::NotChecked(Reason::NotOpened)
    } else {
        Verdict::Holds
    }
}

/// Form and guarantee of a bid that was read out; of any other nothing may be there.
fn opened(content: &Content, pair: &Pair<'_>) -> Result<Option<(OpeningForm, Guarantee)>, Fault> {
    let (Some(line), parts) = (&pair.row.line, &pair.bid.opened) else {
        return if pair.bid.opened.is_empty() { Ok(None) } else { Err(Fault::ToldTooMuch) };
    };
    let [form, guarantee] = &parts[..] else { return Err(Fault::OtherParts) };
    if (form.part.as_str(), guarantee.part.as_str()) != (FORM, GUARANTEE) {
        return Err(Fault::OtherParts);
    }
    if *form.key.to_hex() != line.key {
        return Err(Fault::OtherFormKey);
    }
    let manifest = pair.manifest.as_ref().ok_or(Fault::NoManifest)?;
    Ok(Some((content_of(content, manifest, form)?, content_of(content, manifest, guarantee)?)))
}

/// Bytes that are the committed ones, under the key to which they commit.
pub fn content_of<T: DeserializeOwned>(content: &Content, manifest: &Manifest, part: &Opened) -> Result<T, Fault> {
    let line = manifest.parts.iter().find(|line| line.part == part.part).ok_or(Fault::OtherParts)?;
    let chunk = hex::decode(&part.chunk).map_err(|_| Fault::OtherBytes)?;
    let header = Header::parse(part.header.as_bytes()).map_err(|_| Fault::NoHeader)?;
    if Digest::of_pieces(&[Digest::of(part.header.as_bytes()), Digest::of(&chunk)]) != line.digest {
        return Err(Fault::OtherBytes);
    }
    if header.commitment() != line.commitment {
        return Err(Fault::OtherCommitment);
    }
    let place = Context { lot: content.lot.to_string(), bidder: manifest.bidder.clone(), part: part.part.clone() };
    let mut opener = Opener::new(&header, &part.key, &place).map_err(fault_of)?;
    let plaintext = opener.open(&chunk, true).map_err(fault_of)?;
    serde_json::from_slice(&plaintext).map_err(|_| Fault::NotAForm)
}

fn fault_of(error: OpenError) -> Fault {
    match error {
        OpenError::NotSealed => Fault::NoHeader,
        OpenError::WrongContext => Fault::OtherPlace,
        OpenError::WrongKey => Fault::WrongKey,
        OpenError::Altered => Fault::Altered,
    }
}
