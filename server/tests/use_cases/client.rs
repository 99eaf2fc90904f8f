//! A browser's half of a conversation: requests with a cookie, through the router, and for live lines over a connection.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use app::api::ApiError;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{ACCEPT, CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::request::Builder;
use axum::http::{HeaderMap, Method, Request, Response, StatusCode};
use domain::Refusal;
use domain::view::Me;
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;
use serde_json::Value;
use server::serving::serve;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

#[derive(Clone)]
pub struct Client {
    router: Router,
    /// By name.
    cookies: BTreeMap<String, String>,
    /// Where it comes from; else nobody knows.
    address: Option<SocketAddr>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Client {
    pub fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new(), address: None }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        let request = self.request(Method::GET, path).header(ACCEPT, "text/html").body(Body::empty()).unwrap();
        self.send(request).await
    }

    /// The same browser at another network address.
    pub fn at(mut self, address: &str) -> Self {
        self.address = Some(SocketAddr::new(address.parse().unwrap(), 1234));
        self
    }

    pub fn request(&self, method: Method, path: &str) -> Builder {
        let mut request = Request::builder().method(method).uri(path).header("sec-fetch-site", "same-origin");
        if let Some(address) = self.address {
            request = request.extension(ConnectInfo(address));
        }
        if self.cookies.is_empty() {
            return request;
        }
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.header(COOKIE, pairs.join("; "))
    }

    pub async fn send(&mut self, request: Request<Body>) -> Answer {
        let response = self.open(request).await;
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 64 << 20).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    async fn open(&mut self, request: Request<Body>) -> Response<Body> {
        let response = self.router.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if name.starts_with("kaibiao_") {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        response
    }

    /// The answer over a connection of its own, its body still running, for live lines.
    pub async fn connect(&self, request: Request<Body>) -> Response<Body> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let socket = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        tokio::spawn(serve(listener, self.router.clone()));
        let (mut sender, connection) = handshake(TokioIo::new(socket)).await.unwrap();
        tokio::spawn(connection);
        sender.send_request(request).await.unwrap().map(Body::new)
    }

    /// Calls a server function whose input is JSON.
    pub async fn call<T: DeserializeOwned>(&mut self, name: &str, input: Value) -> Result<T, Refusal> {
        self.post(name, "application/json", input.to_string()).await
    }

    /// Calls a server function whose input is a form.
    pub async fn ask<T: DeserializeOwned>(&mut self, name: &str, input: &[(&str, &str)]) -> Result<T, Refusal> {
        let form: Vec<String> = input.iter().map(|(key, value)| format!("{key}={}", encode(value))).collect();
        self.post(name, "application/x-www-form-urlencoded", form.join("&")).await
    }

    async fn post<T: DeserializeOwned>(&mut self, name: &str, kind: &str, body: String) -> Result<T, Refusal> {
        let request = self
            .request(Method::POST, &format!("/api/fn/{name}"))
            .header(CONTENT_TYPE, kind)
            .header(ACCEPT, "application/json")
            .body(Body::from(body))
            .unwrap();
        let answer = self.send(request).await;
        if answer.status.is_success() {
            return Ok(serde_json::from_slice(&answer.body).unwrap());
        }
        match serde_json::from_slice(&answer.body) {
            Ok(ApiError::Refused(refusal)) => Err(refusal),
            other => panic!("{name} answered {} {}: {other:?}", answer.status, answer.text()),
        }
    }

    pub async fn sign_in(&mut self, login: &str, password: &str) -> Me {
        self.ask("sign_in", &[("login", login), ("password", password)]).await.unwrap()
    }
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
