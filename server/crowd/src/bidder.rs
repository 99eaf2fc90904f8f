//! A bidder with its key and its session, and a bid as it is sealed.

use anyhow::Result;
use bytes::Bytes;
use domain::bid::{self, OpeningForm};
use domain::guarantee::{Guarantee, IssuerKind};
use domain::rights::Caller;
use domain::{BidId, CreditCode, Day, Fen, LotId};
use rand_chacha::ChaCha20Rng;
use seal::{Context, Manifest, PartLine, SecretKey};
use serde_json::{Value, json};

pub struct Bidder {
    pub caller: Caller,
    pub code: CreditCode,
    pub key: SecretKey,
    /// The session cookie as a browser sends it.
    pub cookie: String,
}

/// A sealed bid and the bidder's signature over it.
pub struct Bid {
    pub id: BidId,
    pub lot: LotId,
    /// When it was sealed, which its guarantee names.
    pub today: Day,
    pub manifest: Manifest,
    pub signature: String,
    /// The pieces of each part, in the order of the manifest.
    pub pieces: Vec<Vec<Bytes>>,
}

impl Bidder {
    /// Seals and signs what this bidder offers.
    ///
    /// # Errors
    /// None that a bidder with one key meets.
    pub fn seal(&self, id: BidId, lot: LotId, today: Day, rng: &mut ChaCha20Rng) -> Result<Bid> {
        let (mut lines, mut pieces) = (Vec::new(), Vec::new());
        for (part, content) in contents(self.code, today)? {
            let context = self.context(lot, &part);
            let sealed = seal::seal_pieces(&context, &[self.key.public_key()], &content, rng)?;
            lines.push(PartLine::of(part, content.len() as u64, &sealed)?);
            pieces.push(sealed.into_iter().map(Bytes::from).collect());
        }
        let manifest = Manifest { lot: lot.to_string(), bidder: self.code.to_string(), parts: lines };
        let signature = self.key.sign(manifest.to_text().as_bytes(), rng).to_string();
        Ok(Bid { id, lot, today, manifest, signature, pieces })
    }

    /// What a part of this bidder's bid is sealed for.
    #[must_use]
    pub fn context(&self, lot: LotId, part: &str) -> Context {
        Context { lot: lot.to_string(), bidder: self.code.to_string(), part: part.to_owned() }
    }
}

impl Bid {
    /// Every piece: its part, its number in the part, its bytes.
    pub fn all_pieces(&self) -> impl Iterator<Item = (&str, u32, &Bytes)> {
        let parts = self.manifest.parts.iter().zip(&self.pieces);
        parts.flat_map(|(line, pieces)| (0..).zip(pieces).map(|(number, piece)| (line.part.as_str(), number, piece)))
    }

    /// What `commit_bid` is called with.
    #[must_use]
    pub fn commitment(&self) -> Value {
        json!({ "bid": self.id, "manifest": self.manifest.to_text(), "signature": self.signature })
    }
}

/// What a bidder offers: part, file name, content. Small, as committing does not look at the size of a bid.
///
/// # Errors
/// None: the words are of the kind that JSON takes.
pub fn contents(code: CreditCode, today: Day) -> Result<[(String, Vec<u8>); 4]> {
    let price = Fen::new(400_000_000 + i64::from(code.as_str()[10..17].parse::<u32>()?));
    let form = OpeningForm { price, duration_days: 180, quality: "合格".to_owned(), manager: "甲某".to_owned() };
    let guarantee = Guarantee {
        kind: IssuerKind::Bank,
        issuer: "示例银行锡林浩特支行".to_owned(),
        number: format!("BH-{code}"),
        amount: Fen::from_yuan(80_000),
        from: today,
        until: today.plus(180),
    };
    let paper = |what: &str| format!("%PDF-1.4 {what} of {code}\n%%EOF\n").into_bytes();
    Ok([
        (bid::FORM.to_owned(), serde_json::to_vec(&form)?),
        (bid::GUARANTEE.to_owned(), serde_json::to_vec(&guarantee)?),
        (bid::GUARANTEE_FILE.to_owned(), paper("guarantee")),
        (bid::document(1), paper("bid")),
    ])
}
