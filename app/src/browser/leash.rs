//! Long work that must end with the page that started it.

use futures::future::{AbortHandle, Abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Holds at most one piece of work; letting go of it, or leaving the page, ends the work.
#[derive(Clone, Copy)]
pub struct Leash(StoredValue<Option<Guard>>);

struct Guard(AbortHandle);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Leash {
    /// Belongs to the component that makes it.
    #[must_use]
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// Starts `work` in the place of what runs already.
    pub fn start(self, work: impl Future<Output = ()> + 'static) {
        let (handle, registration) = AbortHandle::new_pair();
        self.0.set_value(Some(Guard(handle)));
        spawn_local(async move {
            // Ended early is ended as well.
            let _: Result<(), _> = Abortable::new(work, registration).await;
        });
    }
}

impl Default for Leash {
    fn default() -> Self {
        Self::new()
    }
}
