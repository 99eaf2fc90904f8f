//! As much of WebSocket (RFC 6455) and of Engine.IO 4 as a client of socket.io needs to hear events and stay.

use anyhow::{Result, bail, ensure};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::{entry, head};

/// The key is of no use without a cache between; the mask of zeros changes nothing.
const UPGRADE: &str = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nhost: here\r\nupgrade: websocket\r\n\
    connection: Upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
const CONNECT: &[u8] = &[0x81, 0x82, 0, 0, 0, 0, b'4', b'0'];
const PONG: &[u8] = &[0x81, 0x81, 0, 0, 0, 0, b'3'];

/// Returns once the namespace has let it in.
pub async fn ask(line: &mut TcpStream) -> Result<()> {
    line.write_all(UPGRADE.as_bytes()).await?;
    let head = head(line).await?;
    ensure!(head.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&head));
    ensure!(frame(line).await?.starts_with(b"0"), "no Engine.IO here");
    line.write_all(CONNECT).await?;
    ensure!(frame(line).await?.starts_with(b"40"), "not let in");
    Ok(())
}

/// Hears until the line ends, and answers pings.
pub async fn listen(line: &mut TcpStream, mut hear: impl FnMut(u64, i64)) -> Result<()> {
    let (read, mut write) = line.split();
    let mut read = BufReader::with_capacity(4096, read);
    loop {
        let text = frame(&mut read).await?;
        match text.first() {
            Some(b'2') => write.write_all(PONG).await?,
            Some(b'4') => entry(&text).into_iter().for_each(|(seq, at)| hear(seq, at)),
            _ => {}
        }
    }
}

/// The content of a frame of text.
async fn frame(line: &mut (impl AsyncRead + Unpin)) -> Result<Vec<u8>> {
    let (kind, length) = (line.read_u8().await?, line.read_u8().await?);
    let length = match length & 0x7f {
        126 => u64::from(line.read_u16().await?),
        127 => line.read_u64().await?,
        short => u64::from(short),
    };
    if kind != 0x81 {
        bail!("a frame of kind {kind:#x}");
    }
    let mut text = vec![0; usize::try_from(length)?];
    line.read_exact(&mut text).await?;
    Ok(text)
}
