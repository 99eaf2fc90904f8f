//! A header has one spelling.

use proptest::prelude::*;
use seal::{Header, Malformed, seal_pieces};

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
