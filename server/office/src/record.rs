//! The papers of an opening that is over: what they are made from, and the printed record with the platform's signature.
//! It is printed once, when somebody first asks for it, and kept: a record does not change with the program.

use bytes::Bytes;
use domain::record::{Mark, Record};
use domain::{LotId, Refusal};
use ledger::{RecordFacts, SignedRecord};
use seal::Digest;
use store::journal;
use tokio::sync::{Mutex, MutexGuard};
use tokio::task::spawn_blocking;

use crate::{Error, Office};

/// The name under which the signature is kept; the PDF's is its digest.
const SIGNATURE: &str = "signature.json";

/// Makes a document of a record.
pub trait Press: Send + Sync {
    /// # Errors
    /// What the operator must know when it could not be made.
    fn print(&self, record: &Record) -> Result<Vec<u8>, String>;
}

/// One record is printed at a time, or one bundle made, and none twice.
#[derive(Default)]
pub struct Turn(Mutex<()>);

impl Turn {
    pub(crate) async fn turn(&self) -> MutexGuard<'_, ()> {
        self.0.lock().await
    }
}

/// The record as it was printed, and the signature over it as JSON.
pub struct Printed {
    pub pdf: Bytes,
    pub signature: Bytes,
}

impl Office {
    /// Whether records are printed here.
    #[must_use]
    pub fn prints(&self) -> bool {
        self.0.press.is_some()
    }

    /// All that may be published of an opening.
    ///
    /// # Errors
    /// `NotFound` until it is over.
    pub async fn record(&self, lot: LotId) -> Result<Record, Error> {
        let terms = self.find_lot(lot).await?.terms;
        let entries = self.room_after(lot, 0).await?;
        let last = entries.last().ok_or(Refusal::NotFound)?.seq;
        let (seq, commitment) = journal::mark(self.0.store.read(), lot, last).await?.ok_or(Refusal::NotFound)?;
        let key = self.platform_key().to_string();
        let record = Record::of(lot, terms, entries, Mark { seq, commitment }, key)?;
        Ok(record.ok_or(Refusal::NotFound)?)
    }

    /// The record as a PDF with the platform's signature.
    ///
    /// # Errors
    /// `NotFound` until the opening is over, and where nothing is printed.
    pub async fn printed_record(&self, lot: LotId) -> Result<Printed, Error> {
        if let Some(printed) = self.kept(lot).await? {
            return Ok(printed);
        }
        let record = self.record(lot).await?;
        let press = self.0.press.clone().ok_or(Refusal::NotFound)?;
        let _mine = self.2.turn().await;
        // Somebody may have had the turn before.
        if let Some(printed) = self.kept(lot).await? {
            return Ok(printed);
        }
        let print = move || press.print(&record).map(|pdf| (record, Bytes::from(pdf)));
        let (record, pdf) = spawn_blocking(print).await.map_err(Error::internal)?.map_err(Error::Internal)?;
        self.keep(&record, pdf).await
    }

    /// The signature names the PDF, so the two always belong together.
    async fn kept(&self, lot: LotId) -> Result<Option<Printed>, Error> {
        let Some(signature) = self.0.blobs.get_paper(lot, SIGNATURE).await? else { return Ok(None) };
        let signed: SignedRecord = serde_json::from_slice(&signature).map_err(Error::internal)?;
        let pdf = self.0.blobs.get_paper(lot, &pdf_name(&signed.facts.document)).await?;
        Ok(pdf.map(|pdf| Printed { pdf, signature }))
    }

    async fn keep(&self, record: &Record, pdf: Bytes) -> Result<Printed, Error> {
        let facts = RecordFacts {
            lot: record.lot.to_string(),
            lot_title: record.terms.title.clone(),
            closed_at: record.closed_at().millis(),
            seq: record.end.seq,
            entry_commitment: record.end.commitment.parse().map_err(Error::internal)?,
            document: Digest::of(&pdf),
        };
        let name = pdf_name(&facts.document);
        let signed = SignedRecord::issue(facts, &self.0.platform, &mut self.0.chance.fork());
        let signature = Bytes::from(serde_json::to_vec_pretty(&signed).map_err(Error::internal)?);
        self.0.blobs.put_paper(record.lot, &name, pdf.clone()).await?;
        self.0.blobs.put_paper(record.lot, SIGNATURE, signature.clone()).await?;
        Ok(Printed { pdf, signature })
    }
}

fn pdf_name(document: &Digest) -> String {
    format!("{document}.pdf")
}
