//! The subject database (交易主体库): searched, loaded and given out by those who keep it.

mod load;

use domain::Role;
use domain::subject::role::SubjectRole;
use domain::subject::search::{FoundSubject, FoundSubjects, SubjectQuery};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;

use crate::api::subjects::list_subjects;
use crate::erase::Erase;
use crate::parts::frame::{encoded, use_me};
use crate::parts::notice::{RefusalNotice, Waiting};
use crate::text::{self, items, lang, pick, t};

use load::Load;

#[component]
pub fn Subjects() -> impl IntoView {
    let address = use_query_map();
    let asked = Memo::new(move |_| {
        let query = address.read();
        let of = |name: &str| query.get(name).unwrap_or_default().trim().to_owned();
        SubjectQuery {
            text: of("text"),
            division: of("division"),
            role: of("role"),
            standing: of("standing"),
            after: of("after"),
        }
    });
    let found = Resource::new(move || asked.get(), list_subjects);
    let me = use_me();
    view! {
        <Title text=t("交易主体库", "Subject database")/>
        <div class="page-flow">
            <header>
                <h1>{t("交易主体库", "Subject database")}</h1>
                <p class="lede">{t("一个单位一条记录，以统一社会信用代码为准，可以兼有多种角色。", "One record for each legal entity, by its credit code, in as many roles as it has.")}</p>
            </header>
            <Filters asked=asked.get_untracked()/>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(found) => view! { <Found found asked=asked.get_untracked()/> }.erase(),
                        Err(error) => view! { <RefusalNotice refusal=error/> }.erase(),
                    }
                })}
            </Suspense>
            <Suspense>
                {move || Suspend::new(async move {
                    let keeps = me.get().await.is_some_and(|me| me.role == Role::Registrar);
                    keeps.then(|| view! { <Load/> }.erase())
                })}
            </Suspense>
        </div>
    }
    .erase()
}

/// A plain form, so that every list has its own address.
#[component]
fn Filters(asked: SubjectQuery) -> impl IntoView {
    let lang = lang();
    let option = |chosen: &str, name: &'static str, words: &'static str| {
        view! { <option value=name selected=chosen == name>{words}</option> }.erase()
    };
    let all = t("全部", "All");
    let roles = SubjectRole::ALL.map(|role| option(&asked.role, role.name(), items::subject_role(lang, role)));
    let standings =
        STANDINGS.map(|(name, chinese, english)| option(&asked.standing, name, pick(lang, chinese, english)));
    view! {
        <Form method="GET" action="/subjects" attr:class="filters" attr:role="search">
            <div class="field">
                <label for="text">{t("代码（开头）或名称（任意部分）", "Beginning of the code, or part of the name")}</label>
                <input id="text" name="text" type="search" autocomplete="off" value=asked.text.clone()/>
            </div>
            <div class="field field--short">
                <label for="division">{t("行政区划代码", "Division")}</label>
                <input id="division" name="division" inputmode="numeric" maxlength="6" autocomplete="off" value=asked.division.clone()/>
            </div>
            <div class="field field--short">
                <label for="role">{t("角色", "Role")}</label>
                <select id="role" name="role">{option(&asked.role, "", all)}{roles.into_iter().collect_view()}</select>
            </div>
            <div class="field field--short">
                <label for="standing">{t("状态", "Standing")}</label>
                <select id="standing" name="standing">{option(&asked.standing, "", all)}{standings.into_iter().collect_view()}</select>
            </div>
            <button class="button button--primary">{t("查询", "Search")}</button>
        </Form>
    }
    .erase()
}

/// As they are stored, and as people say them.
const STANDINGS: [(&str, &str, &str); 5] = [
    ("approved", "已生效", "In force"),
    ("submitted", "待审核", "Under review"),
    ("returned", "已退回", "Returned"),
    ("suspended", "已暂停", "Suspended"),
    ("cancelled", "已注销", "Cancelled"),
];

#[component]
fn Found(found: FoundSubjects, asked: SubjectQuery) -> impl IntoView {
    if found.lines.is_empty() {
        return view! {
            <div class="empty" role="status">
                <p class="empty__title">{t("没有找到", "Nothing found")}</p>
                <p>{t("请核对查询条件。", "Check what you asked for.")}</p>
            </div>
        }
        .erase();
    }
    let rows = found.lines.into_iter().map(|line| view! { <Row line/> }.erase()).collect_view();
    let next = found.next.map(|after| {
        let address = address(&SubjectQuery { after, ..asked.clone() });
        view! { <a class="button" href=address rel="next">{t("下一页", "Next page")}</a> }.erase()
    });
    let first = (!asked.after.is_empty()).then(|| {
        let address = address(&SubjectQuery { after: String::new(), ..asked });
        view! { <a class="button" href=address>{t("第一页", "First page")}</a> }.erase()
    });
    view! {
        <table class="data data--cards">
            <caption>{t("按登记先后排列，每页 20 条", "In the order of registration, 20 a page")}</caption>
            <thead>
                <tr>
                    <th scope="col">{t("单位名称", "Company")}</th>
                    <th scope="col">{t("统一社会信用代码", "Credit code")}</th>
                    <th scope="col">{t("登记机关区划", "Division")}</th>
                    <th scope="col">{t("角色", "Roles")}</th>
                    <th scope="col">{t("状态", "Standing")}</th>
                    <th scope="col">{t("查看记录", "Looks")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <nav class="actions" aria-label=t("翻页", "Pages")>{first}{next}</nav>
    }
    .erase()
}

/// Values are letters, digits, and what the browser encodes of a name.
fn address(query: &SubjectQuery) -> String {
    let pairs = [
        ("text", &query.text),
        ("division", &query.division),
        ("role", &query.role),
        ("standing", &query.standing),
        ("after", &query.after),
    ];
    let said = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    let encoded = said.map(|(name, value)| format!("{name}={}", encoded(value)));
    format!("/subjects?{}", encoded.collect::<Vec<_>>().join("&"))
}

#[component]
fn Row(line: FoundSubject) -> impl IntoView {
    let lang = lang();
    let roles = items::subject_roles(lang, &line.roles);
    let looks = format!("/looks/{}", line.code);
    view! {
        <tr>
            <th scope="row"><a href=format!("/credit/{}", line.code)>{line.name}</a></th>
            <td class="mono" data-label=t("统一社会信用代码", "Credit code")>{line.code.to_string()}</td>
            <td data-label=t("登记机关区划", "Division")>{line.division}</td>
            <td data-label=t("角色", "Roles")>{roles}</td>
            <td data-label=t("状态", "Standing")>
                <span class="badge badge--info">{text::names::standing(lang, &line.standing)}</span>
            </td>
            <td class="actions-cell"><a href=looks>{t("查看记录", "Looks")}</a></td>
        </tr>
    }
    .erase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_has_the_same_question_in_its_address() {
        let query = SubjectQuery { text: "草 &".into(), after: "20".into(), ..SubjectQuery::default() };
        assert_eq!(address(&query), "/subjects?text=%E8%8D%89%20%26&after=20");
    }
}
