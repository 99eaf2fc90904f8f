use super::*;

fn manifest() -> Manifest {
    let line = |part: &str, size: u64| PartLine {
        part: part.to_owned(),
        size,
        pieces: pieces_of(size).unwrap(),
        digest: Digest::of(&size.to_be_bytes()),
        commitment: Digest::of(part.as_bytes()),
    };
    Manifest {
        lot: "01J0LOT".to_owned(),
        bidder: "91440300708461136T".to_owned(),
        parts: vec![line("form", 120), line("document-1", 3 << 20)],
    }
}

#[test]
fn a_manifest_survives_its_text() {
    let text = manifest().to_text();
    assert_eq!(Manifest::parse(&text), Ok(manifest()));
    assert_eq!(manifest().digest(), Digest::of(text.as_bytes()));
}

#[test]
fn a_text_that_is_not_canonical_is_refused() {
    let text = manifest().to_text();
    let first = Digest::of(b"form").to_string();
    let forgeries = [
        text.replace('\n', "\r\n"),
        text.trim_end().to_owned(),
        format!("{text}\n"),
        format!("\u{feff}{text}"),
        text.replace(" 120 ", " 0120 "),
        text.replace(" 120 ", " +120 "),
        text.replace("lot ", "lot  "),
        text.replace("lot 01J0LOT", "lot "),
        text.replace("01J0LOT", "01J0\u{4e00}"),
        text.replace(&first, &first.to_uppercase()),
        text.replace("kaibiao-bid/2", "kaibiao-bid/1"),
        text.replace(&first, &format!("{first} ")),
        text.replace(&first, &format!("{first} \"报价912万元.pdf\"")),
        text.replace(&first, ""),
    ];
    for forgery in forgeries {
        assert_ne!(forgery, text);
        assert_eq!(Manifest::parse(&forgery), Err(Malformed), "{forgery}");
    }
}

#[test]
fn a_manifest_without_parts_or_with_one_twice_is_refused() {
    let mut none = manifest();
    none.parts.clear();
    assert_eq!(Manifest::parse(&none.to_text()), Err(Malformed));
    let mut twice = manifest();
    twice.parts.push(twice.parts[0].clone());
    assert_eq!(Manifest::parse(&twice.to_text()), Err(Malformed));
}

#[test]
fn a_wrong_count_of_pieces_is_refused() {
    let mut wrong = manifest();
    wrong.parts[1].pieces += 1;
    assert_eq!(Manifest::parse(&wrong.to_text()), Err(Malformed));
}

#[test]
fn an_id_with_a_line_break_cannot_forge_a_line() {
    let mut forged = manifest();
    forged.lot = "01J0LOT\nbidder 0".to_owned();
    assert_eq!(Manifest::parse(&forged.to_text()), Err(Malformed));
}

#[cfg(not(target_arch = "wasm32"))]
proptest::proptest! {
    #[test]
    fn any_changed_byte_gives_another_manifest_or_none(at in 0usize..400, byte in 0x20u8..0x7f) {
        let text = manifest().to_text();
        let mut bytes = text.clone().into_bytes();
        let at = at % bytes.len();
        proptest::prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        if let Ok(changed) = String::from_utf8(bytes) {
            proptest::prop_assert_ne!(Manifest::parse(&changed).ok(), Some(manifest()));
        }
    }
}

#[test]
fn a_confirmation_is_written_as_the_format_says_and_no_value_forges_a_line() {
    let read = [("price", "265000000".to_owned()), ("quality", "合格\"\nprice \"1".to_owned())];
    let text = confirmation("lot", "bid", &read);
    assert!(text.starts_with(CONFIRMATION));
    assert_eq!(
        text.lines().collect::<Vec<_>>()[..4],
        ["kaibiao-confirmation/1", "lot lot", "bid bid", "price \"265000000\""]
    );
    assert_eq!(text.lines().count(), 5, "{text}");
}
