//! One case side by side: what was typed, entry by entry with a place for a remark, and the scans.

use domain::CreditCode;
use domain::subject::attachment::Attachment;
use domain::subject::case::CaseState;
use domain::subject::item::{Item, Spot, SpotRemark};
use domain::subject::look::Sought;
use domain::subject::view::CaseView;
use leptos::prelude::*;

use super::decision::Decision;
use super::judge::Judge;
use super::outside::Answers;
use crate::browser::alive;
use crate::erase::{Erase, live};
use crate::pages::filing::scans::Preview;
use crate::pages::my_case::{Decisions, History};
use crate::parts::facts::{Fact, Moment, Summary};
use crate::pieces;
use crate::text::{self, items, lang, pick, t};

/// Remarks as they are typed.
pub type Typed = RwSignal<Vec<SpotRemark>>;

#[component]
pub fn OneCase(found: CaseView, changed: Callback<()>) -> impl IntoView {
    let lang = lang();
    let typed: Typed = RwSignal::new(Vec::new());
    let line = found.line.clone();
    let asks = line.mine;
    let may_look = found.may_look.then(|| StoredValue::new(line.case.clone()));
    let rows = rows(&found)
        .into_iter()
        .map(|(spot, words, before)| view! { <Row spot words before may_look asks typed/> }.erase());
    let rows = rows.collect_view();
    let returned = match &line.state {
        CaseState::Returned { remarks } => remarks
            .iter()
            .map(|remark| {
                let name = items::item(lang, remark.spot.item);
                let words = remark.words.clone();
                view! { <Fact name=name>{words}</Fact> }.erase()
            })
            .collect(),
        _ => Vec::new(),
    };
    let standing = text::names::standing(lang, &found.standing);
    let decided = matches!(line.state, CaseState::Approved | CaseState::Withdrawn);
    view! {
        <header class="page-head">
            <div>
                <h1>{line.name.clone()}</h1>
                <p class="meta">
                    <span>{items::kind(lang, line.kind)}</span>
                    <span>{items::state(lang, &line.state)}</span>
                    <span>{t("提交 ", "Sent ")}<Moment at=line.submitted/></span>
                </p>
            </div>
        </header>
        <div class="split split--even">
            <div class="stack">
                <section class="panel">
                    <h2>{t("登记内容", "What was typed")}</h2>
                    <p class="muted">{t("号码已遮盖；受理后说明用途方可显示，每次查看均有记录。", "Numbers are masked; once the case is yours you may see them for a purpose, and each look is on record.")}</p>
                    <dl class="summary">{rows}</dl>
                </section>
                <Judge view=found.clone() typed changed/>
            </div>
            <aside class="stack">
                <section class="panel">
                    <h2>{t("扫描件", "Scans")}</h2>
                    <Papers scans=found.scans.clone() asks typed/>
                </section>
                <Checks code=line.code.clone() division=found.division.clone() region=found.region.clone()/>
                <Answers answers=found.answers.clone()/>
                <section class="panel">
                    <h2>{t("办理情况", "Where it stands")}</h2>
                    <Summary><Fact name=t("登记状态", "Registration")>{standing}</Fact>{returned}</Summary>
                </section>
                <Decisions life=found.life.clone()/>
                {decided.then(|| view! { <Decision subject=found.subject changed/> }.erase())}
                <History history=found.history/>
            </aside>
        </div>
    }
    .erase()
}

/// Every entry with what is in force, where that differs: the server says where, since masks may be alike.
fn rows(found: &CaseView) -> Vec<(Spot, String, Option<String>)> {
    let before = |spot: Spot| {
        let old = found.in_force.as_ref().filter(|_| found.differs.contains(&spot))?;
        Some(old.entry(spot).unwrap_or_default().to_owned())
    };
    found.form.entries().map(|(spot, typed)| (spot, typed.to_owned(), before(spot))).collect()
}

#[component]
fn Row(
    spot: Spot,
    words: String,
    before: Option<String>,
    may_look: Option<StoredValue<String>>,
    asks: bool,
    typed: Typed,
) -> impl IntoView {
    let lang = lang();
    let name = match spot.line {
        0 => items::item(lang, spot.item).to_owned(),
        line => format!("{} {}", items::item(lang, spot.item), line + 1),
    };
    let called = StoredValue::new(name.clone());
    let reveal = |in_force| {
        let case = may_look.filter(|_| spot.item.is_masked())?.get_value();
        Some(pieces::reveal(StoredValue::new(Sought::Case { case, spot, in_force }), called))
    };
    let shown = if words.is_empty() { None } else { reveal(false) };
    let none = t("（空）", "(empty)");
    let said = |typed: String| if typed.is_empty() { none.to_owned() } else { items::typed(lang, spot.item, &typed) };
    let words = said(words);
    let was = before.map(|before| {
        let more = if before.is_empty() { None } else { reveal(true) };
        let before = said(before);
        view! { <p><span class="badge badge--warn">{t("变更", "Changed")}</span>" "{t("原为 ", "was ")}<del>{before}</del></p> {more} }.into_any()
    });
    let remark = asks.then(|| view! { <RemarkOn spot name=name.clone() typed/> }.erase());
    view! { <div><dt>{name}</dt><dd>{words}" "{shown}{was}{remark}</dd></div> }.erase()
}

/// A place for what must be mended of one entry.
#[component]
fn RemarkOn(spot: Spot, name: String, typed: Typed) -> impl IntoView {
    let lang = lang();
    let label = pick(lang, format!("对“{name}”的意见"), format!("Remark on {name}"));
    let write = move |event| {
        let words = event_target_value(&event);
        typed.update(|all| {
            all.retain(|remark| remark.spot != spot);
            if !words.trim().is_empty() {
                all.push(SpotRemark { spot, words });
            }
        });
    };
    view! {
        <details class="remark no-print">
            <summary>{t("写意见", "Remark")}</summary>
            <input type="text" aria-label=label maxlength="500" autocomplete="off" on:input=write/>
        </details>
    }
    .erase()
}

#[component]
fn Papers(scans: Vec<Attachment>, asks: bool, typed: Typed) -> impl IntoView {
    let lang = lang();
    let none = scans.is_empty();
    let all = scans
        .into_iter()
        .map(|scan| {
            let name = items::item(lang, scan.item);
            let spot = Spot::from(scan.item);
            let shown = if scan.item.shows_a_person() {
                view! { <Covered scan/> }.erase()
            } else {
                view! { <Preview scan/> }.erase()
            };
            view! {
                <li class="scan scan--large">
                    <h3>{name}</h3>
                    {shown}
                    {asks.then(|| view! { <RemarkOn spot name=name.to_owned() typed/> }.erase())}
                </li>
            }
            .erase()
        })
        .collect_view();
    let missing = (none && asks).then(|| {
        let name = items::item(lang, Item::LicenceScan).to_owned();
        view! { <RemarkOn spot=Item::LicenceScan.into() name typed/> }.erase()
    });
    view! {
        {none.then(|| view! { <p class="muted">{t("没有扫描件", "No scans")}</p> }.erase())}
        <ul class="scans">{all}</ul>
        {missing}
    }
    .erase()
}

/// A scan that shows a person, until somebody wants to see it.
#[component]
fn Covered(scan: Attachment) -> impl IntoView {
    let open = RwSignal::new(false);
    let alive = alive();
    // The server draws what is live when the page's context is no longer at hand.
    let owner = Owner::current().unwrap_or_default();
    let (act, hint) = (
        t("显示身份证扫描件", "Show the identity card"),
        t("每次查看均有记录，该单位可以看到。", "Each look is on record, and the company can read it."),
    );
    live(move || {
        if open.get() {
            let scan = scan.clone();
            return owner.with(|| view! { <Preview scan/> }.erase());
        }
        view! {
            <p class="muted">{hint}</p>
            <button type="button" class="button button--small" disabled=move || !alive.get() on:click=move |_| open.set(true)>{act}</button>
        }
        .into_any()
    })
}

/// What the code itself tells, to hold against the licence.
#[component]
fn Checks(code: String, division: Option<String>, region: Option<String>) -> impl IntoView {
    let lang = lang();
    let unknown = || t("区划表中没有", "Not in the table").to_owned();
    let facts = match CreditCode::parse(&code) {
        Ok(code) => {
            let kind =
                code.kind().map_or(t("其他类别", "Other kind"), |kind| pick(lang, kind.chinese, kind.english));
            let inner = if code.inner_check_fits() {
                t("通过", "Fits")
            } else {
                t(
                    "未通过，少数真实代码如此，请核对营业执照",
                    "Does not fit; a few real codes do not. Compare with the licence",
                )
            };
            view! {
                <Fact name=t("校验位", "Check character")>{t("通过", "Fits")}</Fact>
                <Fact name=t("主体标识码校验", "Inner check")>{inner}</Fact>
                <Fact name=t("机构类别", "Kind")>{kind}</Fact>
                <Fact name=t("登记地", "Registered in")>{division.unwrap_or_else(unknown)}</Fact>
                <Fact name=t("住所所在地", "Address in")>{region.unwrap_or_else(unknown)}</Fact>
            }
            .erase()
        }
        Err(fault) => {
            let words = text::fault::fault(lang, &domain::Fault::CreditCode(fault));
            view! { <Fact name=t("代码", "Code")>{words}</Fact> }.erase()
        }
    };
    view! { <section class="panel"><h2>{t("代码核验", "What the code tells")}</h2><Summary>{facts}</Summary></section> }
        .erase()
}
