//! Server-sent events as they come in: whole blocks, wherever the lengths of chunks stand between them.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Poll, ready};
use std::time::Duration;

use anyhow::{Result, ensure};
use domain::LotId;
use memchr::memmem;
use tokio::io::{AsyncRead, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;

use super::{entry, head, number};

const END: &[u8] = b"\n\n";

/// A block's number and time stand in as many bytes, whatever the lengths of chunks before them.
const HEAD: usize = 200;

thread_local! {
    /// What a read brings, for whoever reads on this thread.
    static SCRATCH: RefCell<Vec<u8>> = RefCell::new(vec![0; 64 << 10]);
}

/// Asks for everything after an entry; returns once the head of the answer has come.
pub async fn ask(line: &mut TcpStream, lot: LotId, after: u64) -> Result<()> {
    let request = format!(
        "GET /api/rooms/{lot}/events?after=0 HTTP/1.1\r\nhost: here\r\naccept: text/event-stream\r\n\
         last-event-id: {after}\r\n\r\n"
    );
    line.write_all(request.as_bytes()).await?;
    let head = head(line).await?;
    ensure!(head.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&head));
    Ok(())
}

/// Hears until the line ends; `back` is how long the server asks to wait then.
pub async fn listen(line: &mut TcpStream, mut hear: impl FnMut(u64, i64), back: &mut Duration) -> Result<()> {
    // What stands before the end of a block that has not come whole, and how much of it was searched.
    let (mut begun, mut searched) = (Vec::new(), 0);
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
        while let Some(at) = memmem::find(&begun[start.max(searched)..], END) {
            let end = start.max(searched) + at;
            told(&begun[start..end.min(start + HEAD)], &mut hear, back);
            (start, searched) = (end + END.len(), 0);
        }
        begun.drain(..start);
        begun.shrink_to(1024);
        searched = begun.len().saturating_sub(END.len() - 1);
    }
}

/// One block, of which the head is enough.
fn told(block: &[u8], hear: &mut impl FnMut(u64, i64), back: &mut Duration) {
    if let Some((seq, at)) = entry(block) {
        hear(seq, at);
    }
    if let Some(milliseconds) = number(block, b"retry: ") {
        *back = Duration::from_millis(milliseconds);
    }
}
