//! What a part is sealed for. Sealed bytes moved to another lot, bidder or part
//! do not open there.

use serde::{Deserialize, Serialize};

use crate::digest::Digest;

/// The place of a sealed part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Id of the lot.
    pub lot: String,
    /// Unified social credit code of the bidder (GB 32100-2015).
    pub bidder: String,
    /// Name of the part, as in the manifest.
    pub part: String,
}

impl Context {
    pub(crate) fn digest(&self) -> Digest {
        let fields = [&self.lot, &self.bidder, &self.part];
        Digest::of_fields("kaibiao-context/1", fields.map(|field| field.as_bytes()))
    }
}
