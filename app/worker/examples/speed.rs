//! Sealing alone, compiled as the worker is, for `cargo xtask bench seal`.

use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use seal::{CHUNK, Context, Sealer, SecretKey};
use wasm_bindgen::prelude::wasm_bindgen;

/// Seals so many whole chunks with a fresh key, each with its digest as an upload needs it; returns the last digest's
/// first byte, so that nothing is left out.
#[wasm_bindgen]
pub fn seal(chunks: u32) -> u8 {
    let rng = &mut UnwrapErr(SysRng);
    let context = Context { lot: "lot".into(), bidder: "bidder".into(), part: "part".into() };
    let to = [SecretKey::generate(rng).public_key()];
    let (mut sealer, _) = Sealer::new(&context, &to, rng).expect("one recipient");
    let plaintext = vec![7; CHUNK];
    (1..=chunks).fold(0, |_, number| sealer.seal(&plaintext, number == chunks).digest.0[0])
}
