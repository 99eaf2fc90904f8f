//! Sealing alone, compiled as the worker is, for `cargo xtask bench seal`.

use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use seal::{CHUNK, Context, Sealer, SecretKey};
use wasm_bindgen::prelude::wasm_bindgen;

/// Seals so many whole chunks, a multiple of eight, with a fresh key, each with its digest as an upload needs it; returns the last digest's
/// first byte, so that nothing is left out.
#[wasm_bindgen]
pub fn seal(chunks: u32) -> u8 {
    let rng = &mut UnwrapErr(SysRng);
    let context = Context { lot: "lot".into(), bidder: "bidder".into(), part: "part".into() };
    let to = [SecretKey::generate(rng).public_key()];
    let (mut sealer, _) = Sealer::new(&context, &to, rng).expect("one recipient");
    let together = Sealer::together();
    let plaintext = vec![7; together * CHUNK];
    (0..chunks / together as u32).fold(0, |_, _| sealer.seal_whole(&plaintext)[0].digest.0[0])
}
