//! What differs is refused by name, and nothing half is left behind.

use std::fs;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use seal::{SecretKey, keyfile};

use crate::{BIDDER, Desk, LOT, PASSPHRASE, sealing, unsealing};

fn sealed() -> Desk {
    let desk = Desk::with_key();
    desk.seal();
    desk
}

#[test]
fn a_wrong_passphrase_opens_nothing() {
    let desk = sealed();
    desk.write("passphrase", "开标 correct horsE");
    assert!(desk.refused(&unsealing("")).contains("wrong passphrase"));
    assert!(desk.refused(&format!("{} form=form.json", sealing("again"))).contains("wrong passphrase"));
    desk.write("key", "%PDF-1.7");
    assert!(desk.refused(&unsealing("")).contains("not a key file"));
}

#[test]
fn an_altered_piece_is_refused_by_the_name_of_its_part() {
    for (piece, at) in [("form/0", 60), ("form/0", 500), ("form/1", 0), ("document-1/3", 1000), ("document-1/11", 108)]
    {
        let desk = sealed();
        let path = format!("sealed/{piece}");
        let mut bytes = desk.read(&path);
        bytes[at] ^= 1;
        desk.write(&path, bytes);
        let said = desk.refused(&unsealing(""));
        let (altered, whole) =
            if piece.starts_with("form") { ("form: ", "document-1: ") } else { ("document-1: ", "form: ") };
        assert!(said.contains(altered) && !said.contains(whole), "{piece}: {said}");
    }
}

#[test]
fn pieces_that_are_missing_too_many_or_swapped_are_refused() {
    let desk = sealed();
    let piece = |number: u32| desk.path(&format!("sealed/document-1/{number}"));
    let spare = desk.path("spare");
    fs::rename(piece(4), &spare).unwrap();
    assert!(desk.refused(&unsealing("")).contains("document-1: piece 4 is missing"));
    fs::rename(&spare, piece(4)).unwrap();

    fs::copy(piece(11), piece(12)).unwrap();
    assert!(desk.refused(&unsealing("")).contains("document-1: piece 12 is one too many"));
    fs::remove_file(piece(12)).unwrap();

    for (one, other) in [(1, 2), (10, 11), (0, 1)] {
        let swap = || {
            fs::rename(piece(one), &spare).unwrap();
            fs::rename(piece(other), piece(one)).unwrap();
            fs::rename(&spare, piece(other)).unwrap();
        };
        swap();
        assert!(desk.refused(&unsealing("")).contains("document-1: "), "{one} and {other}");
        swap();
    }
    desk.must(&unsealing(""));
}

/// Each piece is genuine, but sealed in another go: another file key.
#[test]
fn a_piece_of_another_sealing_is_refused() {
    let desk = sealed();
    desk.must(&format!("{} form=form.json", sealing("again")));
    for piece in ["form/0", "form/1"] {
        let kept = desk.read(&format!("sealed/{piece}"));
        desk.write(&format!("sealed/{piece}"), desk.read(&format!("again/{piece}")));
        assert!(desk.refused(&unsealing("")).contains("form: "), "{piece}");
        desk.write(&format!("sealed/{piece}"), kept);
    }
}

#[test]
fn another_lot_or_bidder_is_refused() {
    let desk = sealed();
    assert!(desk.refused(&unsealing(" --lot 01J0LOU")).contains("the lot is 01J0LOT"));
    assert!(desk.refused(&unsealing(" --bidder 91100000100003962T")).contains("the bidder is 91440300708461136T"));

    // Pieces sealed for this lot under a manifest, well signed, of another.
    desk.must(&format!("{} form=form.json document-1=bid.pdf", sealing("there").replace(LOT, "01J0LOU")));
    for part in ["form", "document-1"] {
        fs::remove_dir_all(desk.path(&format!("there/{part}"))).unwrap();
        fs::rename(desk.path(&format!("sealed/{part}")), desk.path(&format!("there/{part}"))).unwrap();
    }
    let said = desk.refused(&unsealing("").replace("unseal sealed", "unseal there"));
    assert!(said.contains("form: ") && said.contains("document-1: "), "{said}");
}

#[test]
fn a_manifest_that_is_not_canonical_or_not_signed_by_the_bidder_is_refused() {
    let desk = sealed();
    let manifest = String::from_utf8(desk.read("sealed/manifest")).unwrap();
    desk.write("sealed/manifest", manifest.replace('\n', "\r\n"));
    assert!(desk.refused(&unsealing("")).contains("no manifest"));
    desk.write("sealed/manifest", manifest.replace("document-1", "document-2"));
    assert!(desk.refused(&unsealing("")).contains("not signed"));
    desk.write("sealed/manifest", manifest.replace("part form ", "part .. "));
    assert!(desk.refused(&unsealing("")).contains(".. is no part"));
}

#[test]
fn another_key_opens_nothing() {
    let desk = sealed();
    let mut rng = ChaCha20Rng::seed_from_u64(5);
    let other = keyfile::lock(&SecretKey::generate(&mut rng), PASSPHRASE, &mut rng);
    let own = desk.read("key");
    desk.write("key", other);
    assert!(desk.refused(&unsealing("")).contains("not signed"));
    let public = keyfile::public_key(str::from_utf8(&own).unwrap()).unwrap();
    let said = desk.refused(&unsealing(&format!(" --public {public}")));
    assert!(said.contains("form: the key does not fit"), "{said}");
    desk.write("keys.json", format!(r#"[{{"part":"form","key":"{}"}}]"#, "5a".repeat(32)));
    let said = desk.refused("unseal sealed --file-keys keys.json --out opened");
    assert!(said.contains("form: wrong key"), "{said}");
}

#[test]
fn nothing_is_overwritten() {
    let desk = sealed();
    assert!(desk.refused(&format!("{} form=form.json", sealing("sealed"))).contains("nothing is overwritten"));
    assert!(desk.refused("key --out key --passphrase-file passphrase").contains("exists"));
    desk.must(&unsealing(""));
    desk.write("opened/form", "mine");
    assert!(desk.refused(&unsealing("")).contains("nothing is overwritten"));
    assert_eq!(desk.read("opened/form"), b"mine");
}

#[test]
fn what_makes_no_bid_is_refused_before_anything_is_sealed() {
    let desk = Desk::with_key();
    desk.write("form.json", "{}");
    let form = sealing("sealed");
    for (line, said) in [
        (format!("{form} form=missing.json"), "missing.json"),
        (format!("{form} form=form.json form=form.json"), "form is named twice"),
        (format!("{form} price=form.json"), "price is no part of a bid"),
        (format!("{form} form.json"), "write PART=PATH"),
        (format!("{} form=form.json", form.replace(BIDDER, "91440300708461136U")), "check character"),
        (format!("{} form=form.json", form.replace(LOT, "lot/1")), "no id of a lot"),
    ] {
        let found = desk.refused(&line);
        assert!(found.contains(said), "{line}: {found}");
    }
    desk.write("passphrase", "\n");
    assert!(desk.refused("key --out other --passphrase-file passphrase").contains("without a passphrase"));
}
