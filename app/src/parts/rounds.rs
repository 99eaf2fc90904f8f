//! Rounds of quotation in tables: a column a round that was read out, in a table below that of the bids or on screen, and how
//! far each bidder is in the one that goes on.

use domain::Lang;
use domain::opening::FEWEST_BIDS;
use domain::room::{Above, Cause, Quote, Room, Row};
use domain::stage::StageName;
use leptos::prelude::*;

use crate::erase::Erase;
use crate::text::pick;

/// Every price of the rounds that were read out, and their rule; nothing before the first.
pub fn table(lang: Lang, room: &Room, class: &'static str) -> Option<AnyView> {
    let note = note(lang, room)?;
    let line = |(number, row): (usize, &Row)| {
        view! {
            <tr>
                <td data-label=pick(lang, "序号", "No.")>{number}</td>
                <th scope="row">{row.name.clone()}</th>
                {cells(lang, room, row)}
            </tr>
        }
        .erase()
    };
    let lines = (1..).zip(&room.rows).filter(|(_, row)| row.line.is_some()).map(line).collect_view();
    let table = view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=pick(lang, "多轮报价表", "Table of the quotations")>
            <table class=class>
                <thead>
                    <tr>
                        <th scope="col">{pick(lang, "序号", "No.")}</th>
                        <th scope="col">{pick(lang, "投标人", "Bidder")}</th>
                        {heads(lang, room)}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        {note}
    };
    Some(table.erase())
}

/// The heads of the columns.
pub fn heads(lang: Lang, room: &Room) -> AnyView {
    let head = |round| view! { <th scope="col" class="num">{name(lang, round)}</th> }.erase();
    (1..=room.rounds_read()).map(head).collect_view().into_any()
}

/// What a bidder quoted, a cell a round.
pub fn cells(lang: Lang, room: &Room, row: &Row) -> AnyView {
    let cell = |round: u32| {
        let quoted = quoted(lang, row.quotes.get(round as usize - 1), room.left(row) == Some(round));
        view! { <td class="num readout__price" data-label=name(lang, round)>{quoted}</td> }.erase()
    };
    (1..=room.rounds_read()).map(cell).collect_view().into_any()
}

/// The name of a round's price.
pub fn name(lang: Lang, round: u32) -> String {
    pick(lang, format!("第 {round} 轮报价（元）"), format!("Round {round} (yuan)"))
}

fn quoted(lang: Lang, quote: Option<&Quote>, left: bool) -> AnyView {
    if let Some(Quote { price: Some(price), above, .. }) = quote {
        let above = above.map(|above| {
            let words = match above {
                Above::Ceiling => pick(lang, "高于最高限价", "Above the ceiling"),
                Above::Last => pick(lang, "高于上次报价", "Above its last price"),
            };
            view! { " " <span class="badge badge--bad">{words}</span> }.erase()
        });
        let capitals = price.capitals();
        return view! { {price.to_string()}{above} <span class="readout__capitals" lang="zh-CN">{capitals}</span> }
            .erase();
    }
    match quote {
        _ if left => view! { <span class="badge badge--bad">{pick(lang, "退出", "Left")}</span> }.erase(),
        Some(_) => pick(lang, "未解密，上次报价有效", "Not opened; last price stands").into_any(),
        None => "—".into_any(),
    }
}

/// How far a bidder is in the round that goes on, or was the last: its class and words. `None` before any.
pub fn state(lang: Lang, room: &Room, row: &Row) -> Option<(&'static str, &'static str)> {
    let quoting = room.stage.name() == StageName::Quoting;
    let (class, words) = match room.quote(row.bid) {
        _ if room.round == 0 => return None,
        _ if row.line.is_none() => ("muted", ("—", "—")),
        _ if room.left(row).is_some() => ("badge badge--bad", ("退出", "Left")),
        None => ("badge badge--warn", ("未报价", "Not yet quoted")),
        Some(Quote { price: Some(_), .. }) => ("badge badge--good", ("已唱标", "Read out")),
        Some(Quote { decrypted: Some(_), .. }) => ("badge badge--good", ("已解密", "Decrypted")),
        Some(Quote { failed: Some(Cause::Platform), .. }) => {
            ("badge badge--quiet", ("上次报价有效", "Last price stands"))
        }
        Some(_) if quoting => ("badge badge--good", ("已报价", "Quoted")),
        Some(_) => ("badge badge--warn", ("未解密", "Not decrypted")),
    };
    Some((class, pick(lang, words.0, words.1)))
}

/// The rule of the rounds, below their prices, and what the host must know when few are left.
fn note(lang: Lang, room: &Room) -> Option<AnyView> {
    let last = room.rounds_read();
    let quoted = |row: &&Row| row.quotes.get(last.wrapping_sub(1) as usize).is_some_and(|quote| quote.price.is_some());
    let over = last == room.round && !room.has_round();
    let few = over && room.rows.iter().filter(quoted).count() < FEWEST_BIDS as usize;
    let few = few.then(|| {
        let words = pick(
            lang,
            "提交最后报价的不足三家，能否继续由采购人依法决定。",
            "Fewer than three handed in a last quotation; whether it may go on is for the purchaser to decide by law.",
        );
        view! { <p><strong>{words}</strong></p> }.erase()
    });
    (last > 0).then(|| {
        let rule = pick(
            lang,
            "以最后一次唱出的报价为准。未报价或者未解密的，视为退出，此前报价保留在记录中；非投标人原因未解密的，上次报价有效。高于限价的报价照实唱出，由评审小组处理。",
            "The price read out last stands. Who did not quote or decrypt has left; its earlier prices stay on record. Where it was no fault of the bidder, its last price stands. Prices above the ceiling are read out as they are; those who evaluate deal with them.",
        );
        view! { {few} <p class="muted">{rule}</p> }.erase()
    })
}
