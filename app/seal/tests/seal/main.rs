//! The sealed format from outside: what it promises, and whether others who
//! only have FORMAT.md can read it.
#![cfg(not(target_arch = "wasm32"))]

mod header;
mod openssl;
mod others;
mod promises;
mod reader;
mod seeds;
mod two_prices;
mod vectors;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use seal::{Context, SecretKey};

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn secret(seed: u64) -> SecretKey {
    SecretKey::generate(&mut rng(seed))
}

fn context(part: &str) -> Context {
    Context { lot: "01J0LOT".to_owned(), bidder: "91440300708461136T".to_owned(), part: part.to_owned() }
}

/// `len` bytes that do not repeat with any power of two.
fn plaintext(len: usize) -> Vec<u8> {
    (0..len).map(|at| (at % 251) as u8).collect()
}

fn slices(pieces: &[Vec<u8>]) -> impl Iterator<Item = &[u8]> {
    pieces.iter().map(Vec::as_slice)
}
