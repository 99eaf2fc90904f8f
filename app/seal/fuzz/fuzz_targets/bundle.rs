//! Any content in a bundle's frame is checked to the end, told of, and never holds: nobody has signed it.
#![no_main]

use std::sync::LazyLock;

use bundle::{Given, check};
use libfuzzer_sys::fuzz_target;

/// Of a bundle that is longer than any input.
static FRAME: LazyLock<&str> = LazyLock::new(|| {
    let file = include_str!("../../../bundle/vectors/opened.json");
    let end = file.find(r#""content":"#).unwrap() + r#""content":"#.len();
    &file[..end]
});

fuzz_target!(|content: &str| {
    let report = check(format!("{}{content}}}", *FRAME).as_bytes(), Given::default());
    assert!(!report.holds());
    if let Some(opening) = report.opening {
        let moments = [Some(opening.terms.deadline), opening.opened_at, opening.closed_at];
        assert!(moments.into_iter().flatten().all(|at| !at.to_string().is_empty()));
    }
});
