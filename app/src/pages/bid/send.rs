//! From the filled-in sheet to the receipt: a place for the pieces, the worker's seal, the commit.

use domain::bid::{self, FORM, GUARANTEE, GUARANTEE_FILE, OpeningForm};
use domain::guarantee::Guarantee;
use domain::view::{LotView, MySubject};
use domain::{BidId, Fault, Field, Refusal};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use seal::job::{Failure, PartJob, Source};
use web_sys::File;

use super::desk::Desk;
use super::progress::Phase;
use super::sheet::Sheet;
use crate::api::{self, ApiError};
use crate::browser::holder::{Bid, Holder, Software};
use crate::browser::vault;

/// Attempts to commit while the line is down: nothing is lost by asking again.
const COMMITS: u32 = 4;

/// Why nothing was lodged. The sheet is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    Api(ApiError),
    Worker(Failure),
}

impl From<ApiError> for Trouble {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Api(refusal.into())
    }
}

impl From<Failure> for Trouble {
    /// What concerns a field is shown beside it, what the server said in its own words.
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::WrongPassphrase => Refusal::field(Field::Passphrase, Fault::WrongPassphrase).into(),
            Failure::NotAKeyFile => Refusal::field(Field::KeyFile, Fault::NotAKeyFile).into(),
            Failure::Refused { body, .. } => serde_json::from_str(&body).unwrap_or(Refusal::Trouble).into(),
            other => Self::Worker(other),
        }
    }
}

/// Checks, seals, uploads and commits.
///
/// # Errors
/// Why not; it may be tried again at once.
pub async fn send(desk: Desk, sheet: Sheet, lot: &LotView, subject: &MySubject) -> Result<(), Trouble> {
    desk.phase.set(Phase::Checking);
    sheet.guarantee_file.look_again().await;
    sheet.documents.look_again().await;
    let problems = untrack(|| sheet.problems(&lot.terms));
    if !problems.is_empty() {
        return Err(Refusal::Invalid { problems }.into());
    }
    let (form, guarantee) = untrack(|| sheet.check(&lot.terms)).map_err(|problems| Refusal::Invalid { problems })?;
    let passphrase = sheet.passphrase.get_untracked().into();
    let key = Software { key_file: key_file(sheet, subject).await?, passphrase };
    let (parts, files) = parts(sheet, &form, &guarantee)?;

    let bid = api::lots::begin_bid(lot.id).await?;
    let sealed = Bid { id: bid.to_string(), lot: lot.id.to_string(), bidder: subject.code.to_string() };
    let told = move |news| desk.note(news);
    let (manifest, signature) = key.seal(sealed, parts, &files, desk.hand, told).await?;
    desk.phase.set(Phase::Committing);
    commit(bid, manifest, signature.to_string()).await?;
    vault::forget_notes(bid).await;
    Ok(())
}

/// The key file to use: one chosen from disk, else the one kept here.
async fn key_file(sheet: Sheet, subject: &MySubject) -> Result<String, Trouble> {
    let not_a_key = || Refusal::field(Field::KeyFile, Fault::NotAKeyFile);
    let text = match sheet.key_file.get_untracked().first() {
        Some(file) => vault::read_file(file).await.ok_or_else(not_a_key)?,
        None => sheet.kept_key.get_untracked().ok_or_else(not_a_key)?,
    };
    if !vault::is_a_key(&text) {
        return Err(not_a_key().into());
    }
    // Better now than after gigabytes have been sent.
    let registered = subject.public_key.as_deref().unwrap_or_default();
    if vault::fits(&text, registered) { Ok(text) } else { Err(Refusal::SignatureWrong.into()) }
}

/// The parts in the order of the manifest, and the files that they refer to.
fn parts(sheet: Sheet, form: &OpeningForm, guarantee: &Guarantee) -> Result<(Vec<PartJob>, Vec<File>), Trouble> {
    let mut parts =
        vec![text_part(FORM, serde_json::to_string(form))?, text_part(GUARANTEE, serde_json::to_string(guarantee))?];
    let mut files = Vec::new();
    let documents = (1..).map(bid::document).zip(sheet.documents.files());
    let guarantee_file = sheet.guarantee_file.files().into_iter().map(|file| (GUARANTEE_FILE.to_owned(), file));
    for (part, file) in guarantee_file.chain(documents) {
        parts.push(PartJob { part, source: Source::File(files.len() as u32) });
        files.push((*file).clone());
    }
    Ok((parts, files))
}

fn text_part(part: &str, text: serde_json::Result<String>) -> Result<PartJob, Trouble> {
    let text = text.map_err(|_| Failure::Internal)?;
    Ok(PartJob { part: part.to_owned(), source: Source::Text(text) })
}

/// Commits. An answer that was lost on its way does not leave the person in doubt: the second question tells.
async fn commit(bid: BidId, manifest: String, signature: String) -> Result<(), Trouble> {
    let mut attempt = 1;
    loop {
        match api::lots::commit_bid(bid, manifest.clone(), signature.clone()).await {
            Ok(_) => return Ok(()),
            Err(ApiError::Refused(Refusal::AlreadyCommitted { .. })) if attempt > 1 => return Ok(()),
            Err(ApiError::Unreachable) if attempt < COMMITS => {
                TimeoutFuture::new(1000 * attempt).await;
                attempt += 1;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_passphrase_is_told_beside_its_field_and_a_refusal_in_the_servers_words() {
        let wrong = Refusal::field(Field::Passphrase, Fault::WrongPassphrase);
        assert_eq!(Trouble::from(Failure::WrongPassphrase), Trouble::Api(ApiError::Refused(wrong)));
        let body = serde_json::to_string(&Refusal::TooLarge).unwrap();
        let refused = Trouble::from(Failure::Refused { status: 413, body });
        assert_eq!(refused, Trouble::Api(ApiError::Refused(Refusal::TooLarge)));
        assert_eq!(Trouble::from(Failure::Network), Trouble::Worker(Failure::Network));
    }
}
