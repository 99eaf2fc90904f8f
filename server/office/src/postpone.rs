//! Postponing the deadline of a lot: the row follows, and the room tells of it.

use domain::postpone::PostponeForm;
use domain::rights::Caller;
use domain::{LotId, Refusal};
use store::lots;

use crate::journal::Actor;
use crate::{Error, Office};

impl Office {
    /// The lot's host moves its deadline to a later moment, for a reason.
    ///
    /// # Errors
    /// `NotAllowed` for anybody else and in a practice opening, `DeadlinePassed` from the deadline on, `Invalid`.
    pub async fn postpone(&self, caller: &Caller, lot: LotId, form: &PostponeForm) -> Result<(), Error> {
        caller.host_of(self.find_lot(lot).await?.host)?;
        let tx = self.0.store.write().await?;
        let now = self.now();
        let room = self.current_room(&tx, lot, now).await?;
        let mut found = lots::find(&*tx, lot).await?.ok_or(Refusal::NotFound)?;
        let postponement = room.host_may_postpone(form, &found.terms, now)?;
        self.happen(&tx, &Actor::of(caller), lot, room, now, postponement.event()).await?;
        found.terms.deadline = postponement.until;
        found.postponed.push(postponement);
        lots::postpone(&*tx, &found).await?;
        tx.commit().await?;
        self.ring(lot).await;
        Ok(())
    }
}
