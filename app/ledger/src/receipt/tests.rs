use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use super::*;

fn facts() -> ReceiptFacts {
    let part = |part: &str| ReceiptPart { part: part.to_owned(), size: 1024, digest: Digest::of(part.as_bytes()) };
    ReceiptFacts {
        lot: "01J0LOT".to_owned(),
        lot_title: "某市第一人民医院门诊楼施工 (一标段)".to_owned(),
        bidder: "91440300708461136T".to_owned(),
        bidder_name: "某某建设集团有限公司".to_owned(),
        bid: "01J0BID".to_owned(),
        manifest_digest: Digest::of(b"manifest"),
        parts: vec![part("form"), part("document-1")],
        committed_at: 1_700_000_000_000,
        seq: 42,
        entry_commitment: Digest::of(b"entry"),
    }
}

fn issued() -> (SecretKey, Receipt) {
    let mut rng = ChaCha20Rng::seed_from_u64(5);
    let platform = SecretKey::generate(&mut rng);
    let receipt = Receipt::issue(facts(), &platform, &mut rng);
    (platform, receipt)
}

#[test]
fn a_receipt_holds_and_survives_its_json() {
    let (platform, receipt) = issued();
    assert_eq!(receipt.verify_by(&platform.public_key()), Ok(()));
    let json = serde_json::to_string(&receipt).unwrap();
    let read: Receipt = serde_json::from_str(&json).unwrap();
    assert_eq!(read, receipt);
    assert_eq!(read.verify(), Ok(()));
}

#[test]
fn a_change_to_any_field_breaks_the_receipt() {
    let changes: [fn(&mut ReceiptFacts); 14] = [
        |facts| facts.lot.push('x'),
        |facts| facts.lot_title.push(' '),
        |facts| facts.bidder.push('x'),
        |facts| facts.bidder_name.clear(),
        |facts| facts.bid.push('x'),
        |facts| facts.manifest_digest.0[31] ^= 1,
        |facts| facts.parts[0].part.push('x'),
        |facts| facts.parts[1].size += 1,
        |facts| facts.parts[0].digest.0[0] ^= 0x80,
        |facts| facts.parts.swap(0, 1),
        |facts| drop(facts.parts.pop()),
        |facts| facts.committed_at -= 1,
        |facts| facts.seq += 1,
        |facts| facts.entry_commitment.0[0] ^= 1,
    ];
    let (_, receipt) = issued();
    for (at, change) in changes.into_iter().enumerate() {
        let mut changed = receipt.clone();
        change(&mut changed.facts);
        assert_eq!(changed.verify(), Err(ReceiptError::BadSignature), "change {at}");
    }
}

#[test]
fn another_platforms_receipt_is_told_apart() {
    let (_, receipt) = issued();
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    let impostor = SecretKey::generate(&mut rng);
    let forged = Receipt::issue(receipt.facts.clone(), &impostor, &mut rng);
    assert_eq!(forged.verify(), Ok(()));
    assert_eq!(forged.verify_by(&receipt.platform_key), Err(ReceiptError::OtherPlatform));
    let pasted = Receipt { platform_key: receipt.platform_key, ..forged };
    assert_eq!(pasted.verify_by(&receipt.platform_key), Err(ReceiptError::BadSignature));
}

#[test]
fn a_title_with_a_line_break_cannot_forge_a_line() {
    let mut forged = facts();
    forged.lot_title = "a\"\nbidder \"0".to_owned();
    let (_, receipt) = issued();
    let text = text(&forged, &receipt.platform_key);
    assert_eq!(text.lines().count(), receipt.to_text().lines().count());
}

proptest::proptest! {
    #[test]
    fn two_receipts_share_a_text_only_if_they_are_equal(
        a in "[\"\\\\\n u{}x]{0,6}", b in "[\"\\\\\n u{}x]{0,6}", c in "[\"\\\\\n u{}x]{0,6}", d in "[\"\\\\\n u{}x]{0,6}",
    ) {
        let (_, receipt) = issued();
        let with = |title: &str, name: &str| {
            ReceiptFacts { lot_title: title.to_owned(), bidder_name: name.to_owned(), ..facts() }
        };
        let same = text(&with(&a, &b), &receipt.platform_key) == text(&with(&c, &d), &receipt.platform_key);
        proptest::prop_assert_eq!(same, a == c && b == d);
    }
}
