//! The post: takes letters from the outbox and sends them, by SMTP or into a folder, a file each. A letter that could not
//! be sent comes again later; one that was sent does not.

use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};
use std::{fs, io};

use anyhow::Context;
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Body, Mailbox};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use office::Office;
use store::letters::Letter;
use tokio::time::{MissedTickBehavior, interval};

const ROUND: Duration = Duration::from_secs(2);

pub struct Post {
    from: Mailbox,
    way: Way,
}

enum Way {
    Folder(PathBuf),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

impl Post {
    /// # Errors
    /// When an address cannot be read or the folder cannot be made.
    pub fn open(folder: &Path, smtp: Option<&str>, from: &str) -> anyhow::Result<Self> {
        let from = from.parse().with_context(|| format!("reading the sender {from}"))?;
        let way = match smtp {
            Some(address) => {
                // Not repeated in an error: there may be a password in it.
                let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(address).context("reading --smtp")?;
                Way::Smtp(smtp.build())
            }
            None => {
                fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
                Way::Folder(folder.to_owned())
            }
        };
        Ok(Self { from, way })
    }

    async fn send(&self, letter: &Letter) -> anyhow::Result<()> {
        let made = UNIX_EPOCH + Duration::from_millis(letter.made.unsigned_abs());
        let words = Body::new_with_encoding(letter.words.clone(), ContentTransferEncoding::Base64);
        let words = words.map_err(|_| anyhow::anyhow!("words that no letter holds"))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(letter.address.parse()?)
            // The same letter is the same message, however often it is tried.
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .date(made)
            .subject(format!("【开标】{}", letter.title))
            .header(ContentType::TEXT_PLAIN)
            .body(words)?;
        match &self.way {
            Way::Smtp(smtp) => {
                smtp.send(message).await?;
            }
            Way::Folder(folder) => keep(folder, &letter.id, &message.formatted())?,
        }
        Ok(())
    }

    /// Sends what is due.
    ///
    /// # Errors
    /// When the database does not answer. A letter that could not be sent is told to the log.
    pub async fn round(&self, office: &Office) -> Result<(), office::Error> {
        for letter in office.take_letters().await? {
            let sent = self.send(&letter).await.map_err(|error| format!("{error:#}"));
            if let Err(trouble) = &sent {
                tracing::warn!(letter = letter.id, tries = letter.tries + 1, trouble, "a letter could not be sent");
            }
            office.letter_was(&letter.id, sent).await?;
        }
        Ok(())
    }
}

/// Whole or not at all.
fn keep(folder: &Path, id: &str, bytes: &[u8]) -> io::Result<()> {
    let unfinished = folder.join(format!("{id}.part"));
    fs::write(&unfinished, bytes)?;
    fs::rename(unfinished, folder.join(format!("{id}.eml")))
}

/// For as long as the server runs.
pub fn keep_sending(post: Post, office: &Office) {
    let office = office.clone();
    tokio::spawn(async move {
        let mut turns = interval(ROUND);
        turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut stuck = 0;
        loop {
            turns.tick().await;
            if let Err(error) = post.round(&office).await {
                tracing::error!(%error, "letters could not be taken from the outbox");
            }
            match office.stuck_letters().await {
                Ok(now) if now != stuck => {
                    tracing::info!(letters = now, "letters wait after an attempt that failed");
                    stuck = now;
                }
                _ => {}
            }
        }
    });
}
