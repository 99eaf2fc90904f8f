//! Words of the line, ready to be sent.

use std::ops::Range;

use axum::body::Bytes;
use http::Version;

/// Copied for nobody.
pub struct Frame {
    /// A chunk of HTTP/1.1 (RFC 9112, 7.1): its length, itself, the end of a line.
    chunk: Bytes,
    text: Range<usize>,
}

impl Frame {
    pub fn new(text: &str) -> Self {
        let length = format!("{:x}\r\n", text.len());
        let text_in_chunk = length.len()..length.len() + text.len();
        Self { chunk: format!("{length}{text}\r\n").into(), text: text_in_chunk }
    }

    /// As an answer to a request by this version carries it. HTTP/1.0, which proxies still speak, knows no chunks: there
    /// the answer ends with the connection.
    pub fn bytes(&self, version: Version) -> Bytes {
        if version >= Version::HTTP_11 { self.chunk.clone() } else { self.chunk.slice(self.text.clone()) }
    }
}
