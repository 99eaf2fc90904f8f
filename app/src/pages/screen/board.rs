//! The middle of the screen after the deadline: the number of bids, then the bidders and how far they are, then what was
//! read out.

use domain::Lang;
use domain::room::{Room, Row};
use domain::stage::{Stage, StageName};
use leptos::prelude::*;

use super::are_listed;
use super::turning::Turning;
use crate::erase::{Erase, live, rows};
use crate::parts::hall::Hall;
use crate::parts::rounds;
use crate::parts::timeline::cause;
use crate::text::{lang, pick};

#[component]
pub fn Board(hall: Hall, turning: Turning) -> impl IntoView {
    let lang = lang();
    let listed = Memo::new(move |_| hall.room.with(|room| are_listed(room.stage)));
    let read = Memo::new(move |_| hall.room.with(|room| room.round > 0 || room.stage.name() >= StageName::ReadOut));
    // How many rounds were read out, and whether another goes on.
    let rounds = Memo::new(move |_| hall.room.with(|room| (room.rounds_read(), room.round)));
    live(move || match (listed.get(), read.get(), rounds.get()) {
        (false, ..) => view! { <Count hall/> }.erase(),
        (true, read, rounds) => view! {
            <Progress hall/>
            {table(lang, hall, turning, read, rounds)}
        }
        .erase(),
    })
}

/// Before the announcement the number is all that anybody may know.
#[component]
fn Count(hall: Hall) -> impl IntoView {
    let lang = lang();
    live(move || {
        let (bids, failed) = hall.room.with(|room| (room.bids.unwrap_or_default(), room.stage == Stage::Failed));
        let words = if failed {
            pick(
                lang,
                "收到投标文件不足三份，不得开标。投标文件保持密封，投标人名称不公布。",
                "Fewer than three bids came in: no opening. They stay sealed, and their bidders are not named.",
            )
        } else {
            pick(
                lang,
                "投标截止，投标文件份数已锁定。投标人正在签到，请等待公布投标人。",
                "The deadline has passed and the number of bids is fixed. Bidders are signing in.",
            )
        };
        view! {
            <div class="screen__one">
                <p class="screen__figure">{pick(lang, format!("{bids} 份"), format!("{bids} bids"))}</p>
                <p>{words}</p>
            </div>
        }
        .erase()
    })
}

/// How many of the bidders are how far.
#[component]
fn Progress(hall: Hall) -> impl IntoView {
    let lang = lang();
    let words = Memo::new(move |_| hall.room.with(|room| progress(lang, room)));
    live(move || {
        let (label, done, all) = words.get();
        view! {
            <div class="screen__progress">
                <span>{label.clone()} " " <strong>{format!("{done} / {all}")}</strong></span>
                <progress max=all.to_string() value=done.to_string() aria-label=label></progress>
            </div>
        }
        .erase()
    })
}

/// What is counted at this stage, of how many it is done, and how many there are.
fn progress(lang: Lang, room: &Room) -> (String, usize, usize) {
    let count = |done: fn(&Row) -> bool| room.rows.iter().filter(|row| done(row)).count();
    let all = room.rows.len();
    let quotes = room.quotes() as usize;
    let opened =
        || room.rows.iter().filter(|row| room.quote(row.bid).is_some_and(|one| one.decrypted.is_some())).count();
    let (words, done, all) = match room.stage.name() {
        StageName::Announced => (("已签到", "Signed in"), count(|row| row.signed_in.is_some()), all),
        StageName::Quoting => (("已报价", "Quoted"), quotes, quotes + room.unquoted() as usize),
        StageName::Decrypting | StageName::Decrypted if room.round > 0 => (("已解密", "Decrypted"), opened(), quotes),
        StageName::ReadOut if room.round > 0 => (("已唱标", "Read out"), opened(), quotes),
        StageName::Decrypting | StageName::Decrypted => {
            (("已解密", "Decrypted"), count(|row| row.decrypted.is_some()), all)
        }
        StageName::ReadOut => (("已唱标", "Read out"), count(|row| row.line.is_some()), all),
        _ => (("已确认", "Confirmed"), count(|row| row.confirmed.is_some()), count(|row| row.line.is_some())),
    };
    (pick(lang, words.0, words.1).to_owned(), done, all)
}

fn table(lang: Lang, hall: Hall, turning: Turning, read: bool, (prices, round): (u32, u32)) -> AnyView {
    let head = move |chinese, english| view! { <th scope="col">{pick(lang, chinese, english)}</th> }.erase();
    // With a price in every round there is no room for the rest, which has not changed.
    let rest = if round == 0 {
        view! {
            {head("工期", "Duration")}
            {head("质量目标", "Quality")}
            {head("项目负责人", "Manager")}
            {head("确认", "Confirmed")}
        }
        .erase()
    } else {
        let last = if prices < round { head("本轮报价", "This round") } else { head("确认", "Confirmed") };
        view! { {hall.room.with_untracked(|room| rounds::heads(lang, room))} {last} }.erase()
    };
    let heads = if read {
        view! {
            <th scope="col" class="num">{pick(lang, "投标报价（元）", "Price (yuan)")}</th>
            {rest}
        }
        .erase()
    } else {
        view! {
            {head("签到", "Sign-in")}
            {head("解密", "Decryption")}
        }
        .erase()
    };
    let few = move || hall.room.with(|room| room.rows.len()) <= 4;
    let draw = move |(number, row): (usize, Row)| {
        let rest = if read { hall.room.with_untracked(|room| offer(lang, room, &row)) } else { state(lang, &row) };
        view! {
            <tr class:is-failed=row.failed.is_some()>
                <td class="num">{number}</td>
                <th scope="row">{row.name}</th>
                {rest}
            </tr>
        }
        .erase()
    };
    let key = move |(number, row): &(usize, Row)| {
        let quoted = hall.room.with(|room| rounds::state(lang, room, row));
        let (failed, confirmed) = (row.failed.is_some(), row.confirmed);
        format!("{number} {:?} {:?} {failed} {confirmed:?} {quoted:?}", row.signed_in, row.decrypted)
    };
    view! {
        <table class="screen__table" class:is-few=few class:is-read=read>
            <caption class="visually-hidden">{pick(lang, "按递交时间排列，不代表名次", "In the order of committing, not of rank")}</caption>
            <thead>
                <tr><th scope="col" class="num">{pick(lang, "序号", "No.")}</th>{head("投标人", "Bidder")} {heads}</tr>
            </thead>
            <tbody>{rows(move || turning.shown(), key, draw)}</tbody>
        </table>
    }
    .erase()
}

fn state(lang: Lang, row: &Row) -> AnyView {
    let mark = |done: bool, chinese: &'static str, english: &'static str, not: (&'static str, &'static str)| {
        if done {
            view! { <td class="is-done">"✓ " {pick(lang, chinese, english)}</td> }.erase()
        } else {
            view! { <td class="muted">{pick(lang, not.0, not.1)}</td> }.erase()
        }
    };
    let decrypted = match row.failed {
        Some(why) => view! { <td class="is-out">{pick(lang, "未解密，", "No, ")} {cause(lang, why)}</td> }.erase(),
        None => mark(row.decrypted.is_some(), "已解密", "Decrypted", ("未解密", "Not yet")),
    };
    view! {
        {mark(row.signed_in.is_some(), "已签到", "Signed in", ("未签到", "Not yet"))}
        {decrypted}
    }
    .erase()
}

fn offer(lang: Lang, room: &Room, row: &Row) -> AnyView {
    let Some(line) = &row.line else {
        let why = row.failed.map(|failed| cause(lang, failed));
        let span = if room.round == 0 { 5 } else { 2 + room.rounds_read() };
        return view! { <td class="is-out" colspan=span.to_string()>{pick(lang, "未解密，不唱标", "Not decrypted, not read out")} " " {why}</td> }
            .erase();
    };
    let form = line.form.clone();
    let days = pick(lang, format!("{} 日历天", form.duration_days), format!("{} days", form.duration_days));
    let confirmed = match row.confirmed {
        Some(_) => view! { <td class="is-done">"✓ " {pick(lang, "已确认", "Yes")}</td> }.erase(),
        None => view! { <td class="muted">{pick(lang, "未确认", "Not yet")}</td> }.erase(),
    };
    let rest = if room.round == 0 {
        view! {
            <td>{days}</td>
            <td>{form.quality}</td>
            <td>{form.manager}</td>
            {confirmed}
        }
        .erase()
    } else {
        let now = rounds::state(lang, room, row).filter(|_| room.rounds_read() < room.round);
        let now = now.map(|(class, words)| view! { <td><span class=class>{words}</span></td> }.erase());
        view! { {rounds::cells(lang, room, row)} {now.unwrap_or(confirmed)} }.erase()
    };
    view! {
        <td class="num screen__price">
            {form.price.to_string()} <span lang="zh-CN">{form.price.capitals()}</span>
        </td>
        {rest}
    }
    .erase()
}
