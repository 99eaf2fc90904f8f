//! The rows beside the journal, after the last kill.

use std::collections::{BTreeMap, BTreeSet};

use domain::LotId;
use ledger::{EntryFacts, Receipt, Salt};
use seal::Digest;
use store::journal::{self, Row};
use store::{Store, bids};

/// The journal has no gap and every entry is the one it was committed to; each receipt, each committed row and each entry
/// of a commit are about one another, and there is no fourth.
pub async fn agree(store: &Store, receipts: &[Receipt]) {
    let entries = journal::from(store.read(), 0, u64::from(u32::MAX)).await.unwrap();
    for (entry, seq) in entries.iter().zip(1..) {
        assert_eq!(commitment(entry, seq).to_string(), entry.commitment, "entry {seq}");
    }
    let committed: BTreeMap<i64, &Row> =
        entries.iter().filter(|entry| entry.act == "bid.committed").map(|entry| (entry.seq, entry)).collect();
    assert_eq!(committed.len(), receipts.len(), "as many commits in the journal as receipts");
    for Receipt { facts, .. } in receipts {
        let entry = committed[&i64::try_from(facts.seq).unwrap()];
        let payload = serde_json::to_string(&facts.manifest_digest.to_string()).unwrap();
        assert_eq!((&entry.subject, entry.at, &entry.payload), (&facts.bid, facts.committed_at, &payload));
        assert_eq!(entry.commitment, facts.entry_commitment.to_string());
    }
    let lots: BTreeSet<&str> = receipts.iter().map(|receipt| receipt.facts.lot.as_str()).collect();
    let mut rows = Vec::new();
    for lot in lots {
        let lot: LotId = lot.parse().unwrap();
        rows.extend(bids::committed(store.read(), lot).await.unwrap());
    }
    let mut kept: Vec<String> = rows.into_iter().map(|bid| bid.receipt.expect("a receipt")).collect();
    let mut told: Vec<String> = receipts.iter().map(|receipt| serde_json::to_string(receipt).unwrap()).collect();
    kept.sort();
    told.sort();
    assert_eq!(kept, told, "the rows keep the receipts that the bidders have");
}

fn commitment(entry: &Row, seq: u64) -> Digest {
    let facts = EntryFacts {
        seq,
        at: entry.at,
        actor: &entry.actor,
        address: &entry.address,
        act: &entry.act,
        subject: &entry.subject,
        payload: &entry.payload,
    };
    ledger::commit(&facts, &entry.salt.parse::<Salt>().unwrap())
}
