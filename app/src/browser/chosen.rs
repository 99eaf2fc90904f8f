//! A file that somebody has chosen, in a form that a signal may hold while the server renders.

use std::ops::Deref;

use send_wrapper::SendWrapper;
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
