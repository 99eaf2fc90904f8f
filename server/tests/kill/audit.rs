//! What the bidders of a killed round find when they come back: asked over HTTP, and every bid is opened from what the
//! server stores.

use std::sync::atomic::AtomicUsize;

use crowd::{Bid, Bidder, Entry, Fate, Line, Outcome, contents};
use domain::bid::BidState;
use domain::view::{LotView, MyBid};
use http::StatusCode;
use ledger::Receipt;
use seal::{Header, PublicKey};

/// Asks for every bid of the round, and lets whoever has no receipt try again. Returns all receipts, one a bid.
pub async fn round(line: &mut Line, entries: &[Entry], outcomes: &[Outcome], platform: &PublicKey) -> Vec<Receipt> {
    let mut receipts = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let fate = outcomes.iter().find(|outcome| outcome.entry == index).map(|outcome| &outcome.fate);
        let found = my_bid(line, entry).await;
        let kept = match (fate, found.state) {
            (Some(Fate::Acknowledged(told)), _) => {
                assert_eq!(found, *told, "an acknowledged bid is not as it was acknowledged");
                found
            }
            (Some(Fate::Refused(status, why)), _) => panic!("{} was refused: {status} {why}", found.id),
            (Some(Fate::Unanswered) | None, BidState::Committed { .. }) => found,
            (Some(Fate::Unanswered) | None, _) => again(line, entry, &found).await,
        };
        receipts.push(whole(line, entry, &kept, platform).await);
    }
    receipts
}

/// A bid that was not committed shows nothing of a commit, and its bidder goes on as if nothing had happened.
async fn again(line: &mut Line, entry: &Entry, found: &MyBid) -> MyBid {
    assert_eq!(found.state, BidState::Uploading);
    assert_eq!((&found.receipt, found.parts.len()), (&None, 0), "half of a commit is visible");
    match entry.play(line, 0, &AtomicUsize::default()).await.fate {
        Fate::Acknowledged(mine) => mine,
        Fate::Refused(status, why) => panic!("{} cannot be committed after the kill: {status} {why}", found.id),
        Fate::Unanswered => panic!("{}: no answer after the kill", found.id),
    }
}

async fn my_bid(line: &mut Line, Entry { bidder, bid, .. }: &Entry) -> MyBid {
    let answer = line.ask(&bidder.cookie, "lot", "lot", &bid.lot.to_string()).await.unwrap();
    assert_eq!(answer.status, StatusCode::OK);
    let view: LotView = serde_json::from_slice(&answer.body).unwrap();
    let mine = view.my_bid.expect("a bid that was begun is there");
    assert_eq!(mine.id, bid.id);
    mine
}

/// The receipt holds, is about this bid, and the bid opens to what its bidder offered.
async fn whole(line: &mut Line, Entry { bidder, bid, .. }: &Entry, found: &MyBid, platform: &PublicKey) -> Receipt {
    let receipt: Receipt = serde_json::from_str(found.receipt.as_deref().expect("a receipt")).unwrap();
    receipt.verify_by(platform).unwrap();
    let facts = &receipt.facts;
    assert_eq!((&facts.bid, facts.manifest_digest), (&bid.id.to_string(), bid.manifest.digest()));
    assert_eq!(found.state, BidState::Committed { at: domain::Timestamp::from_millis(facts.committed_at) });
    opens(line, bidder, bid).await;
    receipt
}

async fn opens(line: &mut Line, bidder: &Bidder, bid: &Bid) {
    let offered = contents(bidder.code, bid.today).unwrap();
    for (part, (name, content)) in bid.manifest.parts.iter().zip(offered) {
        let mut pieces = Vec::new();
        for number in 0..part.pieces {
            let answer = line.get_piece(&bidder.cookie, bid.id, &part.part, number).await.unwrap();
            assert_eq!(answer.status, StatusCode::OK, "piece {number} of {name} of {}", bid.id);
            pieces.push(answer.body);
        }
        let key = seal::unwrap(&Header::parse(&pieces[0]).unwrap(), &bidder.key).unwrap();
        let context = bidder.context(bid.lot, &part.part);
        let opened = seal::open_pieces(pieces.iter().map(|piece| &piece[..]), &key, &context).unwrap();
        assert_eq!(opened, content, "{name} of {}", bid.id);
    }
}
