//! Brotli beside what it stands for: `{name}.br`, which the server prefers where the browser takes it.

use anyhow::Result;
use brotli::enc::BrotliEncoderParams;

/// The smallest form (quality 11, window 22).
pub fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut packed, &params)?;
    Ok(packed)
}

/// Pictures and fonts are packed already.
pub fn worth_it(name: &str) -> bool {
    ["js", "wasm", "css", "svg", "json", "txt"].iter().any(|kind| name.ends_with(&format!(".{kind}")))
}
