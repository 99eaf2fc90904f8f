//! A file that a person chose, and whether it is a PDF that can be read.

use std::ops::Deref;

use domain::pdf::{HEAD, PdfFault, TABLE, TAIL, cross_reference, refuse_encrypted};
use js_sys::Uint8Array;
use send_wrapper::SendWrapper;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// A server renders a page on many threads and chooses no files, so it never holds one of these; a signal made for
/// one thread would break there as soon as another thread drops it.
#[derive(Clone)]
pub struct Chosen(SendWrapper<File>);

impl From<File> for Chosen {
    fn from(file: File) -> Self {
        Self(SendWrapper::new(file))
    }
}

impl Deref for Chosen {
    type Target = File;

    fn deref(&self) -> &File {
        &self.0
    }
}

/// Looks at a PDF before it is sealed. Only its ends are read, so a file of gigabytes answers at once.
///
/// # Errors
/// The first fault found; `Missing` when the file is gone or can not be read.
pub async fn check_pdf(file: &File) -> Result<(), PdfFault> {
    let size = file.size();
    let head = window(file, 0.0, HEAD).await?;
    let tail = window(file, (size - TAIL as f64).max(0.0), TAIL).await?;
    let table = cross_reference(&head, &tail)?;
    let table = window(file, (table as f64).min(size), TABLE).await?;
    refuse_encrypted(&tail, &table)
}

/// The first so many bytes of a file, or all there are; `None` when it is gone or can not be read.
pub async fn head(file: &File, most: usize) -> Option<Vec<u8>> {
    window(file, 0.0, most).await.ok()
}

async fn window(file: &File, from: f64, length: usize) -> Result<Vec<u8>, PdfFault> {
    let slice = file.slice_with_f64_and_f64(from, from + length as f64).map_err(|_| PdfFault::Missing)?;
    let buffer = JsFuture::from(slice.array_buffer()).await.map_err(|_| PdfFault::Missing)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
