//! The two languages, side by side where they are used.

use domain::Lang;
use leptos::prelude::*;

/// The language of the page; set once by the server and read back by the browser from `<html lang>`.
#[must_use]
pub fn lang() -> Lang {
    use_context().unwrap_or_default()
}

/// Chinese or English, as the person chose.
#[must_use]
pub fn t(chinese: &'static str, english: &'static str) -> &'static str {
    match lang() {
        Lang::Zh => chinese,
        Lang::En => english,
    }
}
