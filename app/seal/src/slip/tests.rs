use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use super::*;
use crate::envelope::open_pieces;
use crate::header::unwrap;

fn place(part: &str) -> Context {
    Context { lot: "01J0LOT".into(), bidder: "91440300708461136T".into(), part: part.into() }
}

fn sealed(part: &str, plaintext: &[u8]) -> (SecretKey, Slip) {
    let mut rng = ChaCha20Rng::seed_from_u64(7);
    let secret = SecretKey::generate(&mut rng);
    let slip = Slip::seal(&place(part), &secret, plaintext, &mut rng).unwrap();
    (secret, slip)
}

#[test]
fn a_slip_is_read_where_it_belongs_and_opens_with_its_key() {
    let (secret, slip) = sealed("quote-1", b"{\"price\":1}");
    let (manifest, pieces) = slip.read(&place("quote-1")).unwrap();
    assert_eq!((manifest.parts.len(), manifest.parts[0].size, pieces.len()), (1, 11, 2));
    assert!(secret.public_key().verify(slip.manifest.as_bytes(), &slip.signature.parse().unwrap()));
    let key = unwrap(&Header::parse(&pieces[0]).unwrap(), &secret).unwrap();
    let opened = open_pieces(pieces.iter().map(Vec::as_slice), &key, &place("quote-1")).unwrap();
    assert_eq!(opened, b"{\"price\":1}");
}

#[test]
fn a_slip_for_another_place_or_not_whole_is_refused() {
    let (_, slip) = sealed("quote-1", b"1");
    let elsewhere = [
        place("quote-2"),
        Context { lot: "01J0OTHER".into(), ..place("quote-1") },
        Context { bidder: "91350203MA344PKP8K".into(), ..place("quote-1") },
    ];
    for context in elsewhere {
        assert_eq!(slip.read(&context), Err(Malformed), "{context:?}");
    }
    let again = sealed("quote-1", b"2").1;
    let changed = [
        Slip { pieces: slip.pieces[..1].to_vec(), ..slip.clone() },
        Slip { pieces: Vec::new(), ..slip.clone() },
        Slip { pieces: vec![slip.pieces[0].clone(), again.pieces[1].clone()], ..slip.clone() },
        Slip { pieces: [slip.pieces.clone(), slip.pieces.clone()].concat(), ..slip.clone() },
        Slip { pieces: vec![slip.pieces[0].clone(), "zz".into()], ..slip.clone() },
        Slip { manifest: format!("{}\n", slip.manifest), ..slip.clone() },
        Slip { manifest: slip.manifest.replace("quote-1", "quote-2"), ..slip.clone() },
    ];
    for (at, slip) in changed.iter().enumerate() {
        assert_eq!(slip.read(&place("quote-1")), Err(Malformed), "change {at}");
    }
}

/// Whoever relabels a header can not relabel what it binds.
#[test]
fn a_manifest_that_names_another_round_than_its_header_is_refused() {
    let (_, slip) = sealed("quote-1", b"1");
    let relabelled = Slip { manifest: slip.manifest.replace("quote-1", "quote-2"), ..slip };
    assert_eq!(relabelled.read(&place("quote-2")), Err(Malformed));
}

/// A longer piece than its plaintext makes could carry anything along.
#[test]
fn a_piece_of_another_length_is_refused_though_its_digest_is_listed() {
    let (secret, slip) = sealed("quote-1", b"1");
    let mut pieces = slip.pieces().unwrap();
    pieces[1].push(0);
    let line = PartLine::of("quote-1".into(), 1, &pieces).unwrap();
    let Context { lot, bidder, .. } = place("quote-1");
    let manifest = Manifest { lot, bidder, parts: vec![line] }.to_text();
    let signature = secret.sign(manifest.as_bytes(), &mut ChaCha20Rng::seed_from_u64(8)).to_string();
    let longer = Slip { manifest, signature, pieces: pieces.iter().map(hex::encode).collect() };
    assert_eq!(longer.read(&place("quote-1")), Err(Malformed));
}
