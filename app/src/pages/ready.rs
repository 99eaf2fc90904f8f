//! The readiness check (开标前检查): whether this machine, its line, the key and the bid are ready for the opening.

mod board;
mod judge;
mod run;

use domain::stage::StageName;
use domain::view::{LotView, Me};
use domain::{Field, Lang, Role};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::browser::{Clock, alive};
use crate::erase::{Erase, live};
use crate::parts::countdown::Countdown;
use crate::parts::facts::Moment;
use crate::parts::field::FileField;
use crate::parts::frame::encoded;
use crate::parts::with_lot::{Crumbs, Visit, path, with_lot};
use crate::text::{lang, pick, t};

use board::{Board, Check};
use judge::{Mark, Who};

#[component]
pub fn Ready() -> impl IntoView {
    with_lot(|visit| view! { <Page visit/> }.erase())
}

#[component]
fn Page(visit: Visit) -> impl IntoView {
    let clock = Clock::provide(visit.lot.now);
    let lot = visit.lot.clone();
    let terms = lot.terms.clone();
    let who = who(visit.me.as_ref());
    let board = Board::new(lang(), who, clock, &lot);
    let me = visit.me.clone();
    let again = Callback::new({
        let lot = lot.clone();
        move |()| board.start(lot.clone(), me.clone())
    });
    board.follow_choice(lot.clone(), visit.me.clone());
    // The checks begin by themselves; nobody comes here for anything else.
    Effect::new(move || again.run(()));
    view! {
        <Title text=format!("{} · {}", t("开标前检查", "Readiness check"), terms.title)/>
        <div class="page-flow">
            <Crumbs lot=lot.clone() here=t("开标前检查", "Readiness check")/>
            <header class="page-head">
                <div>
                    <h1>{t("开标前检查", "Readiness check")}</h1>
                    <p class="meta"><span>{terms.title}</span><span class="mono">{terms.code}</span></p>
                </div>
                <Countdown until=terms.deadline now=lot.now label=t("距投标截止（开标）", "Time to the deadline and opening")/>
            </header>
            <Verdict board again/>
            {(who == Who::Visitor).then(|| view! { <SignIn back=visit.path("ready")/> }.erase())}
            <section class="panel" aria-labelledby="checks">
                <h2 id="checks">{t("检查项目", "What is checked")}</h2>
                <ul class="checks">
                    {Check::ALL.map(|check| view! { <Line board check/> }.erase()).into_iter().collect_view()}
                </ul>
            </section>
            <Ways lot/>
        </div>
    }
    .erase()
}

fn who(me: Option<&Me>) -> Who {
    match me {
        None => Who::Visitor,
        Some(me) if me.role == Role::Bidder && me.subject.is_some() => Who::Bidder,
        Some(_) => Who::Other,
    }
}

/// The sentence that sums it all up, told to screen readers when it changes.
#[component]
fn Verdict(board: Board, again: Callback<()>) -> impl IntoView {
    let lang = lang();
    let alive = alive();
    let begun = move || board.at.get().is_some() || board.busy.get();
    let told = Memo::new(move |_| board.overall());
    let class = move || match told.get().0 {
        Mark::Passed => "notice notice--good",
        Mark::Warned => "notice notice--warn",
        Mark::Failed => "notice notice--bad",
        Mark::Open => "notice notice--info",
    };
    let words = live(move || told.get().1);
    let when = live(move || {
        board.at.get().map(|at| {
            let (before, after) = (pick(lang, "检查于 ", "Checked at "), pick(lang, "（北京时间）", " (Beijing time)"));
            view! { <p class="muted">{before}<Moment at/>{after}</p> }.erase()
        })
    });
    let (name, print) = (t("重新检查", "Check again"), t("打印", "Print"));
    view! {
        <div class=class role="status" id="verdict">
            <p class="notice__title">{words}</p>
            {when}
        </div>
        {move || (!alive.get() && !begun()).then(|| {
            let words = pick(
                lang,
                "浏览器、网络、时钟、实时连接和密钥须由本机脚本检查。若此提示不消失，请启用 JavaScript 或换用较新的浏览器。",
                "Browser, line, clock, live line and key are checked by scripts on this machine. If this notice stays, allow JavaScript or use a newer browser.",
            );
            view! { <div class="notice notice--warn no-js-only"><p>{words}</p></div> }.erase()
        })}
        {move || alive.get().then(|| view! {
            <div class="actions no-print">
                <button
                    type="button"
                    class="button button--primary"
                    aria-busy=move || board.busy.get().then_some("true")
                    aria-disabled=move || board.busy.get().then_some("true")
                    on:click=move |_| again.run(())
                >
                    {name}
                </button>
                // Where a browser can not print, its own menu says so.
                <button type="button" class="button" on:click=move |_| drop(window().print())>{print}</button>
            </div>
        }.erase())}
    }
    .erase()
}

#[component]
fn SignIn(back: String) -> impl IntoView {
    let way = format!("/sign-in?back={}", encoded(&back));
    view! {
        <p class="no-print">
            {t("投标人请先登录，以便检查投标文件、密钥和演练：", "Bidders sign in first, so that bid, key and rehearsal are checked: ")}
            <a href=way>{t("登录", "Sign in")}</a>
        </p>
    }
    .erase()
}

#[component]
fn Line(board: Board, check: Check) -> impl IntoView {
    let lang = lang();
    let finding = board.finding(check);
    let running = board.is_running(check);
    let badge = live(move || {
        let (class, word) = if running.get() {
            ("badge badge--info", pick(lang, "正在检查", "Checking"))
        } else {
            badge(lang, finding.get().mark)
        };
        view! { <span class=class>{word}</span> }.erase()
    });
    let words = live(move || {
        let judge::Finding { words, way, .. } = finding.get();
        let way = way.map(|(path, name)| view! { " " <a class="no-print" href=path>{name}</a> }.erase());
        view! { <p>{words}{way}</p> }.erase()
    });
    let chooser = (check == Check::Key).then(|| view! { <KeyFile board/> }.erase());
    view! {
        <li class="check">
            <span class="check__mark">{badge}</span>
            <h3>{check.name(lang)}</h3>
            <div>{words}{chooser}</div>
        </li>
    }
    .erase()
}

fn badge(lang: Lang, mark: Mark) -> (&'static str, &'static str) {
    match mark {
        Mark::Open => ("badge badge--quiet", pick(lang, "未检查", "Not checked")),
        Mark::Passed => ("badge badge--good", pick(lang, "通过", "Passed")),
        Mark::Warned => ("badge badge--warn", pick(lang, "注意", "Mind")),
        Mark::Failed => ("badge badge--bad", pick(lang, "未通过", "Failed")),
    }
}

/// For a key file that lies elsewhere: it is read and compared here, and neither kept nor sent.
#[component]
fn KeyFile(board: Board) -> impl IntoView {
    let wanted = Memo::new(move |_| board.wants_file.get());
    let hint = t(
        "只在本机核对，不上传，也不需要口令",
        "Compared on this machine; it is not sent, and no passphrase is needed",
    );
    live(move || {
        wanted.get().then(|| {
            view! {
                <div class="no-print">
                    <FileField field=Field::KeyFile files=board.files problems=Vec::new() hint accept=".kaibiao-key,text/plain"/>
                </div>
            }
            .erase()
        })
    })
}

/// Where to go from here.
#[component]
fn Ways(lot: LotView) -> impl IntoView {
    let comes = lot.stage == StageName::Scheduled && !lot.terms.practice;
    let calendar = comes.then(|| {
        let way = path(lot.id, "calendar.ics");
        view! { <a class="button" href=way rel="external">{t("加入日历", "Add to the calendar")}</a> }.erase()
    });
    view! {
        <div class="actions no-print">
            <a class="button" href=path(lot.id, "room")>{t("前往开标室", "To the room")}</a>
            {calendar}
            <a class="button button--quiet" href=path(lot.id, "")>{t("返回标段", "Back to the lot")}</a>
        </div>
    }
    .erase()
}
