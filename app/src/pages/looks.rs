//! Who looked at what is on file of a company (查看记录): for its own people, the centre and supervisors.

use domain::subject::look::{Look, LookLine, Looks as Found};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::api::personal::looks;
use crate::erase::Erase;
use crate::parts::facts::Moment;
use crate::parts::notice::{RefusalNotice, Waiting};
use crate::text::{items, lang, names, t};

#[component]
pub fn Looks() -> impl IntoView {
    let params = use_params_map();
    let found = Resource::new(move || params.read().get("code").unwrap_or_default(), looks);
    view! {
        <Title text=t("查看记录", "Looks on record")/>
        <div class="page-flow">
            <h1>{t("个人信息查看记录", "Who looked at personal entries")}</h1>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(found) => view! { <Table found/> }.erase(),
                        Err(error) => view! { <RefusalNotice refusal=error/> }.erase(),
                    }
                })}
            </Suspense>
        </div>
    }
    .erase()
}

#[component]
fn Table(found: Found) -> impl IntoView {
    let Found { company, code, lines } = found;
    let none = lines.is_empty();
    let rows = lines.into_iter().map(|line| view! { <Row line/> }.erase()).collect_view();
    let table = if none {
        view! {
            <div class="empty" role="status">
                <p class="empty__title">{t("没有人查看过", "Nobody has looked")}</p>
            </div>
        }
        .erase()
    } else {
        view! {
            <table class="data data--cards">
                <caption>{t("最近的在前（北京时间）", "Newest first (Beijing time)")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("时间", "When")}</th>
                        <th scope="col">{t("查看人", "Who")}</th>
                        <th scope="col">{t("查看内容", "What")}</th>
                        <th scope="col">{t("用途", "What for")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .erase()
    };
    view! {
        <p class="meta"><span>{company}</span><span class="mono">{code.to_string()}</span></p>
        <p>{t("身份证号码、手机号码、电子邮箱默认遮盖，身份证扫描件默认不显示；每次查看均有记录，记录不含所查看的内容。",
            "Identity numbers, telephones and e-mail are masked, scans of identity cards covered. Every look is on record, without what was seen.")}</p>
        {table}
    }
    .erase()
}

#[component]
fn Row(line: LookLine) -> impl IntoView {
    let lang = lang();
    let LookLine { at, who, look: Look { role, entry, purpose } } = line;
    let what = match entry.line {
        0 => items::item(lang, entry.item).to_owned(),
        line => format!("{} {}", items::item(lang, entry.item), line + 1),
    };
    let purpose = if purpose.is_empty() { t("查看扫描件", "Looked at the scan").to_owned() } else { purpose };
    view! {
        <tr>
            <th scope="row"><Moment at/></th>
            <td data-label=t("查看人", "Who")>{names::role(lang, role)}" "{who}</td>
            <td data-label=t("查看内容", "What")>{what}</td>
            <td data-label=t("用途", "What for")>{purpose}</td>
        </tr>
    }
    .erase()
}
