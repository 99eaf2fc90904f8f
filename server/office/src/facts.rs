//! What the bids of one transaction are compared with, read inside it and once for all of them: whoever waits behind
//! others does not wait for their reading too. No bid is there twice, so nothing read here is changed by a neighbour.

use std::collections::{HashMap, HashSet};

use domain::credit::CreditRecord;
use domain::{BidId, LotId, Refusal, SubjectId};
use store::bids::{self, Bid};
use store::lots::{self, Lot};
use store::pieces::{self, Piece};
use store::subjects::{self, Subject};
use store::{StoreError, Tx};

use crate::commit::Checked;

pub struct Facts {
    bids: HashMap<BidId, Bid>,
    lots: HashMap<LotId, Lot>,
    subjects: HashMap<SubjectId, Subject>,
    credit: HashMap<SubjectId, Vec<CreditRecord>>,
    pieces: HashMap<BidId, Vec<(String, Piece)>>,
}

impl Facts {
    pub async fn read(tx: &Tx, checked: &[Checked]) -> Result<Self, StoreError> {
        let ids: Vec<BidId> = checked.iter().map(|one| one.bid.id).collect();
        let lots: HashSet<LotId> = checked.iter().map(|one| one.bid.lot).collect();
        let subjects: HashSet<SubjectId> = checked.iter().map(|one| one.bid.subject).collect();
        Ok(Self {
            bids: bids::find_all(&**tx, &ids).await?.into_iter().map(|bid| (bid.id, bid)).collect(),
            lots: lots::find_all(&**tx, lots).await?.into_iter().map(|lot| (lot.id, lot)).collect(),
            credit: subjects::credit_of_all(&**tx, &subjects).await?,
            subjects: subjects::find_all(&**tx, &subjects).await?.into_iter().map(|one| (one.id, one)).collect(),
            pieces: pieces::of_bids(&**tx, &ids).await?,
        })
    }

    pub fn bid(&self, id: BidId) -> Result<&Bid, Refusal> {
        self.bids.get(&id).ok_or(Refusal::NotFound)
    }

    pub fn lot(&self, id: LotId) -> Result<&Lot, Refusal> {
        self.lots.get(&id).ok_or(Refusal::NotFound)
    }

    pub fn subject(&self, id: SubjectId) -> Result<&Subject, Refusal> {
        self.subjects.get(&id).ok_or(Refusal::NotFound)
    }

    pub fn credit(&self, id: SubjectId) -> &[CreditRecord] {
        self.credit.get(&id).map_or(&[], Vec::as_slice)
    }

    pub fn pieces(&self, id: BidId) -> &[(String, Piece)] {
        self.pieces.get(&id).map_or(&[], Vec::as_slice)
    }
}
