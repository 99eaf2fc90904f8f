//! The bidders of an opening: who, and how far, or why they are not shown yet. What they offered stands in the read-out.

use domain::room::{Room, Row};
use domain::stage::{Stage, StageName};
use domain::{BidId, Lang, Timestamp};
use leptos::prelude::*;

use crate::erase::{Erase, live, rows};
use crate::parts::facts::Moment;
use crate::parts::hall::Hall;
use crate::parts::rounds;
use crate::parts::timeline::cause;
use crate::text::{lang, names, pick};

/// The rows below the heading `bidders-title`, in the order in which the bids were committed; `mine` is marked.
#[component]
fn Bidders(#[prop(into)] room: Signal<Room>, #[prop(into, optional)] mine: Signal<Option<BidId>>) -> impl IntoView {
    let lang = lang();
    let read = Memo::new(move |_| room.with(is_read));
    let stage = Memo::new(move |_| room.with(|room| room.stage.name()));
    let round = Memo::new(move |_| room.with(|room| room.round));
    let head = move |chinese, english| view! { <th scope="col">{pick(lang, chinese, english)}</th> }.erase();
    let numbers =
        move |chinese, english| view! { <th scope="col" class="num">{pick(lang, chinese, english)}</th> }.erase();
    let heads = live(move || {
        let read = read.get().then(|| head("确认", "Confirmed"));
        let round = (round.get() > 0).then(|| head("本轮报价", "This round"));
        view! {
            {numbers("序号", "No.")}
            {head("投标人", "Bidder")}
            {head("统一社会信用代码", "Credit code")}
            {head("递交时间", "Committed")}
            {head("签到", "Sign-in")}
            {head("解密", "Decryption")}
            {round}
            {read}
        }
        .erase()
    });
    let numbered = move || room.with(|room| (1_usize..).zip(room.rows.iter().cloned()).collect::<Vec<_>>());
    let key = move |(_, row): &(usize, Row)| {
        let quoted = room.with(|room| rounds::state(lang, room, row));
        format!("{} {} {:?} {quoted:?}", face(row), read.get(), stage.get())
    };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-labelledby="bidders-title">
            <table class="data data--cards">
                <caption>
                    {pick(lang, "按递交时间排列，时间为北京时间", "In the order of committing; Beijing time")}
                </caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>
                    {rows(numbered, key, move |(number, shown)| {
                        let quoted = room.with_untracked(|room| rounds::state(lang, room, &shown));
                        row(lang, number, &shown, mine, read.get_untracked(), stage.get_untracked(), quoted)
                    })}
                </tbody>
            </table>
        </div>
    }
    .erase()
}

/// From the read-out on bidders confirm.
fn is_read(room: &Room) -> bool {
    room.round > 0 || matches!(room.stage.name(), StageName::ReadOut | StageName::Objections | StageName::Closed)
}

/// All that changes in a row: a row whose face is the same is not drawn again.
fn face(row: &Row) -> String {
    format!(
        "{} {} {:?} {:?} {} {:?} {:?}",
        row.bid, row.differs, row.signed_in, row.decrypted, row.refused, row.failed, row.confirmed
    )
}

pub fn row(
    lang: Lang,
    number: usize,
    row: &Row,
    mine: Signal<Option<BidId>>,
    read: bool,
    stage: StageName,
    quoted: Option<(&'static str, &'static str)>,
) -> AnyView {
    let bid = row.bid;
    let own = move || mine.get() == Some(bid);
    let own_mark = live(move || {
        own().then(|| view! { " " <span class="badge badge--info">{pick(lang, "本单位", "You")}</span> }.erase())
    });
    let label = move |chinese: &'static str, english: &'static str| pick(lang, chinese, english);
    // Whoever is not there at the read-out has no other chance.
    let signed_in = signed_in(lang, row.signed_in, if read { StageName::ReadOut } else { stage });
    let read = read.then(|| confirmed(lang, row));
    let quoted = quoted.map(|(class, words)| {
        view! { <td data-label=label("本轮报价", "This round")><span class=class>{words}</span></td> }.erase()
    });
    let differs = row.differs.then(|| {
        view! { " " <span class="badge badge--bad">{label("与递交时不一致", "Not as committed")}</span> }.erase()
    });
    view! {
        <tr class:is-own=own class:is-failed=row.failed.is_some()>
            <td class="num" data-label=label("序号", "No.")>{number}</td>
            <th scope="row">{row.name.clone()}{own_mark}</th>
            <td class="mono" data-label=label("统一社会信用代码", "Credit code")>{row.code.to_string()}</td>
            <td data-label=label("递交时间", "Committed")><Moment at=row.committed/>{differs}</td>
            <td data-label=label("签到", "Sign-in")>{signed_in}</td>
            <td data-label=label("解密", "Decryption")>{decrypted(lang, row, stage)}</td>
            {quoted}
            {read}
        </tr>
    }
    .erase()
}

fn signed_in(lang: Lang, at: Option<Timestamp>, stage: StageName) -> AnyView {
    let over = stage > StageName::Decrypting;
    match at {
        Some(at) => done(pick(lang, "已签到", "Signed in"), at),
        None if over => view! { <span class="badge badge--bad">{pick(lang, "未签到", "Absent")}</span> }.erase(),
        None => view! { <span class="badge badge--quiet">{pick(lang, "未签到", "Not yet")}</span> }.erase(),
    }
}

/// How the bid fared: decrypted, out with its cause, or still open.
fn decrypted(lang: Lang, row: &Row, stage: StageName) -> AnyView {
    if let Some(at) = row.decrypted {
        return done(pick(lang, "已解密", "Decrypted"), at);
    }
    if let Some(failed) = row.failed {
        return view! {
            <span class="badge badge--bad">{cause(lang, failed)}</span>
            " "
            <span class="muted">{names::cause(lang, failed)}</span>
        }
        .erase();
    }
    if stage < StageName::Decrypting {
        return view! { <span class="muted">{pick(lang, "未开始", "Not begun")}</span> }.erase();
    }
    let refused = (row.refused > 0).then(|| {
        let n = row.refused;
        pick(lang, format!(" 密钥不符 {n} 次"), format!(" {n} keys refused"))
    });
    view! {
        <span class="badge badge--warn">{pick(lang, "未解密", "Not yet")}</span>
        <span class="muted">{refused}</span>
    }
    .erase()
}

fn done(word: &'static str, at: Timestamp) -> AnyView {
    view! { <span class="badge badge--good">{word}</span> " " <Moment at clock=true/> }.erase()
}

/// Whether the bidder stands by what was read out.
fn confirmed(lang: Lang, row: &Row) -> AnyView {
    let words = match (row.confirmed, &row.line) {
        (Some(at), _) => done(pick(lang, "已确认", "Confirmed"), at),
        (None, Some(_)) => view! { <span class="badge badge--quiet">{pick(lang, "未确认", "Not yet")}</span> }.erase(),
        (None, None) => pick(lang, "不唱标", "Not read out").into_any(),
    };
    view! { <td data-label=pick(lang, "确认", "Confirmed")>{words}</td> }.erase()
}

/// The bidders of an opening, or why they are not shown yet. `children` stand above: the read-out.
#[component]
pub fn Attendance(hall: Hall, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let lang = lang();
    let named = Memo::new(move |_| hall.room.with(|room| !room.rows.is_empty()));
    view! {
        <div class="room__table">
            {children.map(|children| children())}
            <h2 id="bidders-title">{pick(lang, "投标人", "Bidders")}</h2>
            {move || {
                if named.get() {
                    view! { <Bidders room=hall.room mine=hall.my_id()/> }.erase()
                } else {
                    view! { <p class="muted">{move || hall.room.with(|room| unnamed(lang, room))}</p> }.erase()
                }
            }}
        </div>
    }
    .erase()
}

/// Before the deadline nobody sees who bids or how many; before the announcement nobody sees who.
fn unnamed(lang: Lang, room: &Room) -> String {
    let bids = room.bids.unwrap_or_default();
    match room.stage {
        Stage::Scheduled => pick(
            lang,
            "投标截止前，任何人都看不到投标人的名称和数量。",
            "Before the deadline nobody can see who bids or how many.",
        )
        .to_owned(),
        Stage::Failed => pick(
            lang,
            format!("收到投标文件 {bids} 份，不足三份。投标文件保持密封，投标人名称不公布。"),
            format!("{bids} bids came in, fewer than three. They stay sealed and their bidders are not named."),
        ),
        _ => pick(
            lang,
            format!("收到投标文件 {bids} 份，份数已锁定。主持人公布后显示投标人名单。"),
            format!("{bids} bids came in; the number is fixed. The host is about to announce the bidders."),
        ),
    }
}
