//! Server-sent events as they come in, as a browser asks for them: chunks of a gzip stream, of which each holds a whole
//! event. They are read whole and not unpacked, as neither side's events are made anything of: a crowd that shares the
//! cores would be measured. What a packed event begins with is readable, and with it its number and its time.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Poll, ready};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use domain::LotId;
use tokio::io::{AsyncRead, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;

use super::{entry, head, number};

const END: &[u8] = b"\r\n";

/// An event's number and time stand in as many bytes.
const HEAD: usize = 160;

thread_local! {
    /// What a read brings, for whoever reads on this thread.
    static SCRATCH: RefCell<Vec<u8>> = RefCell::new(vec![0; 64 << 10]);
}

/// Asks for everything after an entry; returns once the head of the answer has come.
pub async fn ask(line: &mut TcpStream, lot: LotId, after: u64) -> Result<()> {
    let request = format!(
        "GET /api/rooms/{lot}/events?after=0 HTTP/1.1\r\nhost: here\r\naccept: text/event-stream\r\n\
         accept-encoding: gzip, deflate, br, zstd\r\nlast-event-id: {after}\r\n\r\n"
    );
    line.write_all(request.as_bytes()).await?;
    let head = head(line).await?;
    ensure!(head.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&head));
    Ok(())
}

/// Hears until the line ends; `back` is how long the server asks to wait then.
pub async fn listen(line: &mut TcpStream, mut hear: impl FnMut(u64, i64), back: &mut Duration) -> Result<()> {
    // A chunk that has not come whole.
    let mut begun = Vec::new();
    loop {
        // A read that does not fill the scratch tells that there is no more, which saves the next one.
        let read = poll_fn(|context| {
            SCRATCH.with_borrow_mut(|scratch| {
                let mut scratch = ReadBuf::new(scratch);
                ready!(Pin::new(&mut *line).poll_read(context, &mut scratch))?;
                begun.extend_from_slice(scratch.filled());
                Poll::Ready(std::io::Result::Ok(scratch.filled().len()))
            })
        });
        ensure!(read.await? > 0, "the line has ended");
        let mut start = 0;
        while let Some(length) = whole(&begun[start..])? {
            told(&begun[start..start + length.min(HEAD)], &mut hear, back);
            start += length;
        }
        begun.drain(..start);
        begun.shrink_to(1024);
    }
}

/// The length of the chunk that stands here, with its own length and its end, if all of it is there.
fn whole(begun: &[u8]) -> Result<Option<usize>> {
    let Some(end) = begun.windows(END.len()).take(10).position(|two| two == END) else { return Ok(None) };
    let length = usize::from_str_radix(std::str::from_utf8(&begun[..end])?, 16).context("no chunk")?;
    let all = end + END.len() + length + END.len();
    Ok((begun.len() >= all).then_some(all))
}

/// One event, of which the head is enough.
fn told(event: &[u8], hear: &mut impl FnMut(u64, i64), back: &mut Duration) {
    if let Some((seq, at)) = entry(event) {
        hear(seq, at);
    }
    if let Some(milliseconds) = number(event, b"retry: ") {
        *back = Duration::from_millis(milliseconds);
    }
}
