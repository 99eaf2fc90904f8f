//! Plaintext, from a text or from a file on the person's disk, read in slices.

use js_sys::Uint8Array;
use seal::job::Source;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;
use zeroize::Zeroizing;

pub enum Plaintext {
    Text(Zeroizing<String>),
    File(File),
}

impl Plaintext {
    /// `None` if the source names a file that was not posted along.
    pub fn new(source: Source, files: &[File]) -> Option<Self> {
        match source {
            Source::Text(text) => Some(Self::Text(Zeroizing::new(text))),
            Source::File(at) => files.get(at as usize).cloned().map(Self::File),
        }
    }

    /// Bytes.
    pub fn size(&self) -> u64 {
        match self {
            Self::Text(text) => text.len() as u64,
            // A whole number below 2^53.
            Self::File(file) => file.size() as u64,
        }
    }

    /// The bytes from `start` to before `end`; `None` if the browser can no
    /// longer read them, because the file was moved or changed since.
    pub async fn read(&self, start: u64, end: u64) -> Option<Zeroizing<Vec<u8>>> {
        let bytes = match self {
            Self::Text(text) => text.as_bytes().get(start as usize..end as usize)?.to_vec(),
            Self::File(file) => {
                let slice = file.slice_with_f64_and_f64(start as f64, end as f64).ok()?;
                let buffer = JsFuture::from(slice.array_buffer()).await.ok()?;
                Uint8Array::new(&buffer).to_vec()
            }
        };
        (bytes.len() as u64 == end - start).then_some(Zeroizing::new(bytes))
    }
}
