//! An answer without end may go on with the socket itself, once HTTP has sent its head: thousands of them are sent to sooner
//! and kept in less memory without HTTP between.

use std::convert::Infallible;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use hyper::body::Frame;
use tokio::net::TcpStream;

/// Comes with every request of a connection.
#[derive(Clone, Default)]
pub struct Handover(Arc<Mutex<Wish>>);

type Taker = Box<dyn FnOnce(TcpStream) + Send>;

#[derive(Default)]
enum Wish {
    #[default]
    None,
    /// Wished for by an answer of which the head may be still to be sent.
    Asked(Taker),
    Due(Taker),
}

impl Handover {
    /// The body of an answer that goes on with the socket, right after its head. What is sent there is still in the
    /// encoding that the head has named: chunks, where the request came by HTTP/1.1.
    pub fn body(self, taker: impl FnOnce(TcpStream) + Send + 'static) -> Body {
        Body::new(Asking { handover: self, taker: Some(Box::new(taker)) })
    }

    pub(super) fn all_is_sent(&self) {
        self.change(|wish| match wish {
            Wish::Asked(taker) | Wish::Due(taker) => (Wish::Due(taker), ()),
            Wish::None => (Wish::None, ()),
        });
    }

    /// Who is to have the socket now.
    pub(super) fn due(&self) -> Option<Taker> {
        self.change(|wish| match wish {
            Wish::Due(taker) => (Wish::None, Some(taker)),
            other => (other, None),
        })
    }

    fn change<T>(&self, change: impl FnOnce(Wish) -> (Wish, T)) -> T {
        let mut wish = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (next, told) = change(mem::take(&mut *wish));
        *wish = next;
        told
    }
}

/// Hyper asks it for bytes once it has the head; there are none, only the wish.
struct Asking {
    handover: Handover,
    taker: Option<Taker>,
}

impl hyper::body::Body for Asking {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Some(taker) = self.taker.take() {
            self.handover.change(|_| (Wish::Asked(taker), ()));
        }
        Poll::Pending
    }
}
