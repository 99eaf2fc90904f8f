//! Lots of one tender that are opened together (同场开标): one host, one project, one deadline. Each lot keeps its own room
//! and its own course; what its host does may be done in all of them at once, and each takes it by its own rules.

use domain::opening::HostAct;
use domain::rights::Caller;
use domain::room::Room;
use domain::stage::Stage;
use domain::view::{Sister, TogetherView};
use domain::{BidId, LotId, Refusal};
use store::bids;
use store::lots::{self, Lot};

use crate::{Error, Office};

impl Office {
    /// All lots that are opened together with this one, itself among them, in the order of their codes; none where it is
    /// opened alone.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn together(&self, caller: &Caller, lot: LotId) -> Result<TogetherView, Error> {
        let subject = caller.bidder().ok().map(|(_, subject)| subject);
        let mut lots = Vec::new();
        for lot in self.sisters(lot).await? {
            let mine = match subject {
                Some(subject) => bids::alive(self.0.store.read(), lot.id, subject).await?,
                None => None,
            };
            let mine = mine.filter(|bid| bid.manifest.is_some());
            let arrived = mine.as_ref().is_some_and(|bid| bid.signed_in.is_some());
            let room = self.room_to_be(lot.id).await?;
            lots.push(sister(lot, &room, mine.map(|bid| bid.id), arrived));
        }
        Ok(TogetherView { lots, now: self.now() })
    }

    /// One act of the host in every lot that is opened together with this one and can take it now. Gives for each lot why
    /// it was not done, if it was not.
    ///
    /// # Errors
    /// `NotAllowed` for anybody but the host, and for what concerns one lot alone.
    pub async fn host_together(
        &self,
        caller: &Caller,
        lot: LotId,
        act: HostAct,
    ) -> Result<Vec<(LotId, Option<Refusal>)>, Error> {
        if matches!(act, HostAct::Answer { .. }) {
            return Err(Refusal::NotAllowed.into());
        }
        caller.host_of(self.find_lot(lot).await?.host)?;
        let mut done = Vec::new();
        for sister in self.sisters(lot).await? {
            match self.host(caller, sister.id, act.clone()).await {
                Ok(()) => done.push((sister.id, None)),
                Err(Error::Refused(refused)) => done.push((sister.id, Some(refused))),
                Err(trouble) => {
                    // What was done in others stays done; the host is told which.
                    tracing::error!(lot = %sister.id, error = %trouble, "an act for several lots failed in one of them");
                    done.push((sister.id, Some(Refusal::Trouble)));
                }
            }
        }
        Ok(done)
    }

    async fn sisters(&self, lot: LotId) -> Result<Vec<Lot>, Error> {
        let lot = self.find_lot(lot).await?;
        if lot.terms.project.is_empty() || lot.terms.practice {
            return Ok(Vec::new());
        }
        let mut together = lots::at(self.0.store.read(), lot.host.person, lot.terms.deadline).await?;
        together.retain(|other| other.terms.project == lot.terms.project);
        together.sort_by(|one, other| one.terms.code.cmp(&other.terms.code));
        Ok(if together.len() > 1 { together } else { Vec::new() })
    }
}

fn sister(lot: Lot, room: &Room, mine: Option<BidId>, arrived: bool) -> Sister {
    let waits = |row: &domain::room::Row| match room.stage {
        Stage::Announced => row.signed_in.is_none(),
        Stage::Decrypting(_) => row.is_awaited(),
        Stage::Quoting(_) => room.asks(row),
        Stage::Objections(_) => row.line.is_some() && row.confirmed.is_none(),
        _ => false,
    };
    let to_do = mine.is_some_and(|bid| match room.row(bid) {
        Some(row) => waits(row),
        None => matches!(room.stage, Stage::SignIn(_)) && !arrived,
    });
    Sister {
        id: lot.id,
        code: lot.terms.code,
        title: lot.terms.title,
        stage: room.stage,
        adjourned: room.adjourned,
        awaited: room.rows.iter().filter(|row| waits(row)).count() as u32,
        objections: room.open_objections(),
        mine: mine.is_some(),
        to_do,
    }
}
