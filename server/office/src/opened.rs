//! Opening committed bids with the keys that their owners release.

use bytes::Bytes;
use domain::room::Line;
use domain::view::PartKey;
use domain::{BidId, Refusal, bid as parts};
use seal::{Digest, FileKey, Header, Manifest, Opener, PartLine};
use serde::de::DeserializeOwned;
use store::StoreError;
use store::bids::Bid;
use store::pieces;

use crate::commit::context;
use crate::{Error, Office};

impl Office {
    /// Opens what is read out, and proves for every other part that its key is the committed one.
    ///
    /// # Errors
    /// Naming the first part that does not open: `KeyDoesNotOpen`, or `StoredDiffers` when no key could.
    pub(crate) async fn open_bid(&self, bid: &Bid, keys: &[PartKey]) -> Result<Line, Error> {
        match self.open_with(bid, keys).await {
            Err(Error::Refused(Refusal::KeyDoesNotOpen { part })) if !self.is_as_received(bid, &part).await? => {
                tracing::error!(bid = %bid.id, part, "the stored bytes are not those that were received");
                Err(Refusal::StoredDiffers { part }.into())
            }
            other => other,
        }
    }

    /// Whether what is read of a part to open it is what had arrived.
    async fn is_as_received(&self, bid: &Bid, part: &str) -> Result<bool, Error> {
        let received = pieces::of_part(self.0.store.read(), bid.id, part).await?;
        let read = if matches!(part, parts::FORM | parts::GUARANTEE) { received.len() } else { 1 };
        for piece in received.iter().take(read) {
            let stored = self.stored(bid.id, part, piece).await?;
            if stored.is_none_or(|bytes| Digest::of(&bytes).to_string() != piece.digest) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn open_with(&self, bid: &Bid, keys: &[PartKey]) -> Result<Line, Error> {
        let manifest = manifest_of(bid)?;
        let mut line = None;
        let mut guarantee = None;
        for part in &manifest.parts {
            let wrong = || Refusal::KeyDoesNotOpen { part: part.part.clone() };
            let given = keys.iter().find(|key| key.part == part.part).ok_or_else(wrong)?;
            let key = FileKey::from_hex(&given.key).map_err(|_| wrong())?;
            match part.part.as_str() {
                parts::FORM => line = Some(self.open_json(bid.id, &manifest, part, &key).await?.ok_or_else(wrong)?),
                parts::GUARANTEE => {
                    guarantee = Some(self.open_json(bid.id, &manifest, part, &key).await?.ok_or_else(wrong)?);
                }
                _ => self.opener(bid.id, &manifest, part, &key).await?.map(|_| ()).ok_or_else(wrong)?,
            }
        }
        match (line, guarantee) {
            (Some(form), Some(guarantee)) => {
                let key =
                    keys.iter().find(|key| key.part == parts::FORM).map(|key| key.key.clone()).unwrap_or_default();
                Ok(Line { bid: bid.id, form, guarantee, key })
            }
            _ => Err(Refusal::KeyDoesNotOpen { part: parts::FORM.to_owned() }.into()),
        }
    }

    /// The opener of a part if `key` is the one its header commits to.
    async fn opener(
        &self,
        bid: BidId,
        manifest: &Manifest,
        line: &PartLine,
        key: &FileKey,
    ) -> Result<Option<Opener>, Error> {
        let Some(bytes) = self.piece(bid, line, 0).await? else { return Ok(None) };
        let Ok(header) = Header::parse(&bytes) else { return Ok(None) };
        if header.commitment() != line.commitment {
            return Ok(None);
        }
        Ok(Opener::new(&header, key, &context(manifest, &line.part)).ok())
    }

    async fn open_json<T: DeserializeOwned>(
        &self,
        bid: BidId,
        manifest: &Manifest,
        line: &PartLine,
        key: &FileKey,
    ) -> Result<Option<T>, Error> {
        let Some(mut opener) = self.opener(bid, manifest, line, key).await? else { return Ok(None) };
        let mut text = Vec::new();
        for number in 1..line.pieces {
            let Some(bytes) = self.piece(bid, line, number).await? else { return Ok(None) };
            match opener.open(&bytes, number + 1 == line.pieces) {
                Ok(plain) => text.extend(plain),
                Err(_) => return Ok(None),
            }
        }
        Ok(serde_json::from_slice(&text).ok())
    }

    pub(crate) async fn piece(&self, bid: BidId, line: &PartLine, number: u32) -> Result<Option<Bytes>, Error> {
        let Some(piece) = pieces::find(self.0.store.read(), bid, &line.part, number).await? else {
            return Ok(None);
        };
        self.stored(bid, &line.part, &piece).await
    }
}

/// The manifest of a committed bid.
pub fn manifest_of(bid: &Bid) -> Result<Manifest, StoreError> {
    let text = bid.manifest.as_deref().and_then(|text| Manifest::parse(text).ok());
    text.ok_or_else(|| StoreError::Corrupt { table: "bids", column: "manifest", row: bid.id.to_string() })
}
