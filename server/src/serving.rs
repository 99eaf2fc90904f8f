//! Connections: HTTP/1.1 of strangers, any number of them, fast and slow. Each takes as little memory as may be, and one
//! that takes nothing any more is let go.

use std::convert::Infallible;
use std::net::SocketAddr;
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
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

/// The head of a request comes within this time.
const HEAD: Duration = Duration::from_secs(30);

/// A peer that takes no byte for so long is gone or too slow for what it asked; a browser comes back and goes on.
const STUCK: Duration = Duration::from_secs(30);

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
    let mut socket = TimeoutStream::new(socket);
    socket.set_write_timeout(Some(STUCK));
    let answer = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let app = app.clone();
        async move { Ok::<_, Infallible>(app.oneshot(request.map(Body::new)).await.unwrap_or_else(|never| match never {})) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(BUFFER);
    // A client that hangs up is no matter.
    drop(http.serve_connection(TokioIo::new(Box::pin(socket)), answer).await);
}
