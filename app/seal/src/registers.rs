//! Wide registers, in which the ciphers work on many blocks and the hash on many messages at once: 128 bits in a browser,
//! 256 where the processor has AVX2. Other machines do with plain integers, one message at a time.

mod plain;
#[cfg(target_arch = "wasm32")]
mod web;
#[cfg(target_arch = "x86_64")]
mod x86;

#[cfg(target_arch = "wasm32")]
pub use web::{V128, compress};
#[cfg(target_arch = "x86_64")]
pub use x86::{M256, compress};
