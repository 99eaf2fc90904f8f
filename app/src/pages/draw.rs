//! Reckoning a drawing of coefficients again (抽取系数核验), in the reader's own browser.

use bundle::drawn;
use domain::LotId;
use domain::draw::Drawing;
use domain::room::{Event, Line, Room};
use domain::view::RoomView;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::browser::alive;
use crate::erase::Erase;
use crate::parts::facts::{Fact, Summary};
use crate::parts::hall::room_of_address;
use crate::parts::notice::{Notice, PracticeBanner, RefusalNotice, Tone, Waiting};
use crate::parts::with_lot::path;
use crate::text::{lang, pick, t};

#[component]
pub fn Draw() -> impl IntoView {
    let room = room_of_address();
    view! {
        <Title text=t("抽取系数", "Coefficients drawn")/>
        <Suspense fallback=Waiting>
            {move || Suspend::new(async move {
                match room.await {
                    Ok(view) => view! { <Shown view/> }.erase(),
                    Err(refusal) => view! { <RefusalNotice refusal/> }.erase(),
                }
            })}
        </Suspense>
    }
    .erase()
}

#[component]
fn Shown(view: RoomView) -> impl IntoView {
    let RoomView { lot, entries, .. } = view;
    let (drawing, rows) = Room::replay(&entries).map(|room| (room.drawing, room.rows)).unwrap_or_default();
    let named =
        |line: &Line| rows.iter().find(|row| row.bid == line.bid).map(|row| row.name.clone()).unwrap_or_default();
    let lines = entries.into_iter().find_map(|entry| match entry.event {
        Event::ReadOut { lines } => Some(lines),
        _ => None,
    });
    let lines = lines.unwrap_or_default();
    let names = lines.iter().map(named).collect();
    let body = match drawing {
        None if lot.terms.draws.is_empty() => view! { <p>{t("本标段没有抽取系数。", "Nothing is drawn for this lot.")}</p> }.erase(),
        None => view! { <p>{t("解密开始时公布平台的承诺值，唱标时产生结果。", "The platform is bound when decryption starts; the outcome comes with the read-out.")}</p> }.erase(),
        Some(drawing) => view! { <Drawn lot=lot.id drawing lines names/> }.erase(),
    };
    view! {
        {lot.terms.practice.then(|| view! { <PracticeBanner/> }.erase())}
        <div class="page-flow">
            <header>
                <h1>{t("抽取系数", "Coefficients drawn")}</h1>
                <p class="lede"><a href=path(lot.id, "room")>{lot.terms.title}</a></p>
            </header>
            {body}
            <Rule/>
        </div>
    }
    .erase()
}

/// `names` are those of the bidders, line by line.
#[component]
fn Drawn(lot: LotId, drawing: Drawing, lines: Vec<Line>, names: Vec<String>) -> impl IntoView {
    let Some(outcome) = drawing.outcome.clone() else {
        return view! { <Inputs digest=drawing.digest secret=None lines names/> }.erase();
    };
    let checked = drawn(lot, &drawing, &outcome, &lines.iter().collect::<Vec<_>>());
    let rows = drawing.draws.iter().zip(&outcome.values).zip(&checked.values).map(|((draw, value), holds)| {
        let badge = if *holds { "badge badge--good" } else { "badge badge--bad" };
        view! {
            <tr>
                <th scope="row">{draw.name.clone()}</th>
                <td data-label=t("备选值", "Values")>{draw.values.join("、")}</td>
                <td data-label=t("结果", "Drawn")><strong>{value.clone()}</strong></td>
                <td data-label=t("核验", "Check")>
                    <span class=badge>{if *holds { t("一致", "holds") } else { t("不一致", "differs") }}</span>
                </td>
            </tr>
        }
        .erase()
    });
    let rows = rows.collect_view();
    view! {
        <Verdict holds=checked.all()/>
        <div class="table-scroll" tabindex="0" role="region" aria-label=t("抽取结果", "Outcome")>
            <table class="data data--cards">
                <thead>
                    <tr>
                        <th scope="col">{t("系数", "Coefficient")}</th>
                        <th scope="col">{t("备选值", "Values")}</th>
                        <th scope="col">{t("结果", "Drawn")}</th>
                        <th scope="col">{t("核验", "Check")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Inputs digest=drawing.digest secret=Some(outcome.secret) lines names/>
    }
    .erase()
}

/// Without scripts the server has reckoned, which proves nothing about the server.
#[component]
fn Verdict(holds: bool) -> impl IntoView {
    let (alive, lang) = (alive(), lang());
    let tone = if holds { Tone::Good } else { Tone::Bad };
    let words = move || match (holds, alive.get()) {
        (true, true) => pick(
            lang,
            "已在本机核验：承诺值与秘密数相符，每项结果都由公布的数据算得。",
            "Reckoned on this machine: the secret fits what was told of it before, and every value follows from what is published.",
        ),
        (true, false) => pick(
            lang,
            "浏览器没有运行脚本，以下由服务器计算；可以按下述方法自行核验。",
            "Scripts do not run here, so the server reckoned; you can check it yourself as told below.",
        ),
        (false, _) => pick(
            lang,
            "核验不通过：结果不能由公布的数据算得。请保留本页并报告监督部门。",
            "This does not hold: the outcome does not follow from what is published. Keep this page and tell the supervisor.",
        ),
    };
    view! { <Notice tone><p>{words}</p></Notice> }.erase()
}

#[component]
fn Inputs(digest: String, secret: Option<String>, lines: Vec<Line>, names: Vec<String>) -> impl IntoView {
    let secret = secret.unwrap_or_else(|| t("唱标时公布", "told with the read-out").to_owned());
    let keys = lines.into_iter().zip(names).map(|(line, name)| {
        let number = pick(lang(), format!("投标文件编号 {}", line.bid), format!("Bid {}", line.bid));
        view! { <Fact name><code class="mono">{line.key}</code> <p class="muted">{number}</p></Fact> }.erase()
    });
    let keys = keys.collect_view();
    view! {
        <section class="panel" aria-labelledby="inputs">
            <h2 id="inputs">{t("公布的数据", "What is published")}</h2>
            <Summary>
                <Fact name=t("平台承诺值（解密前公布）", "Told of the secret before decryption")><code class="mono">{digest}</code></Fact>
                <Fact name=t("平台秘密数（唱标时公布）", "The platform's secret")><code class="mono">{secret}</code></Fact>
                {keys}
            </Summary>
            <p class="muted">
                {t("投标文件按唱标顺序排列，所列为各开标一览表的密钥，投标人在截止前密封时确定。",
                    "In the order of the read-out: the key of each form, which its bidder fixed when it sealed, before the deadline.")}
            </p>
        </section>
    }
    .erase()
}

#[component]
fn Rule() -> impl IntoView {
    view! {
        <section aria-labelledby="rule">
            <h2 id="rule">{t("为什么任何人都不能左右结果", "Why nobody can steer it")}</h2>
            <p>
                {t("备选值写在招标文件里。投标人的密钥在投标截止前已经随密封确定，平台的秘密数在解密前已经用承诺值锁定，双方都不能在看到对方以后再改。结果由全部数据的 SM3 摘要算得，缺一不可；不解密的，投标文件视为撤销。",
                    "The values stand in the tender document. Bidders fixed their keys when they sealed, before the deadline; the platform was bound to its secret before decryption. Neither can change after seeing the other. The outcome is reckoned by SM3 over all of it; who does not decrypt loses its bid.")}
            </p>
        </section>
    }
    .erase()
}
