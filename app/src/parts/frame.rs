//! What stands around every page: header, footer, and who is signed in.

use domain::{Lang, Role, view};
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_location;

use crate::api::people::SignOut;
use crate::api::{ApiError, people};
use crate::erase::Erase;
use crate::text::{lang, t};

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
                    <a href="/verify">{t("核验开标", "Check an opening")}</a>
                </nav>
            </div>
        </footer>
    }.erase()
}

/// The site header: brand, ways by role, language, and who is signed in.
#[component]
pub fn Header() -> impl IntoView {
    let me = use_me();
    view! {
        // Left to the browser, which moves the focus too; the router would only scroll.
        <a class="skip-link" href="#main" rel="external">{t("跳到正文", "Skip to the content")}</a>
        <header class="site-header">
            <div class="site-header__inner">
                <a class="brand" href="/">
                    <img src="/mark.svg" alt="" width="32" height="32"/>
                    <span class="brand__name">{t("开标", "Kaibiao")}</span>
                    <span class="brand__sub">{t("公共资源交易", "Public resource trading")}</span>
                </a>
                <nav class="site-nav" aria-label=t("主导航", "Main")>
                    <Way path="/lots" name=t("标段", "Lots")/>
                    <Way path="/credit" name=t("信用查询", "Credit")/>
                    <Suspense>
                        {move || Suspend::new(async move { me.get().await.map(|me| ways(&me)).into_any() })}
                    </Suspense>
                </nav>
                <div class="site-tools">
                    <LanguageLink/>
                    <Suspense>{move || Suspend::new(async move { account(me.get().await) })}</Suspense>
                </div>
            </div>
        </header>
    }
    .erase()
}

/// Where each role's own work is.
fn ways(me: &view::Me) -> impl IntoView + use<> {
    let announce = ("/lots/new", t("发布标段", "Announce a lot"));
    let ways = match me.role {
        Role::Bidder => {
            let own = [
                ("/my/bids", t("我的投标", "My bids")),
                ("/my/key", t("我的密钥", "My key")),
                ("/my/case", t("登记信息", "Registration")),
            ];
            own.into_iter().chain(me.announces().then_some(announce)).collect()
        }
        Role::Tenderer => vec![announce],
        Role::Registrar => {
            vec![("/review", t("登记审核", "Review")), ("/subjects", t("主体库", "Subjects"))]
        }
        Role::Supervisor => vec![],
    };
    ways.into_iter().map(|(path, name)| view! { <Way path name/> }.erase()).collect_view()
}

/// A way that says whether one is on it. Announcing a lot is a way of its own, though its address lies below the lots'.
#[component]
fn Way(path: &'static str, name: &'static str) -> impl IntoView {
    let here = use_location().pathname;
    let current = move || {
        here.with(|here| match here.strip_prefix(path) {
            Some("") => true,
            Some(below) => below.starts_with('/') && here != "/lots/new",
            None => false,
        })
    };
    view! { <a href=path aria-current=move || current().then_some("page")>{name}</a> }.erase()
}

/// Keeps the page; the server sets the cookie, so the whole document is fetched anew.
#[component]
fn LanguageLink() -> impl IntoView {
    let place = use_location();
    let other = lang().other();
    let (code, name) = match other {
        Lang::Zh => ("zh", "中文"),
        Lang::En => ("en", "English"),
    };
    let href = move || {
        let search = place.search.get();
        let mark = if search.is_empty() { "" } else { "?" };
        format!("/lang/{code}?back={}", encoded(&format!("{}{mark}{search}", place.pathname.get())))
    };
    view! { <a href=href rel="external" lang=other.tag() hreflang=other.tag()>{name}</a> }.erase()
}

fn account(me: Option<view::Me>) -> AnyView {
    let Some(me) = me else {
        return view! {
            <a href="/sign-in">{t("登录", "Sign in")}</a>
            <a href="/register">{t("登记", "Register")}</a>
        }
        .erase();
    };
    let who = me.subject.map_or(me.login, |subject| subject.name);
    // A plain form on purpose: with the document goes all that this person has seen.
    view! {
        <a class="site-tools__who" href="/my/account">{who}</a>
        <form method="post" action=SignOut::url()>
            <button class="button button--quiet button--small">{t("退出", "Sign out")}</button>
        </form>
    }
    .erase()
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
