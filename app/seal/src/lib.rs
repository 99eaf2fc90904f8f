//! The sealed format: bytes in, bytes out.
//!
//! A bid is sealed in parts, a part is stored as pieces, and the first piece is
//! the header that says who can open it. `FORMAT.md` describes every byte; this
//! crate writes and reads it, in the browser and on the server alike. Time and
//! randomness are parameters.

mod chunk;
mod digest;
mod envelope;
mod file_key;
mod header;
pub mod job;
mod key;
pub mod keyfile;
mod manifest;
mod record;
mod registers;
mod slip;
mod sm3;
mod sm4;
pub mod text;

pub use chunk::{CHUNK, PIECE, Piece, piece_size, pieces_of};
pub use digest::Digest;
pub use envelope::{Context, OpenError, Opener, SealError, Sealer, open_pieces, seal_pieces};
pub use file_key::FileKey;
pub use header::{Header, UnwrapError, unwrap};
pub use key::{KeyId, PublicKey, SecretKey, Signature};
pub use manifest::{CONFIRMATION, Manifest, PartLine, confirmation, rehearsal};
pub use record::{Changed, Record};
pub use slip::Slip;
pub use sm4::Sm4;
pub use text::Malformed;
