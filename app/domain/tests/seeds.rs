//! What the fuzz targets of this room begin with is accepted, or refused where its name says so.

use std::path::Path;

use domain::{CreditCode, pdf};

fn check(target: &str, accepts: impl Fn(&[u8]) -> bool) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../seal/fuzz/seeds").join(target);
    let (mut accepted, mut refused) = (0, 0);
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let expected = !name.starts_with("refused-");
        assert_eq!(accepts(&std::fs::read(&path).unwrap()), expected, "{target}/{name}");
        *if expected { &mut accepted } else { &mut refused } += 1;
    }
    assert!(accepted > 1 && refused > 1, "{target}: {accepted} accepted, {refused} refused");
}

#[test]
fn seeds_of_credit_codes_are_read_or_refused_as_named() {
    check("credit_code", |seed| CreditCode::parse(str::from_utf8(seed).unwrap()).is_ok());
}

#[test]
fn seeds_of_pdfs_pass_or_do_not_as_named() {
    check("pdf", |seed| pdf::check(seed).is_ok());
}
