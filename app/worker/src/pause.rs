//! A job that its page may hold up: what is under way ends, nothing new begins.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

thread_local! {
    static HELD: Cell<bool> = const { Cell::new(false) };
    static WAITING: RefCell<Vec<Waker>> = const { RefCell::new(Vec::new()) };
}

/// Holds the job up, or lets it go on.
pub fn hold(held: bool) {
    HELD.set(held);
    if !held {
        WAITING.take().into_iter().for_each(Waker::wake);
    }
}

/// Ready while nothing holds the job up.
pub async fn passed() {
    poll_fn(|context| {
        if !HELD.get() {
            return Poll::Ready(());
        }
        WAITING.with_borrow_mut(|waiting| waiting.push(context.waker().clone()));
        Poll::Pending
    })
    .await;
}
