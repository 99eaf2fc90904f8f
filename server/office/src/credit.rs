//! Credit status: public, by credit code.

use domain::credit::{CreditRecord, CreditStatus, restriction};
use domain::journal::Act;
use domain::view::SubjectLine;
use domain::{CreditCode, Fault, Field, Refusal, SubjectId, Timestamp};
use store::search::{self, Wanted};
use store::subjects;

use crate::journal::{Actor, Note};
use crate::subject_list::{Asked, too_short};
use crate::{Error, Office};

/// Most subjects in one answer.
const MOST_FOUND: u64 = 20;

impl Office {
    /// The public status of one subject. What is no longer shown is left out here, so no page can leak it.
    ///
    /// # Errors
    /// `Invalid` for a malformed code, `NotFound`.
    pub async fn credit(&self, code: &str) -> Result<CreditStatus, Error> {
        let code = CreditCode::parse(code).map_err(|fault| Refusal::field(Field::Code, Fault::CreditCode(fault)))?;
        let now = self.now();
        let db = self.0.store.read();
        let subject = subjects::find_by_code(db, code).await?.ok_or(Refusal::NotFound)?;
        let records = subjects::credit_of(db, subject.id).await?;
        let restriction = restriction(&records, now);
        let records = records.into_iter().filter(|record| record.is_shown(now.day())).collect();
        let (name, roles) = (subject.registration.name, subject.roles);
        Ok(CreditStatus { code, name, today: now.day(), records, restriction, roles })
    }

    /// Real subjects in force whose code begins with, or whose name contains, `query`.
    ///
    /// # Errors
    /// `Invalid` for a query shorter than two characters.
    pub async fn find_subjects(&self, query: &str) -> Result<Vec<SubjectLine>, Error> {
        let asked = Asked::parse(query)?.ok_or_else(too_short)?;
        let wanted = asked.wanted(Wanted { standing: Some("approved"), ..Wanted::default() });
        let now = self.now();
        let db = self.0.store.read();
        let mut lines = Vec::new();
        for (_, subject) in search::find(db, wanted, MOST_FOUND).await? {
            let restricted = restriction(&subjects::credit_of(db, subject.id).await?, now).is_some();
            lines.push(SubjectLine { code: subject.registration.code, name: subject.registration.name, restricted });
        }
        Ok(lines)
    }

    /// Takes over a record that a deciding body made.
    pub(crate) async fn record_credit(
        &self,
        subject: SubjectId,
        record: &CreditRecord,
        now: Timestamp,
    ) -> Result<(), Error> {
        let tx = self.0.store.write().await?;
        subjects::insert_credit(&*tx, subject, record).await?;
        let note = Note { act: Act::CreditRecorded, lot: None, subject: subject.to_string(), payload: record };
        self.note(&tx, &Actor::clock(), now, note).await?;
        Ok(tx.commit().await?)
    }
}
