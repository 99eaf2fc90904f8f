//! Connections: HTTP/1.1 of strangers, any number of them, fast and slow. Each takes as little memory as may be, and one
//! that takes nothing any more is let go.

mod handover;
mod socket;

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tower::ServiceExt;

pub use handover::Handover;
use socket::Socket;

/// The head of a request comes within this time.
const HEAD: Duration = Duration::from_secs(30);

/// A peer that takes no byte for so long is gone or too slow for what it asked; a browser comes back and goes on.
pub const STUCK: Duration = Duration::from_secs(30);

/// Most bytes of a connection that are read ahead, or wait to be sent.
const BUFFER: usize = 64 << 10;

/// Serves for ever.
pub async fn serve(listener: TcpListener, app: Router) {
    loop {
        match listener.accept().await {
            Ok((socket, peer)) => {
                tokio::spawn(connection(socket, peer, app.clone()));
            }
            Err(error) => {
                // Too many are open, as a rule: some will close.
                tracing::warn!(%error, "a connection could not be taken");
                sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

async fn connection(socket: TcpStream, peer: SocketAddr, app: Router) {
    // A word on a live line is not kept back until more is to be said; without it, it comes later.
    drop(socket.set_nodelay(true));
    let handover = Handover::default();
    let socket = Socket::new(socket, handover.clone());
    let given = handover.clone();
    let answer = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(given.clone());
        let app = app.clone();
        async move { Ok::<_, Infallible>(app.oneshot(request.map(Body::new)).await.unwrap_or_else(|never| match never {})) }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(BUFFER);
    let mut http = builder.serve_connection(TokioIo::new(socket), answer);
    // A client that hangs up is no matter.
    let taker = poll_fn(|cx| match Pin::new(&mut http).poll(cx) {
        Poll::Ready(_) => Poll::Ready(None),
        Poll::Pending => handover.due().map_or(Poll::Pending, |taker| Poll::Ready(Some(taker))),
    });
    if let Some(taker) = taker.await {
        taker(http.into_parts().io.into_inner().into_inner());
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::Extension;
    use axum::body::Bytes;
    use axum::routing::get;
    use futures::stream;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::sync::Notify;

    use super::*;

    /// Tells when it is dropped.
    struct Told(Arc<Notify>);

    impl Drop for Told {
        fn drop(&mut self) {
            self.0.notify_one();
        }
    }

    async fn served(app: Router) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve(listener, app));
        address
    }

    /// An address at which bytes never end, and a word when its line is let go.
    fn endless() -> (Router, Arc<Notify>) {
        let gone = Arc::new(Notify::new());
        let told = Arc::clone(&gone);
        let answer = move || async move {
            let told = Told(told);
            Body::from_stream(stream::repeat_with(move || {
                let _ = &told;
                Ok::<_, Infallible>(Bytes::from_static(&[b'.'; 4096]))
            }))
        };
        (Router::new().route("/", get(answer)), gone)
    }

    #[tokio::test]
    async fn an_answer_goes_on_with_the_socket_right_after_its_head() {
        async fn answer(Extension(handover): Extension<Handover>) -> Body {
            handover.body(|mut socket| drop(tokio::spawn(async move { socket.write_all(b"and so on").await })))
        }
        let app = Router::new().route("/", get(|| async { "at first" })).route("/line", get(answer));
        let mut line = TcpStream::connect(served(app).await).await.unwrap();
        line.write_all(b"GET / HTTP/1.1\r\nhost: here\r\n\r\nGET /line HTTP/1.1\r\nhost: here\r\n\r\n").await.unwrap();
        let mut answers = String::new();
        line.read_to_string(&mut answers).await.unwrap();
        let (first, second) = answers.split_once("at first").unwrap();
        assert!(first.starts_with("HTTP/1.1 200") && second.starts_with("HTTP/1.1 200"), "{answers}");
        assert!(second.contains("transfer-encoding: chunked") && second.ends_with("\r\n\r\nand so on"), "{answers}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_line_that_takes_nothing_is_let_go_after_half_a_minute_and_not_before() {
        let (app, gone) = endless();
        let mut line = TcpStream::connect(served(app).await).await.unwrap();
        line.write_all(b"GET / HTTP/1.1\r\nhost: here\r\n\r\n").await.unwrap();
        let waited = tokio::time::Instant::now();
        gone.notified().await;
        assert!((STUCK..STUCK * 2).contains(&waited.elapsed()), "{:?}", waited.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn who_never_says_what_it_wants_is_let_go() {
        let mut line = TcpStream::connect(served(Router::new()).await).await.unwrap();
        line.write_all(b"GET / HTTP/1.1\r\nhos").await.unwrap();
        let waited = tokio::time::Instant::now();
        let mut answer = Vec::new();
        line.read_to_end(&mut answer).await.unwrap();
        assert!((HEAD..HEAD * 2).contains(&waited.elapsed()), "{:?}", waited.elapsed());
    }
}
