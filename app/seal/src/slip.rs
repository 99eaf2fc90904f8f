//! A slip: one small part, sealed and signed by itself and handed in whole. So a price is quoted after a bid (FORMAT.md,
//! section 12).

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::chunk::piece_size;
use crate::envelope::{Context, SealError, seal_pieces};
use crate::header::Header;
use crate::key::SecretKey;
use crate::manifest::{Manifest, PartLine};
use crate::text::Malformed;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// Canonical text of a manifest with this part alone.
    pub manifest: String,
    /// Over the manifest, hexadecimal.
    pub signature: String,
    /// Hexadecimal, the header first.
    pub pieces: Vec<String>,
}

impl Slip {
    /// Seals for the signer's own key.
    ///
    /// # Errors
    /// As [`seal_pieces`].
    pub fn seal<R: CryptoRng + ?Sized>(
        context: &Context,
        secret: &SecretKey,
        plaintext: &[u8],
        rng: &mut R,
    ) -> Result<Self, SealError> {
        let pieces = seal_pieces(context, &[secret.public_key()], plaintext, rng)?;
        let line = PartLine::of(context.part.clone(), plaintext.len() as u64, &pieces);
        let line = line.expect("what was just sealed begins with its header");
        let Context { lot, bidder, .. } = context.clone();
        let manifest = Manifest { lot, bidder, parts: vec![line] }.to_text();
        let signature = secret.sign(manifest.as_bytes(), rng).to_string();
        Ok(Self { manifest, signature, pieces: pieces.iter().map(hex::encode).collect() })
    }

    /// What came is whole and for this place: the manifest's one line, and the pieces it names. The signature is left to
    /// whoever knows the signer.
    ///
    /// # Errors
    /// Anything else.
    pub fn read(&self, context: &Context) -> Result<(Manifest, Vec<Vec<u8>>), Malformed> {
        let manifest = Manifest::parse(&self.manifest)?;
        let [line] = &manifest.parts[..] else { return Err(Malformed) };
        let here = (&manifest.lot, &manifest.bidder, &line.part) == (&context.lot, &context.bidder, &context.part);
        let pieces = self.pieces()?;
        let sized = (1..line.pieces)
            .zip(pieces.iter().skip(1))
            .all(|(number, piece)| piece_size(line.size, number) == Some(piece.len()));
        let same = PartLine::of(line.part.clone(), line.size, &pieces)? == *line;
        let sealed = Header::parse(&pieces[0])?.is_for(context);
        if here && sized && same && sealed { Ok((manifest, pieces)) } else { Err(Malformed) }
    }

    /// # Errors
    /// They are not written in hexadecimal.
    pub fn pieces(&self) -> Result<Vec<Vec<u8>>, Malformed> {
        self.pieces.iter().map(|piece| hex::decode(piece).map_err(|_| Malformed)).collect()
    }
}

#[cfg(test)]
mod tests;
