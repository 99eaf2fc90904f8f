//! What stands around every page: header, footer, and who is signed in.

mod header;

use domain::view;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::api::{ApiError, people};
use crate::erase::Erase;
use crate::text::t;

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
    provide_context(Me(Resource::new(|| (), |()| people::me())));
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

/// The site footer.
#[component]
pub fn Footer() -> impl IntoView {
    view! {
        <footer class="site-footer">
            <div class="site-footer__inner">
                <p>
                    {t("开标：公共资源交易投标人自助登记与远程开标。投标文件离开本机之前已经密封，开标之前谁也打不开；规则、代码和存证均可核验。",
                        "Kaibiao: self-registration of bidders and remote opening of bids. A bid is sealed before it leaves its machine and nobody opens it early; rules, code and evidence can be checked.")}
                </p>
                <nav aria-label=t("页脚", "Footer")>
                    <a href="/#practice">{t("模拟开标", "Practice opening")}</a>
                    <a href="/lots">{t("标段", "Lots")}</a>
                    <a href="/credit">{t("信用查询", "Credit")}</a>
                </nav>
            </div>
        </footer>
    }.erase()
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
