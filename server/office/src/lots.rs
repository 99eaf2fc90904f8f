//! Lots: the list, one lot as a caller sees it, and announcing one.

use domain::journal::Act;
use domain::lot::{LotForm, Terms};
use domain::rights::{Caller, Host};
use domain::stage::StageName;
use domain::subject::role::Undertaking;
use domain::view::{LotLine, LotList, LotView, MyBid};
use domain::{LotId, Refusal, Timestamp};
use store::StoreError;
use store::bids::{self, Bid};
use store::lots::{self, Lot};

use crate::journal::{Actor, Note};
use crate::subjects::approved;
use crate::{Error, Office};

/// Most lots in the list.
const MOST_LISTED: u64 = 200;

impl Office {
    /// Real lots: those still open by nearest deadline, then the others, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn lots(&self) -> Result<LotList, Error> {
        let all = lots::real(self.0.store.read(), MOST_LISTED).await?;
        let (mut open, past): (Vec<_>, Vec<_>) =
            all.into_iter().map(line).partition(|lot| lot.stage == StageName::Scheduled);
        open.reverse();
        open.extend(past);
        Ok(LotList { lots: open, now: self.now() })
    }

    /// A lot and the caller's own part in it.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn lot(&self, caller: &Caller, lot: LotId) -> Result<LotView, Error> {
        let Lot { id, terms, postponed, host, stage } = self.find_lot(lot).await?;
        let mine = match caller.bidder() {
            Ok((_, subject)) => bids::alive(self.0.store.read(), lot, subject).await?,
            Err(_) => None,
        };
        Ok(LotView {
            id,
            terms,
            stage,
            postponed,
            hosted_by_me: caller.host_of(host).is_ok(),
            my_bid: mine.map(my_bid).transpose()?,
            now: self.now(),
        })
    }

    /// A tenderer, its agency or a purchaser announces a lot and will host its opening.
    ///
    /// # Errors
    /// `Invalid`, `SignInFirst`, `NotAllowed`, `NotApproved`, `RoleMissing`.
    pub async fn announce_lot(&self, caller: &Caller, form: &LotForm) -> Result<LotId, Error> {
        let (person, entity) = caller.announcer()?;
        let now = self.now();
        let subject = self.subject(entity).await?;
        approved(&subject, now.day())?;
        Undertaking::Announce.ask(&subject.roles)?;
        let host = Host { person: person.user, entity: Some(entity) };
        let terms = form.check(now)?;
        self.open_lot(&Actor::of(caller), host, terms, Act::LotAnnounced, now).await
    }

    pub(crate) async fn open_lot(
        &self,
        actor: &Actor<'_>,
        host: Host,
        terms: Terms,
        act: Act,
        now: Timestamp,
    ) -> Result<LotId, Error> {
        let id = LotId::new(now, self.0.chance.bits());
        let lot = Lot { id, terms, postponed: Vec::new(), host, stage: StageName::Scheduled };
        let tx = self.0.store.write().await?;
        lots::insert(&*tx, &lot).await?;
        let note = Note { act, lot: Some(lot.id), subject: lot.id.to_string(), payload: &lot.terms };
        self.note(&tx, actor, now, note).await?;
        tx.commit().await?;
        Ok(lot.id)
    }

    pub(crate) async fn find_lot(&self, lot: LotId) -> Result<Lot, Error> {
        Ok(lots::find(self.0.store.read(), lot).await?.ok_or(Refusal::NotFound)?)
    }

    /// Whether something may still happen to the lot's bids.
    pub(crate) async fn lot_is_running(&self, lot: LotId) -> Result<bool, Error> {
        Ok(lots::find(self.0.store.read(), lot).await?.is_some_and(|lot| !lot.stage.is_final()))
    }
}

pub fn line(lot: Lot) -> LotLine {
    LotLine { id: lot.id, terms: lot.terms, stage: lot.stage }
}

/// A bid as its own bidder sees it.
pub fn my_bid(bid: Bid) -> Result<MyBid, StoreError> {
    let corrupt = || StoreError::Corrupt { table: "bids", column: "manifest", row: bid.id.to_string() };
    let parts = match &bid.manifest {
        None => Vec::new(),
        Some(text) => {
            let manifest = seal::Manifest::parse(text).map_err(|_| corrupt())?;
            manifest.parts.into_iter().map(|line| line.part).collect()
        }
    };
    Ok(MyBid {
        id: bid.id,
        state: bid.state,
        receipt: bid.receipt,
        parts,
        rehearsed: bid.rehearsed,
        signed_in: bid.signed_in,
    })
}
