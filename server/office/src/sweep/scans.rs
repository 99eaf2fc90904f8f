//! Files that companies handed in and nothing refers to: taken out of a draft, or in a draft that was abandoned. What a case
//! or the data in force name stays, however old.

use domain::journal::Act;
use domain::{SubjectId, Timestamp};
use store::attachments::{self, Idle};
use store::{Tx, cases};

use crate::journal::{Actor, Note};
use crate::{Error, Office};

/// A draft that nobody has touched for so long is abandoned.
const ABANDONED_DAYS: i64 = 90;

impl Office {
    /// Returns how many files went. The row goes first, as of sealed pieces.
    pub(super) async fn sweep_scans(&self, day_ago: Timestamp) -> Result<u64, Error> {
        let abandoned = self.now().plus_days(-ABANDONED_DAYS);
        let (mut after, mut removed) = (String::new(), 0);
        loop {
            let idle = attachments::idle(self.0.store.read(), day_ago, abandoned, Idle::After(&after)).await?;
            let Some((last, _)) = idle.last() else { return Ok(removed) };
            after.clone_from(last);
            for (id, owner) in &idle {
                removed += u64::from(self.sweep_scan(id, owner, day_ago, abandoned).await?);
            }
        }
    }

    async fn sweep_scan(&self, id: &str, owner: &str, day_ago: Timestamp, abandoned: Timestamp) -> Result<bool, Error> {
        let tx = self.0.store.write().await?;
        // Its draft may have been sent, or touched, since the look.
        let idle = attachments::idle(&*tx, day_ago, abandoned, Idle::Only(id)).await?;
        if idle.is_empty() || is_named(&tx, id, owner).await? {
            return Ok(false);
        }
        attachments::remove(&*tx, id).await?;
        let note = Note { act: Act::AttachmentSwept, lot: None, subject: owner.to_owned(), payload: &id };
        self.note(&tx, &Actor::clock(), self.now(), note).await?;
        tx.commit().await?;
        self.0.blobs.delete_attachment(id).await?;
        Ok(true)
    }

    /// Whether a row knows such a file.
    pub(super) async fn knows_scan(&self, id: &str) -> Result<bool, Error> {
        Ok(attachments::find(self.0.store.read(), id).await?.is_some())
    }
}

/// Whether a case of its owner, or the owner's data in force, have the file.
async fn is_named(tx: &Tx, id: &str, owner: &str) -> Result<bool, Error> {
    // Before there is a company there is neither.
    let Ok(company) = owner.parse::<SubjectId>() else { return Ok(false) };
    let dossier = cases::dossier(tx, company).await?.map(|dossier| dossier.scans).unwrap_or_default();
    let of_cases = cases::of_subject(tx, company).await?.into_iter().flat_map(|case| case.scans);
    Ok(of_cases.chain(dossier).any(|scan| scan.id == id))
}
