//! The two languages, side by side where they are used, and the words for what `domain` names without words.

pub mod bundle;
pub mod failure;
pub mod fault;
pub mod items;
pub mod names;
pub mod refusal;
pub mod rules;

use domain::Lang;
use leptos::prelude::*;

/// The language of the page; set once by the server and read back by the browser from `<html lang>`.
#[must_use]
pub fn lang() -> Lang {
    use_context().unwrap_or_default()
}

/// Chinese or English, as the person chose. Reads the context, so call it while a view is made, not in an event.
#[must_use]
pub fn t(chinese: &'static str, english: &'static str) -> &'static str {
    pick(lang(), chinese, english)
}

/// Chinese or English for a language that is at hand.
#[must_use]
pub fn pick<T>(lang: Lang, chinese: T, english: T) -> T {
    match lang {
        Lang::Zh => chinese,
        Lang::En => english,
    }
}

/// The same words in both languages, for tables of messages of which some carry numbers.
fn pair(chinese: &str, english: &str) -> (String, String) {
    (chinese.to_owned(), english.to_owned())
}
