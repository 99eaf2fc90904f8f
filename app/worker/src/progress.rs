//! How far a job is, in bytes of plaintext over all parts.

use seal::job::Report;

use crate::post;

pub struct Progress {
    part: String,
    done: u64,
    total: u64,
}

impl Progress {
    pub fn new(total: u64) -> Self {
        Self { part: String::new(), done: 0, total }
    }

    /// The next part is at work.
    pub fn begin(&mut self, part: &str) {
        self.part = part.to_owned();
        self.stored(0);
    }

    /// So many bytes more are stored.
    pub fn stored(&mut self, bytes: u64) {
        self.done += bytes;
        post(&Report::Progress { part: self.part.clone(), done: self.done, total: self.total });
    }
}
