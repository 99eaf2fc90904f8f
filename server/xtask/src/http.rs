//! Just enough HTTP to ask a local server for a page.

use anyhow::{Context, Result, ensure};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

/// A port that nobody listens on at this moment.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// The whole answer, head and body; an error unless its status is 200.
pub fn get(port: u16, path: &str) -> Result<Vec<u8>> {
    let mut line = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    line.set_read_timeout(Some(Duration::from_secs(30)))?;
    write!(line, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    line.read_to_end(&mut answer).context("reading the answer")?;
    ensure!(answer.starts_with(b"HTTP/1.1 200 "), "{path}: {}", first_line(&answer));
    Ok(answer)
}

/// Asks for `path` until it answers, for half a minute at most.
pub fn wait_for(port: u16, path: &str) -> Result<()> {
    for _ in 0..300 {
        if get(port, path).is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    get(port, path).map(drop)
}

fn first_line(answer: &[u8]) -> String {
    String::from_utf8_lossy(answer).lines().next().unwrap_or("no answer").to_owned()
}
