//! Others are asked about each case that waits at the desk: the business registry, the lists of those who may not bid, the
//! list of qualifications. Nobody waits for them: every answer is kept with its time and source, and what could not be
//! reached is open, and asked again.

mod sources;
pub mod table;

use domain::journal::Act;
use domain::rights::Caller;
use domain::subject::outside::{Answer, Extract, Finding, Loaded, Question, next_attempt};
use domain::{Refusal, Role, Timestamp};
use store::cases::{self, Waiting};
use store::outside;

use crate::journal::{Actor, Note};
use crate::{Error, Office};

use sources::Source;

/// Most questions in one turn: others want the database too.
const MOST: usize = 50;

impl Office {
    /// Asks what is due about the cases that wait. Returns how many questions were asked.
    ///
    /// # Errors
    /// When the database does not answer. A source that does not is no error.
    pub async fn ask_outside(&self) -> Result<usize, Error> {
        let sources = self.sources().await?;
        let mut asked = 0;
        for case in cases::open(self.0.store.read()).await? {
            let known = outside::answers(self.0.store.read(), &case.id).await?;
            for source in &sources {
                if asked < MOST && is_due(&**source, &case, &known, self.now()) {
                    self.ask_about(&case.id, &**source).await?;
                    asked += 1;
                }
            }
        }
        Ok(asked)
    }

    /// Who can be asked in this house.
    async fn sources(&self) -> Result<Vec<Box<dyn Source>>, Error> {
        let store = &self.0.store;
        let mut sources: Vec<Box<dyn Source>> = vec![Box::new(sources::OwnCredit(store.clone()))];
        for list in outside::extracts(store.read()).await? {
            sources.push(Box::new(sources::Loaded { store: store.clone(), list }));
        }
        if let Some(address) = &self.0.filing.registry {
            sources.push(Box::new(sources::Registry::at(address)?));
        }
        Ok(sources)
    }

    async fn ask_about(&self, case: &str, source: &dyn Source) -> Result<(), Error> {
        let case = cases::find(&self.0.store, case).await?.ok_or(Refusal::NotFound)?;
        let finding = source.ask(&case, self.now()).await;
        let now = self.now();
        let answer = Answer { question: source.question(), source: source.name(), at: now, finding };
        let tx = self.0.store.write().await?;
        let id = domain::RecordId::new(now, self.0.chance.bits()).to_string();
        outside::add_answer(&*tx, &id, &case.id, &answer).await?;
        let note = Note { act: Act::OutsideAsked, lot: None, subject: case.id.clone(), payload: &answer };
        self.note(&tx, &Actor::clock(), now, note).await?;
        Ok(tx.commit().await?)
    }

    /// Loads a list in the place of the one before: CSV in UTF-8 or XLSX, with a heading line.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed`. What is wrong with the file is no error.
    pub async fn load_extract(
        &self,
        caller: &Caller,
        question: Question,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<Loaded, Error> {
        caller.with_role(Role::Registrar)?;
        let read = tokio::task::spawn_blocking(move || table::read(&bytes)).await.map_err(Error::internal)?;
        let table::Table { lines, skipped } = match read {
            Ok(table) => table,
            Err(loaded) => return Ok(loaded),
        };
        let now = self.now();
        let many = u32::try_from(lines.len()).map_err(|_| Refusal::TooLarge)?;
        let name = name.chars().filter(|c| !c.is_control()).take(100).collect();
        let list = Extract { question, name, loaded: now, lines: many };
        let tx = self.0.store.write().await?;
        outside::load(&tx, &list, lines).await?;
        let subject = question.name().to_owned();
        let note = Note { act: Act::ExtractLoaded, lot: None, subject, payload: &list };
        self.note(&tx, &Actor::of(caller), now, note).await?;
        tx.commit().await?;
        Ok(Loaded::Taken { lines: many, skipped })
    }
}

/// Whether a source has not answered since the case was sent, and its next attempt has come.
fn is_due(source: &dyn Source, case: &Waiting, known: &[Answer], now: Timestamp) -> bool {
    let mut theirs = known.iter().filter(|answer| {
        answer.question == source.question() && answer.source == source.name() && answer.at >= case.submitted
    });
    let Some(last) = theirs.next() else { return true };
    let failed = 1 + theirs.take_while(|answer| matches!(answer.finding, Finding::Open { .. })).count();
    matches!(last.finding, Finding::Open { .. }) && next_attempt(last.at, failed as u32) <= now
}
