//! What stands around every page: header, footer, and who is signed in.

mod footer;
mod header;

use domain::view;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::api::{ApiError, session};

pub use footer::Footer;
pub use header::Header;

/// Who is signed in, asked once for all parts of the page.
#[derive(Clone, Copy)]
pub struct Me(Resource<Result<Option<view::Me>, ApiError>>);

impl Me {
    /// For `<Suspense>`: the person, or `None` for a visitor. Trouble counts as a visitor here; the page's own request
    /// tells of it.
    pub async fn get(self) -> Option<view::Me> {
        self.0.await.ok().flatten()
    }

    /// Asks again, after signing in or whenever the company's standing or key has changed.
    pub fn refetch(self) {
        self.0.refetch();
    }
}

pub fn provide_me() {
    provide_context(Me(Resource::new(|| (), |()| session::me())));
}

/// Who is signed in.
#[must_use]
pub fn use_me() -> Me {
    expect_context()
}

/// After a way to another page the focus goes to its beginning, as after a full load.
pub fn focus_on_arrival(main: NodeRef<html::Main>) {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now)
            && let Some(main) = main.get_untracked()
        {
            let _ = main.focus();
        }
        now
    });
}

/// A path as the value of a query parameter.
#[must_use]
pub fn encoded(path: &str) -> String {
    path.bytes().fold(String::with_capacity(path.len()), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn a_path_survives_as_a_query_parameter() {
        assert_eq!(encoded("/lots/01k/room"), "/lots/01k/room");
        assert_eq!(encoded("/credit?q=开&x=1%"), "/credit%3Fq%3D%E5%BC%80%26x%3D1%25");
    }
}
