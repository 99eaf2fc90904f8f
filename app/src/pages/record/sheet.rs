//! The sheet itself.

use domain::floor::Floor;
use domain::room::{Entry, Room};
use domain::stage::Stage;
use domain::view::LotView;
use domain::{Lang, broadcast};
use leptos::prelude::*;

use super::broadcasts::Broadcasts;
use super::papers::Papers;
use super::table::Table;
use super::{Acts, Proof, Talk};
use crate::browser::alive;
use crate::erase::Erase;
use crate::parts::around::Objections;
use crate::parts::facts::{Moment, Money};
use crate::text::rules::rules;
use crate::text::{lang, names, pick};

#[component]
pub fn Sheet(lot: LotView, room: Room, entries: Vec<Entry>, printed: bool, bundle: Option<u64>) -> impl IntoView {
    let lang = lang();
    let failed = room.stage == Stage::Failed;
    let shown = Signal::stored(room.clone());
    let body = if failed {
        view! { <Failure bids=room.bids.unwrap_or_default()/> }.erase()
    } else {
        view! {
            <Table room=room.clone()/>
            <section class="record__remarks">
                <h2>{pick(lang, "异议与答复", "Objections and answers")}</h2>
                <Objections room=shown/>
            </section>
        }
        .erase()
    };
    let (title, reels) = (lot.terms.title.clone(), broadcast::shown(&entries));
    let floor = Floor::of(&entries);
    view! {
        <article class="record">
            <header class="record__head">
                <h1>{pick(lang, "开标记录表", "Opening record")}</h1>
                <p>{title}</p>
            </header>
            {facts(lang, &lot, &room)}
            {body}
            <Talk floor room=shown/>
            <Acts entries room=shown/>
            {(!failed).then(|| view! { <Signatures/> }.erase())}
            <Proof rows=room.rows/>
            <Broadcasts lot=lot.id reels/>
        </article>
        <Papers lot=lot.id printed bundle/>
        <PrintButton/>
    }
    .erase()
}

fn facts(lang: Lang, lot: &LotView, room: &Room) -> impl IntoView + use<> {
    let fact = move |chinese, english, value: AnyView| {
        view! { <div><dt>{pick(lang, chinese, english)}</dt><dd>{value}</dd></div> }.erase()
    };
    let moment = |at: Option<_>| at.map(|at| view! { <Moment at/> }.erase()).into_any();
    let terms = &lot.terms;
    let tenderer = names::tenderer(lang, terms.procedure);
    let ceiling = terms.ceiling;
    let bids = room.bids.unwrap_or_default();
    let closed = room.closed_at.map(|_| fact("结束时间", "Closed", moment(room.closed_at)));
    let decrypted = room.rows.iter().filter(|row| row.decrypted.is_some()).count();
    let seals = room.differing.as_ref().map(|differing| {
        let words = match differing.len() {
            0 => pick(lang, "全部与递交时一致".to_owned(), "every bid as it was committed".to_owned()),
            n => pick(lang, format!("{n} 份与递交时不一致"), format!("{n} bids not as they were committed")),
        };
        fact("密封核对", "Seals checked", words.into_any())
    });
    let rounds = (room.rounds > 0).then(|| {
        let words = pick(
            lang,
            format!("{}，报价 {} 轮", names::procedure(lang, terms.procedure), room.round),
            format!("{}, {} rounds", names::procedure(lang, terms.procedure), room.round),
        );
        fact("采购方式", "Procedure", words.into_any())
    });
    let decrypted = (room.stage == Stage::Closed).then(|| {
        fact(
            "解密情况",
            "Decrypted",
            pick(
                lang,
                format!("{decrypted} 份成功，{} 份未解密", room.rows.len() - decrypted),
                format!("{decrypted} bids, {} not", room.rows.len() - decrypted),
            )
            .into_any(),
        )
    });
    let rule = |(name, words): (&'static str, String)| view! { <div><dt>{name}</dt><dd>{words}</dd></div> }.erase();
    let rules = rules(lang, terms).map(rule).collect_view();
    view! {
        <dl class="record__facts">
            {fact("标段编号", "Lot", terms.code.clone().into_any())}
            {fact(tenderer, tenderer, terms.tenderer.clone().into_any())}
            {fact("开标时间", "Opened", moment(room.opened_at.or(Some(terms.deadline))))}
            {closed}
            {fact("开标地点", "Place", pick(lang, "本平台网上开标室", "Online, in this platform's opening room").into_any())}
            {fact("最高投标限价", "Ceiling price", view! { <Money fen=ceiling/> }.erase())}
            {fact("递交投标文件", "Bids received", pick(lang, format!("{bids} 份"), bids.to_string()).into_any())}
            {seals}
            {decrypted}
            {rules}
            {rounds}
        </dl>
        <p class="muted">{pick(lang, "表中时间均为北京时间。", "All times are Beijing time.")}</p>
    }.erase()
}

/// Fewer than three bids.
#[component]
fn Failure(bids: u32) -> impl IntoView {
    let lang = lang();
    let words = pick(
        lang,
        format!(
            "至投标截止时间，收到投标文件 {bids} 份，投标人少于三个。依照《中华人民共和国招标投标法实施条例》第四十四条，不得开标，招标人应当重新招标。投标文件保持密封，未经解密，投标人名称不公布。"
        ),
        format!(
            "At the deadline {bids} bids had come in, from fewer than three bidders. By article 44 of the Implementing Regulations of the Bidding Law no opening takes place and bids must be invited again. The bids stay sealed and unread; their bidders are not named."
        ),
    );
    view! {
        <section class="record__remarks">
            <h2>{pick(lang, "未开标", "No opening")}</h2>
            <p>{words}</p>
        </section>
    }
    .erase()
}

/// For the paper copy; on the platform the confirmations in the table stand for them.
#[component]
fn Signatures() -> impl IntoView {
    let lang = lang();
    let line = move |chinese, english| {
        view! { <div><span>{pick(lang, chinese, english)}</span><span class="record__line"></span></div> }.erase()
    };
    view! {
        <div class="record__signatures">
            {line("招标人代表（主持人）", "For the tenderer (host)")}
            {line("见证（交易中心）", "Witness (centre)")}
            {line("监督", "Supervisor")}
        </div>
    }
    .erase()
}

#[component]
fn PrintButton() -> impl IntoView {
    let alive = alive();
    let print = |_| {
        // A browser without a printer has nothing to say to that.
        let _refused = window().print();
    };
    view! {
        <div class="actions no-print">
            <button type="button" class="button" disabled=move || !alive.get() on:click=print>
                {pick(lang(), "打印", "Print")}
            </button>
        </div>
    }
    .erase()
}
