//! What this browser can do of what sealing and opening need.

use js_sys::{Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::JsValue;

use super::{vault, worker};

/// The smallest module with a register of 128 bits: a function that fills one with zeros.
const WIDE: [u8; 29] = [
    0, 97, 115, 109, 1, 0, 0, 0, // \0asm, version 1
    1, 5, 1, 96, 0, 1, 123, // a type: nothing to v128
    3, 2, 1, 0, // a function of it
    10, 8, 1, 6, 0, 65, 0, 253, 15, 11, // its code: i32.const 0, i8x16.splat, end
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Abilities {
    /// WebAssembly with wide registers.
    pub wide: bool,
    /// The sealing worker itself was loaded and has begun.
    pub worker: bool,
    /// A line on which the server speaks by itself.
    pub events: bool,
    /// Notes for a bid that is broken off: without them it is sent from the beginning.
    pub resumes: bool,
    /// A place for the key file and what is typed.
    pub keeps: bool,
}

impl Abilities {
    /// Tries each.
    pub async fn look() -> Self {
        Self {
            wide: WebAssembly::validate(&Uint8Array::from(WIDE.as_slice()).into()).unwrap_or(false),
            worker: worker::starts().await,
            events: Reflect::has(&js_sys::global(), &JsValue::from("EventSource")).unwrap_or(false),
            resumes: vault::folder().await.is_some(),
            keeps: vault::keeps().await,
        }
    }
}
