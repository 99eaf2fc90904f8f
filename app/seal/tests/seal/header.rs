//! A header has one spelling.

use proptest::prelude::*;
use seal::{Header, Malformed, Opener, seal_pieces, unwrap};

use crate::{context, rng, secret};

fn header() -> String {
    let to = [secret(1).public_key(), secret(2).public_key()];
    let mut pieces = seal_pieces(&context("form"), &to, b"", &mut rng(1)).unwrap();
    String::from_utf8(pieces.remove(0)).unwrap()
}

#[test]
fn a_header_survives_reading() {
    let header = header();
    let read = Header::parse(header.as_bytes()).unwrap();
    assert_eq!(read.to_bytes(), header.as_bytes());
    let ids = [secret(1), secret(2)].map(|secret| secret.public_key().key_id());
    assert_eq!(read.recipients().collect::<Vec<_>>(), ids);
}

#[test]
fn any_other_spelling_is_refused() {
    let header = header();
    let stanza = header.lines().find(|line| line.starts_with("-> ")).unwrap();
    let without_stanzas: String =
        header.lines().filter(|line| !line.starts_with("-> ")).map(|line| format!("{line}\n")).collect();
    let forgeries = [
        header.to_uppercase(),
        header.replace('\n', "\r\n"),
        header.trim_end().to_owned(),
        format!("{header}\n"),
        format!("\u{feff}{header}"),
        header.replace("kaibiao-seal/1", "kaibiao-seal/2"),
        header.replace("context ", "context  "),
        header.replace("-> sm2", "-> rsa"),
        header.replace("commitment ", "extra 1\ncommitment "),
        header.replace("context ", &format!("{stanza}\ncontext ")),
        // The same stanza twice, none at all, and more than sixteen.
        header.replace(stanza, &format!("{stanza}\n{stanza}")),
        without_stanzas,
        header.replace(stanza, &[stanza; 17].join("\n")),
    ];
    for forgery in forgeries {
        assert_ne!(forgery, header);
        assert_eq!(Header::parse(forgery.as_bytes()).err(), Some(Malformed), "{forgery}");
    }
}

/// For whoever holds the file key, and for the recipient whose stanza it is. The other's stanza is under the MAC too.
#[test]
fn a_flip_of_any_bit_is_refused() {
    let header = header().into_bytes();
    let key = unwrap(&Header::parse(&header).unwrap(), &secret(1)).unwrap();
    for bit in 0..header.len() * 8 {
        let mut flipped = header.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let Ok(read) = Header::parse(&flipped) else { continue };
        assert!(Opener::new(&read, &key, &context("form")).is_err(), "bit {bit}");
        // One bit of each byte for the recipient: SM2 takes its time.
        assert!(bit % 8 != 0 || unwrap(&read, &secret(1)).is_err(), "bit {bit}");
    }
}

/// A stanza whose C1 is no point of the curve gives nothing away: it is refused before the secret key is used.
#[test]
fn a_stanza_off_the_curve_is_refused() {
    let header = header();
    let key = header.lines().nth(2).unwrap().rsplit_once(' ').unwrap().1;
    for point in ["0".repeat(128), "f".repeat(128), format!("{}1", "0".repeat(127)), key[2..130].replace('0', "1")] {
        let forged = header.replacen(&key[2..130], &point, 1);
        let forged = Header::parse(forged.as_bytes()).unwrap();
        assert!(unwrap(&forged, &secret(1)).is_err(), "{point}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cut_header_is_refused_and_rubbish_never_panics(
        cut: prop::sample::Index,
        rubbish in proptest::collection::vec(any::<u8>(), 0..600),
    ) {
        let header = header().into_bytes();
        let cut = &header[..cut.index(header.len())];
        prop_assert!(Header::parse(cut).is_err());
        prop_assert!(Header::parse(&rubbish).is_err());
        prop_assert!(Header::parse(&[cut, &rubbish].concat()).is_err());
    }
}
