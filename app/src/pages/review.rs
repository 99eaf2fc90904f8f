//! The registrars' desk: the queue, and one case.

mod case;
mod decision;
mod judge;
mod outside;
pub mod requests;

use domain::Timestamp;
use domain::subject::case::CaseState;
use domain::subject::view::{Desk, QueueLine};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_params_map};

use crate::api::filing::{self, find_case};
use crate::erase::{Erase, live};
use crate::parts::facts::{Fact, Moment, Summary};
use crate::parts::field::TextField;
use crate::parts::notice::{RefusalNotice, Refused, Waiting};
use crate::parts::sending::{Sending, Submit};
use crate::pieces;
use crate::text::{items, lang, pick, t};

use case::OneCase;
use outside::Lists;

#[component]
pub fn Queue() -> impl IntoView {
    let queue = Resource::new(|| (), |()| filing::desk());
    view! {
        <Title text=t("登记审核", "Review")/>
        <div class="page-flow">
            <h1>{t("登记审核", "Review")}</h1>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match queue.await {
                        Ok(desk) => view! { <Lines desk/> }.erase(),
                        Err(error) => view! { <RefusalNotice refusal=error/> }.erase(),
                    }
                })}
            </Suspense>
            {pieces::requests()}
        </div>
    }
    .erase()
}

/// Which lines are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    All,
    Free,
    Mine,
    Second,
}

impl Shown {
    fn has(self, line: &QueueLine) -> bool {
        match self {
            Self::All => true,
            Self::Free => line.state == CaseState::Submitted,
            Self::Mine => line.mine,
            Self::Second => matches!(line.state, CaseState::Agreed { .. }) && !line.barred,
        }
    }
}

#[component]
fn Lines(desk: Desk) -> impl IntoView {
    let shown = RwSignal::new(Shown::All);
    let Desk { lines, now, four_eyes, scanner, extracts, registry, key_beside_data } = desk;
    let choices = [
        (Shown::All, t("全部", "All")),
        (Shown::Free, t("待审核", "Waiting")),
        (Shown::Mine, t("我受理的", "On my desk")),
        (Shown::Second, t("待我复核", "For my second look")),
    ];
    let buttons = choices.into_iter().map(|(choice, words)| {
        let many = lines.iter().filter(|line| choice.has(line)).count();
        let pressed = move || if shown.get() == choice { "true" } else { "false" };
        view! {
            <button type="button" class="button button--small" aria-pressed=pressed on:click=move |_| shown.set(choice)>
                {format!("{words} {many}")}
            </button>
        }
        .erase()
    });
    let buttons = buttons.collect_view();
    let nothing = t("没有待审核的登记", "Nothing awaits review");
    // The server draws what is live when the page's context is no longer at hand.
    let owner = Owner::current().unwrap_or_default();
    let table = live(move || {
        let lines: Vec<QueueLine> = lines.iter().filter(|line| shown.get().has(line)).cloned().collect();
        if lines.is_empty() {
            return view! { <div class="empty"><p class="empty__title">{nothing}</p></div> }.erase();
        }
        owner.with(|| view! { <Table lines now/> }.erase())
    });
    view! {
        <div class="cluster" role="group" aria-label=t("筛选", "Filter")>{buttons}</div>
        {table}
        <div class="grid">
            <Find/>
            <Lists extracts registry/>
            <section class="panel">
                <h2>{t("审核设置", "How this desk is kept")}</h2>
                <Summary>
                    <Fact name=t("双人复核", "Four eyes")>{if four_eyes { t("启用：须两位审核员同意", "On: two registrars must agree") } else { t("未启用", "Off") }}</Fact>
                    <Fact name=t("病毒扫描", "Virus scanner")>{if scanner { t("已连接 clamd", "clamd is asked") } else { t("未配置：上传的文件没有查毒（启动参数 --clamd）", "None: files are not scanned (--clamd ADDRESS)") }}</Fact>
                    <Fact name=t("个人信息密钥", "Key of personal entries")>{if key_beside_data { t("由本机生成，与数据同在一处，请另行备份（启动参数 --personal-keys）", "Made by the server, beside its data: keep a copy apart (--personal-keys FILE)") } else { t("由启动参数 --personal-keys 指定", "Given by --personal-keys") }}</Fact>
                </Summary>
            </section>
        </div>
    }
    .erase()
}

/// A company that is registered, by its code.
#[component]
fn Find() -> impl IntoView {
    let navigate = use_navigate();
    let sending = Sending::new(None);
    let code = RwSignal::new(String::new());
    let find = move |event: SubmitEvent| {
        event.prevent_default();
        let navigate = navigate.clone();
        sending.send(find_case(code.get_untracked()), move |case| {
            navigate(&format!("/review/{case}"), Default::default())
        });
    };
    view! {
        <section class="panel">
            <h2>{t("查找已登记单位", "Find a company")}</h2>
            <form class="stack" method="dialog" novalidate on:submit=find>
                <TextField field=domain::Field::Code value=code problems=sending.problems() class="field--code"/>
                <Refused sending/>
                <div class="actions"><Submit sending>{t("查找", "Find")}</Submit></div>
            </form>
        </section>
    }
    .erase()
}

#[component]
fn Table(lines: Vec<QueueLine>, now: Timestamp) -> impl IntoView {
    let rows = lines.into_iter().map(|line| view! { <Row line now/> }.erase()).collect_view();
    view! {
        <table class="data data--cards">
            <caption>{t("待审核登记，先到在前（北京时间）", "Awaiting review, oldest first (Beijing time)")}</caption>
            <thead>
                <tr>
                    <th scope="col">{t("单位名称", "Company")}</th>
                    <th scope="col">{t("统一社会信用代码", "Credit code")}</th>
                    <th scope="col">{t("事项", "Matter")}</th>
                    <th scope="col">{t("提交时间", "Sent")}</th>
                    <th scope="col">{t("已等待", "Waiting for")}</th>
                    <th scope="col">{t("状态", "State")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .erase()
}

#[component]
fn Row(line: QueueLine, now: Timestamp) -> impl IntoView {
    let lang = lang();
    let state = if line.mine { t("我正在审核", "On my desk") } else { items::state(lang, &line.state) };
    view! {
        <tr>
            <th scope="row"><a href=format!("/review/{}", line.case)>{line.name}</a></th>
            <td class="mono" data-label=t("统一社会信用代码", "Credit code")>{line.code}</td>
            <td data-label=t("事项", "Matter")>{items::kind(lang, line.kind)}</td>
            <td data-label=t("提交时间", "Sent")><Moment at=line.submitted/></td>
            <td data-label=t("已等待", "Waiting for")>{age(now.since(line.submitted))}</td>
            <td data-label=t("状态", "State")><span class="badge badge--info">{state}</span></td>
        </tr>
    }
    .erase()
}

/// How long something has waited.
fn age(millis: i64) -> String {
    let (minutes, lang) = (millis / 60_000, lang());
    match (minutes / 1440, minutes / 60 % 24) {
        (0, 0) => pick(lang, format!("{minutes} 分钟"), format!("{minutes} min")),
        (0, hours) => pick(lang, format!("{hours} 小时"), format!("{hours} h")),
        (days, hours) => pick(lang, format!("{days} 天 {hours} 小时"), format!("{days} d {hours} h")),
    }
}

#[component]
pub fn Review() -> impl IntoView {
    let params = use_params_map();
    let found = Resource::new(move || params.read().get("case").unwrap_or_default(), filing::case);
    view! {
        <Title text=t("审核登记", "Review a registration")/>
        <div class="page-flow page--wide">
            <nav class="breadcrumbs" aria-label=t("位置", "Position")>
                <ol>
                    <li><a href="/review">{t("登记审核", "Review")}</a></li>
                    <li aria-current="page">{t("审核登记", "One case")}</li>
                </ol>
            </nav>
            <p><a href=move || format!("/review/{}/administrator", params.read().get("case").unwrap_or_default())>
                {t("变更单位管理员", "Hand over the administrator")}
            </a></p>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(found_case) => view! { <OneCase found=found_case changed=Callback::new(move |()| found.refetch())/> }.erase(),
                        Err(error) => {
                            view! { <h1>{t("审核登记", "Review a registration")}</h1> <RefusalNotice refusal=error/> }.erase()
                        }
                    }
                })}
            </Suspense>
        </div>
    }
    .erase()
}
