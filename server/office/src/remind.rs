//! Writes the letters whose day has come ([`crate::notices`] says which), each once, whatever node looks first.

use domain::bid::BidState;
use domain::subject::life::AHEAD;
use domain::{Day, SubjectId, Timestamp};
use store::certificates::{self, Certificate};
use store::lots::{self, Lot};
use store::subjects::{self, Subject};
use store::{bids, cases, reminded};

use crate::notices::Notice;
use crate::{Error, Office};

/// Seconds before a deadline.
const DAY: i64 = 24 * 3600;
const HOUR: i64 = 3600;

/// Days before an end, nearest first.
const OF_CERTIFICATES: [i64; 3] = [7, 30, 60];
const OF_QUALIFICATIONS: [i64; 2] = [30, 60];
const OF_CONFIRMATIONS: [i64; 2] = [7, AHEAD];

impl Office {
    /// Looks for what is to be written now. Returns how often something was.
    ///
    /// # Errors
    /// When the database does not answer; the next look goes on from there.
    pub async fn remind(&self) -> Result<u32, Error> {
        Ok(self.remind_of_openings().await? + self.remind_of_days().await?)
    }

    /// Whoever handed in later than that has just been there, and is not told.
    async fn remind_of_openings(&self) -> Result<u32, Error> {
        let (db, now) = (self.0.store.read(), self.now());
        let mut written = 0;
        for Lot { id, terms, .. } in lots::due(db, now, now.plus_seconds(DAY)).await? {
            let near = if terms.deadline <= now.plus_seconds(HOUR) { HOUR } else { DAY };
            let from = terms.deadline.plus_seconds(-near);
            for bid in bids::committed(db, id).await? {
                if matches!(bid.state, BidState::Committed { at } if at < from) {
                    let what = format!("opening {id} {} {near} {}", terms.deadline.millis(), bid.subject);
                    let (code, title) = (terms.code.clone(), terms.title.clone());
                    let notice = Notice::OpeningComes { code, title, at: terms.deadline, page: format!("/lots/{id}") };
                    written += self.write_once(&what, bid.subject, &notice).await?;
                }
            }
        }
        Ok(written)
    }

    /// Once a day: what ends. The day is noted when all of it is done, so that whatever was broken off is done again.
    async fn remind_of_days(&self) -> Result<u32, Error> {
        let (db, now) = (self.0.store.read(), self.now());
        let today = now.day();
        let looked = format!("looked {today}");
        if reminded::is_noted(db, &looked).await? {
            return Ok(0);
        }
        let mut written = 0;
        for certificate in certificates::ending(db, now, now.plus_days(OF_CERTIFICATES[2] + 1)).await? {
            written += self.remind_of_certificate(certificate, now).await?;
        }
        for subject in subjects::with_people(db).await? {
            written += self.remind_of_confirmation(&subject, today).await?;
            written += self.remind_of_qualifications(&subject, today).await?;
        }
        let tx = self.0.store.write().await?;
        reminded::note(&tx, &looked, now).await?;
        tx.commit().await?;
        Ok(written)
    }

    async fn remind_of_certificate(&self, ending: Certificate, now: Timestamp) -> Result<u32, Error> {
        let others = certificates::of_subject(self.0.store.read(), ending.subject).await?;
        let renewed = others.iter().any(|other| other.revoked.is_none() && other.until > ending.until);
        let Some(near) = nearest(&OF_CERTIFICATES, now.day(), ending.until.day()).filter(|_| !renewed) else {
            return Ok(0);
        };
        let Certificate { fingerprint, subject, serial, until, .. } = ending;
        let what = format!("certificate {fingerprint} {near}");
        self.write_once(&what, subject, &Notice::CertificateEnds { serial, until }).await
    }

    async fn remind_of_confirmation(&self, subject: &Subject, today: Day) -> Result<u32, Error> {
        let Some(by) = subject.due else { return Ok(0) };
        if today > by {
            let what = format!("confirmation {} {by} overdue", subject.id);
            return self.write_once(&what, subject.id, &Notice::ConfirmationOverdue { by }).await;
        }
        let Some(near) = nearest(&OF_CONFIRMATIONS, today, by) else { return Ok(0) };
        let what = format!("confirmation {} {by} {near}", subject.id);
        self.write_once(&what, subject.id, &Notice::ConfirmationDue { by }).await
    }

    async fn remind_of_qualifications(&self, subject: &Subject, today: Day) -> Result<u32, Error> {
        let Some(dossier) = cases::dossier(&self.0.store, subject.id).await? else { return Ok(0) };
        let mut written = 0;
        for one in dossier.form.qualifications {
            let Ok(until) = one.until.parse::<Day>() else { continue };
            let Some(near) = nearest(&OF_QUALIFICATIONS, today, until) else { continue };
            let what = format!("qualification {} {} {until} {near}", subject.id, one.number);
            let notice = Notice::QualificationEnds { name: one.name, number: one.number, until };
            written += self.write_once(&what, subject.id, &notice).await?;
        }
        Ok(written)
    }

    /// Most looks find nothing to do, and take no turn among the writers.
    async fn write_once(&self, what: &str, company: SubjectId, notice: &Notice) -> Result<u32, Error> {
        if reminded::is_noted(self.0.store.read(), what).await? {
            return Ok(0);
        }
        let tx = self.0.store.write().await?;
        let now = self.now();
        if !reminded::note(&tx, what, now).await? {
            return Ok(0);
        }
        self.tell_company(&tx, company, notice, now).await?;
        tx.commit().await?;
        Ok(1)
    }
}

/// The nearest of these spans that has begun; none once the end is past.
fn nearest(spans: &[i64], today: Day, end: Day) -> Option<i64> {
    spans.iter().copied().find(|days| today <= end && end <= today.plus(*days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_of_the_day_is_the_nearest_that_has_begun() {
        let end: Day = "2026-11-30".parse().unwrap();
        let on = |before: i64| nearest(&OF_CERTIFICATES, end.plus(-before), end);
        assert_eq!(
            [61, 60, 31, 30, 8, 7, 0, -1].map(on),
            [None, Some(60), Some(60), Some(30), Some(30), Some(7), Some(7), None]
        );
    }
}
