//! One lot: its terms, and what the person who looks at it does next.

pub mod next;
mod postponed;
#[cfg(test)]
pub mod sample;

use domain::Field;
use domain::guarantee::validity_end;
use domain::lot::Terms;
use domain::quote::Rounds;
use domain::stage::StageName;
use domain::view::LotView;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::{self, ApiError};
use crate::browser::Clock;
use crate::erase::Erase;
use crate::parts::countdown::Countdown;
use crate::parts::facts::{Fact, Money, Summary};
use crate::parts::notice::{PracticeMark, RefusalNotice};
use crate::parts::stage::StageBadge;
use crate::parts::tour::{Tour, TourStep};
use crate::parts::with_lot::{Crumbs, Visit, path, with_lot};
use crate::text::rules::rules;
use crate::text::{lang, names, pick, t};

use next::Next;
use postponed::Postponed;

#[component]
pub fn Lot() -> impl IntoView {
    with_lot(|visit| view! { <Page visit/> }.erase())
}

#[component]
fn Page(visit: Visit) -> impl IntoView {
    let clock = Clock::provide(visit.lot.now);
    turn_at_the_deadline(&visit, clock);
    let lot = visit.lot.clone();
    let terms = lot.terms.clone();
    let tour = terms.practice.then(|| view! { <Tour at=TourStep::of(&lot, visit.me.as_ref())/> }.erase());
    view! {
        <Title text=terms.title.clone()/>
        <div class="page-flow">
            <Crumbs lot=lot.clone()/>
            <header class="page-head">
                <div>
                    <h1>{terms.title.clone()} {terms.practice.then(|| view! { " " <PracticeMark/> }.erase())}</h1>
                    <p class="meta">
                        <span class="mono">{terms.code.clone()}</span>
                        <span>{terms.tenderer.clone()}</span>
                        <span><StageBadge stage=lot.stage/></span>
                    </p>
                </div>
            </header>
            {tour}
            <div class="split">
                <div class="stack">
                    <Next visit/>
                    <Postponed lot=lot.clone()/>
                    <TermsPanel terms=terms.clone()/>
                </div>
                <aside class="stack" aria-label=t("截止时间与金额", "Deadline and amounts")>
                    <Countdown until=terms.deadline now=lot.now label=t("距投标截止", "Time to the deadline")/>
                    {(lot.stage == StageName::Scheduled).then(|| view! { <BeforeTheDay lot=lot.clone()/> }.erase())}
                    <KeyFigures terms/>
                </aside>
            </div>
        </div>
    }
    .erase()
}

/// What is done before the day of the opening. Nobody puts into a calendar what is over in minutes.
#[component]
fn BeforeTheDay(lot: LotView) -> impl IntoView {
    let calendar = (!lot.terms.practice).then(|| {
        view! {
            <a class="button button--small" href=path(lot.id, "calendar.ics") rel="external">
                {t("加入日历", "Add to the calendar")}
            </a>
        }
        .erase()
    });
    view! {
        <div class="cluster no-print">
            <a class="button button--small" href=path(lot.id, "ready")>{t("开标前检查", "Readiness check")}</a>
            {calendar}
        </div>
    }
    .erase()
}

/// Whoever waits on this page sees the next step when the deadline comes, without reloading.
fn turn_at_the_deadline(visit: &Visit, clock: Clock) {
    let left = clock.until(visit.lot.terms.deadline);
    let again = visit.again;
    Effect::new(move |before: Option<bool>| {
        let over = left.get() == 0;
        if over && before == Some(false) {
            // The server turns the stage within its next second.
            set_timeout(move || again.run(()), std::time::Duration::from_millis(1500));
        }
        over
    });
}

/// Taking a committed bid back before the deadline: said twice, done once.
#[component]
pub fn Withdraw(visit: Visit) -> impl IntoView {
    let bid = visit.lot.my_bid.as_ref().map(|bid| bid.id);
    let again = visit.again;
    let withdraw = Action::new(move |(): &()| async move {
        let bid = bid.ok_or(ApiError::Unreachable)?;
        api::lots::withdraw_bid(bid).await?;
        again.run(());
        Ok::<(), ApiError>(())
    });
    let refused = move || withdraw.value().get().and_then(Result::err);
    view! {
        <details>
            <summary>{t("撤回投标文件", "Withdraw the bid")}</summary>
            <div class="decide decide--danger">
                <p>
                    {t("撤回后已递交的投标文件作废，回执随之失效。截止前可以重新投标；截止后不能再递交，也不能再撤回。",
                        "The lodged bid becomes void and its receipt with it. You may bid again until the deadline; after it nothing can be lodged or withdrawn.")}
                </p>
                {move || refused().map(|error| view! { <RefusalNotice refusal=error/> }.erase())}
                <div class="actions">
                    <button
                        type="button"
                        class="button button--danger"
                        aria-busy=move || withdraw.pending().get().then_some("true")
                        disabled=withdraw.pending()
                        on:click=move |_| { withdraw.dispatch(()); }
                    >
                        {t("确认撤回", "Withdraw it")}
                    </button>
                </div>
            </div>
        </details>
    }.erase()
}

#[component]
fn KeyFigures(terms: Terms) -> impl IntoView {
    let unit = t("元", "yuan");
    view! {
        <dl class="figures">
            <div class="key-figure">
                <dt>{t("最高投标限价", "Ceiling price")}</dt>
                <dd>{terms.ceiling.to_string()}<span class="unit">{unit}</span></dd>
            </div>
            <div class="key-figure">
                <dt>{t("投标保证金（保函）", "Bid guarantee")}</dt>
                <dd>{terms.guarantee.to_string()}<span class="unit">{unit}</span></dd>
            </div>
        </dl>
    }
    .erase()
}

/// What the tender document sets for a lot.
#[component]
fn TermsPanel(terms: Terms) -> impl IntoView {
    let deadline = terms.deadline;
    let until = validity_end(&terms);
    let days = terms.validity_days;
    let rules = rules(lang(), &terms).map(|(name, words)| view! { <Fact name>{words}</Fact> }.erase()).collect_view();
    let asked = (!terms.procedure.is_tender()).then(|| procedure(&terms));
    let drawn = terms.draws.into_iter().map(|draw| {
        let values = draw.values.join("、");
        let name = pick(lang(), format!("抽取系数 {}", draw.name), format!("Drawn at the opening: {}", draw.name));
        view! { <Fact name>{values}</Fact> }.erase()
    });
    let drawn = drawn.collect_view();
    let validity = pick(
        lang(),
        format!("{days} 天，自投标截止之日起算，至 {} 止", until.chinese()),
        format!("{days} days from the deadline, until {until}"),
    );
    view! {
        <section class="panel" aria-labelledby="terms">
            <h2 id="terms">{t("标段信息", "Terms of the lot")}</h2>
            <Summary>
                <Fact name=t("标段编号", "Lot code")><span class="mono">{terms.code}</span></Fact>
                <Fact name=t("标段名称", "Lot title")>{terms.title}</Fact>
                <Fact name=names::tenderer(lang(), terms.procedure)>{terms.tenderer}</Fact>
                <Fact name=t("最高投标限价", "Ceiling price")>
                    <Money fen=terms.ceiling/>
                    <p class="muted" lang="zh-CN">"人民币"{terms.ceiling.capitals()}</p>
                </Fact>
                <Fact name=t("保函金额不低于", "Guarantee of at least")>
                    <Money fen=terms.guarantee/>
                    <p class="muted" lang="zh-CN">"人民币"{terms.guarantee.capitals()}</p>
                </Fact>
                <Fact name=t("投标截止（开标）时间", "Deadline and opening")>
                    <time datetime=deadline.to_local()>{deadline.to_string()}</time>
                    {t("（北京时间）", " (Beijing time)")}
                </Fact>
                <Fact name=t("投标有效期", "Bid validity")>{validity}</Fact>
                {rules}
                {asked}
                {drawn}
                <Fact name=t("开标方式", "Opening")>
                    {t("远程开标：投标人在线签到、解密、确认", "Remote: bidders sign in, decrypt and confirm online")}
                </Fact>
            </Summary>
        </section>
    }
    .erase()
}

/// How offers are asked for, where it is no tender.
fn procedure(terms: &Terms) -> AnyView {
    let rounds = terms.rounds.map(|Rounds { count, seconds, falling }| {
        let last = if falling {
            t("；不得高于本单位上次报价", "; not above the bidder's own last price")
        } else {
            ""
        };
        let each = names::span(lang(), seconds.into());
        let words = pick(
            lang(),
            format!("唱标后 {count} 轮，每轮 {each}；密封递交，同时公开唱出{last}"),
            format!("{count} after the read-out, {each} each; sealed, and read out to all at once{last}"),
        );
        view! { <Fact name=names::label(lang(), Field::Rounds)>{words}</Fact> }.erase()
    });
    let procedure = names::procedure(lang(), terms.procedure);
    view! {
        <Fact name=names::label(lang(), Field::Procedure)>{procedure}</Fact>
        {rounds}
    }
    .erase()
}
