//! What others say of a company, and the lists of theirs that the centre loads.

use domain::subject::outside::{Answer, Extract, Loaded, Question};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::upload::upload;
use crate::browser::{Chosen, alive};
use crate::erase::{Erase, live};
use crate::parts::facts::{Fact, Moment, Summary};
use crate::parts::frame::encoded;
use crate::text::{self, items, lang, pick, t};

/// The newest answer of each source; a question that nobody was asked says so.
#[component]
pub fn Answers(answers: Vec<Answer>) -> impl IntoView {
    let lang = lang();
    let facts = Question::ALL.map(|question| {
        let mut seen = Vec::new();
        let newest = answers.iter().filter(|answer| {
            let first = answer.question == question && !seen.contains(&&answer.source);
            if first {
                seen.push(&answer.source);
            }
            first
        });
        let lines: Vec<AnyView> = newest
            .map(|answer| {
                let (class, words) = items::finding(lang, &answer.finding);
                view! {
                    <p><span class=class>{words}</span></p>
                    <p class="muted">{answer.source.clone()}" · "<Moment at=answer.at/></p>
                }
                .erase()
            })
            .collect();
        let none = lines.is_empty().then(|| t("没有来源，或尚未查询", "No source, or not asked yet"));
        view! { <Fact name=items::question(lang, question)>{none}{lines}</Fact> }.erase()
    });
    view! {
        <section class="panel">
            <h2>{t("外部核验", "What others say")}</h2>
            <Summary>{facts.into_iter().collect_view()}</Summary>
            <p class="muted">{t("外部核验不影响办理；对方不答复的，自动重试。", "Nobody waits for these; what does not answer is asked again.")}</p>
        </section>
    }
    .erase()
}

/// The lists that are loaded, and a place to load another.
#[component]
pub fn Lists(extracts: Vec<Extract>, registry: bool) -> impl IntoView {
    let lang = lang();
    let all = Question::ALL.map(|question| {
        let known = extracts.iter().find(|list| list.question == question);
        let words = match known {
            Some(list) => pick(
                lang,
                format!("{}，{} 行，{} 载入", list.name, list.lines, list.loaded),
                format!("{}, {} lines, loaded {}", list.name, list.lines, list.loaded),
            ),
            None => t("尚未载入名录", "No list is loaded").to_owned(),
        };
        view! { <List question words/> }.erase()
    });
    let network = if registry {
        t("已连接工商登记接口。", "The business registry is asked over the network.")
    } else {
        t("未配置工商登记接口（启动参数 --registry）。", "No registry is asked over the network (--registry ADDRESS).")
    };
    view! {
        <section class="panel">
            <h2>{t("外部名录", "Lists of others")}</h2>
            <p>{t("CSV（UTF-8）或 XLSX，首行为列名，须有“统一社会信用代码”一列。新载入的替换原有的。", "CSV (UTF-8) or XLSX, headed by column names, among them 统一社会信用代码. A new list takes the place of the old.")}</p>
            {all.into_iter().collect_view()}
            <p class="muted">{network}</p>
        </section>
    }
    .erase()
}

#[component]
fn List(question: Question, words: String) -> impl IntoView {
    let lang = lang();
    let input = NodeRef::<Input>::new();
    let (busy, said) = (RwSignal::new(false), RwSignal::new(words));
    let id = format!("list-{}", question.name());
    let chosen = move |_| {
        let Some(control) = input.get_untracked() else { return };
        let Some(file) = control.files().and_then(|files| files.get(0)).map(Chosen::from) else { return };
        busy.set(true);
        spawn_local(async move {
            let address = format!("/api/extracts/{}?name={}", question.name(), encoded(&file.name()));
            let words = match upload::<Loaded>(&address, &file, |_| {}).await {
                Ok(loaded) => told(lang, &loaded),
                Err(error) => text::refusal::error(lang, &error),
            };
            said.try_set(words);
            busy.try_set(false);
            control.set_value("");
        });
    };
    let alive = alive();
    view! {
        <div class="field field--file">
            <label for=id.clone()>{items::question(lang, question)}</label>
            <p class="field__hint" role="status">{live(move || said.get())}</p>
            <input node_ref=input id=id type="file" accept=".csv,.xlsx" disabled=move || !alive.get() || busy.get() on:change=chosen/>
        </div>
    }
    .erase()
}

fn told(lang: domain::Lang, loaded: &Loaded) -> String {
    match loaded {
        Loaded::Taken { lines, skipped } if skipped.is_empty() => {
            pick(lang, format!("已载入 {lines} 行"), format!("{lines} lines loaded"))
        }
        Loaded::Taken { lines, skipped } => {
            let numbers: Vec<String> = skipped.iter().map(u32::to_string).collect();
            let numbers = numbers.join(pick(lang, "、", ", "));
            pick(
                lang,
                format!("已载入 {lines} 行；第 {numbers} 行的代码不正确，未载入"),
                format!("{lines} lines loaded; without a proper code: {numbers}"),
            )
        }
        Loaded::NotATable => pick(lang, "不是 UTF-8 的 CSV，也不是 XLSX", "Neither CSV in UTF-8 nor XLSX").to_owned(),
        Loaded::NoCodes => pick(lang, "没有“统一社会信用代码”一列", "No column is called 统一社会信用代码").to_owned(),
    }
}
