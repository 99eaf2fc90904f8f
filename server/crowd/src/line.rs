//! One kept-alive connection to the server, as a browser has it: one request after the other.

use std::net::Ipv4Addr;

use anyhow::Result;
use bytes::Bytes;
use domain::BidId;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HOST};
use http::request::Builder;
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use seal::Digest;
use serde_json::Value;
use tokio::net::TcpStream;

pub struct Line {
    sender: SendRequest<Full<Bytes>>,
    host: String,
}

pub struct Answer {
    pub status: StatusCode,
    pub body: Bytes,
}

impl Line {
    /// # Errors
    /// When nobody listens.
    pub async fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        // How it ended is told to whoever waits for an answer.
        tokio::spawn(connection);
        Ok(Self { sender, host: format!("127.0.0.1:{port}") })
    }

    /// So many lines at once.
    ///
    /// # Errors
    /// As [`Line::open`].
    pub async fn several(port: u16, many: usize) -> Result<Vec<Self>> {
        let mut lines = Vec::with_capacity(many);
        for _ in 0..many {
            lines.push(Self::open(port).await?);
        }
        Ok(lines)
    }

    /// Calls a server function whose input is JSON.
    ///
    /// # Errors
    /// When the line broke before the whole answer came.
    pub async fn call(&mut self, cookie: &str, name: &str, input: &Value) -> Result<Answer> {
        let request = self.act(Method::POST, &format!("/api/fn/{name}"), cookie);
        self.send(request.header(CONTENT_TYPE, "application/json"), input.to_string().into()).await
    }

    /// Calls a server function whose input is a form of one field, a plain word.
    ///
    /// # Errors
    /// As [`Line::call`].
    pub async fn ask(&mut self, cookie: &str, name: &str, field: &str, word: &str) -> Result<Answer> {
        let request = self.act(Method::POST, &format!("/api/fn/{name}"), cookie);
        let form = format!("{field}={word}");
        self.send(request.header(CONTENT_TYPE, "application/x-www-form-urlencoded"), form.into()).await
    }

    /// # Errors
    /// As [`Line::call`].
    pub async fn put_piece(
        &mut self,
        cookie: &str,
        bid: BidId,
        (part, number, piece): (&str, u32, &Bytes),
    ) -> Result<Answer> {
        let request = self.act(Method::PUT, &piece_address(bid, part, number), cookie);
        self.send(request.header("x-piece-sm3", Digest::of(piece).to_string()), piece.clone()).await
    }

    /// # Errors
    /// As [`Line::call`].
    pub async fn get_piece(&mut self, cookie: &str, bid: BidId, part: &str, number: u32) -> Result<Answer> {
        let request = self.act(Method::GET, &piece_address(bid, part, number), cookie);
        self.send(request, Bytes::new()).await
    }

    fn act(&self, method: Method, path: &str, cookie: &str) -> Builder {
        let request = Request::builder().method(method).uri(path).header(HOST, &self.host).header(COOKIE, cookie);
        request.header(ACCEPT, "application/json").header("sec-fetch-site", "same-origin")
    }

    async fn send(&mut self, request: Builder, body: Bytes) -> Result<Answer> {
        self.sender.ready().await?;
        let response = self.sender.send_request(request.body(Full::new(body))?).await?;
        let status = response.status();
        Ok(Answer { status, body: response.into_body().collect().await?.to_bytes() })
    }
}

fn piece_address(bid: BidId, part: &str, number: u32) -> String {
    format!("/api/bids/{bid}/parts/{part}/pieces/{number}")
}
