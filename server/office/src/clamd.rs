//! A virus scanner beside the house: clamd, asked by its INSTREAM command over TCP (`HOST:PORT`).

use std::time::Duration;

use domain::subject::attachment::AttachmentFault;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A scanner that takes longer is none.
const PATIENCE: Duration = Duration::from_secs(30);
/// Less than the least that clamd is ever configured to take at once.
const CHUNK: usize = 64 << 10;
/// An answer is one line.
const LONGEST: u64 = 4096;

/// # Errors
/// `Virus` with its name; `NoScanner` when there is no clear answer.
pub async fn look(address: &str, file: &[u8]) -> Result<(), AttachmentFault> {
    match timeout(PATIENCE, ask(address, file)).await {
        Ok(Ok(answer)) => verdict(&answer),
        Ok(Err(error)) => {
            tracing::error!(%error, "the virus scanner at {address} can not be asked");
            Err(AttachmentFault::NoScanner)
        }
        Err(_) => {
            tracing::error!("the virus scanner at {address} does not answer");
            Err(AttachmentFault::NoScanner)
        }
    }
}

async fn ask(address: &str, file: &[u8]) -> std::io::Result<String> {
    let mut line = TcpStream::connect(address).await?;
    line.write_all(b"zINSTREAM\0").await?;
    for chunk in file.chunks(CHUNK) {
        line.write_all(&(chunk.len() as u32).to_be_bytes()).await?;
        line.write_all(chunk).await?;
    }
    line.write_all(&[0; 4]).await?;
    let mut answer = Vec::new();
    line.take(LONGEST).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).trim_end_matches(['\0', '\n']).to_owned())
}

fn verdict(answer: &str) -> Result<(), AttachmentFault> {
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    match said.strip_suffix(" FOUND") {
        Some(name) => Err(AttachmentFault::Virus { name: name.to_owned() }),
        None if said == "OK" => Ok(()),
        None => {
            tracing::error!(answer, "the virus scanner says something else");
            Err(AttachmentFault::NoScanner)
        }
    }
}
