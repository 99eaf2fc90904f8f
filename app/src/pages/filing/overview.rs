//! The check page: everything once more as it will be sent, and what is still missing.

use domain::subject::item::{Item, Step};
use leptos::prelude::*;

use super::Desk;
use crate::erase::{Erase, live};
use crate::parts::facts::{Fact, Summary};
use crate::parts::notice::{Notice, Tone};
use crate::text::{items, lang, pick, t};

#[component]
pub fn Overview(desk: Desk) -> impl IntoView {
    let lang = lang();
    // The problems are those of what is typed now; they are told when somebody comes here.
    Effect::new(move |_| {
        if desk.step.get() == super::CHECK {
            let problems = desk.form.with_untracked(|form| {
                desk.scans.with_untracked(|scans| form.check(scans, desk.today).err().unwrap_or_default())
            });
            desk.problems.set(problems);
        }
    });
    let (edit, none) = (t("修改", "Change"), t("未填写", "empty"));
    let content = live(move || {
        if desk.step.get() != super::CHECK {
            return None;
        }
        let form = desk.form.get();
        let sections = Step::ALL.into_iter().enumerate().map(|(n, step)| {
            let typed = form.entries().filter(|(spot, _)| spot.item.step() == step).map(|(spot, typed)| {
                let name = match spot.line {
                    0 => items::item(lang, spot.item).to_owned(),
                    line => format!("{} {}", items::item(lang, spot.item), line + 1),
                };
                let words = if typed.trim().is_empty() { none.to_owned() } else { items::typed(lang, spot.item, typed) };
                view! { <Fact name>{words}</Fact> }.erase()
            });
            let scans = Item::ALL.into_iter().filter(|item| item.step() == step && step == Step::Scans).map(|item| {
                let names = desk.scans.with(|scans| {
                    let here = scans.iter().filter(|scan| scan.item == item);
                    here.map(|scan| scan.name.clone()).collect::<Vec<_>>().join(pick(lang, "、", ", "))
                });
                let words = if names.is_empty() { none.to_owned() } else { names };
                view! { <Fact name=items::item(lang, item)>{words}</Fact> }.erase()
            });
            let facts = typed.chain(scans).collect_view();
            view! {
                <section class="panel">
                    <div class="cluster cluster--between">
                        <h2>{items::step(lang, step)}</h2>
                        <button type="button" class="button button--quiet button--small" on:click=move |_| desk.step.set(n)>{edit}</button>
                    </div>
                    <Summary>{facts}</Summary>
                </section>
            }
            .erase()
        });
        Some(sections.collect_view())
    });
    let ready = (
        t("填写完整，可以提交", "Complete: it may be sent"),
        t(
            "请再核对一遍；提交后由交易中心审核，审核期间不能修改。",
            "Look it over once more; while registrars review it, it can not be changed.",
        ),
    );
    let fine = live(move || {
        (desk.step.get() == super::CHECK && desk.problems.with(Vec::is_empty))
            .then(|| view! { <Notice tone=Tone::Good title=ready.0><p>{ready.1}</p></Notice> }.erase())
    });
    view! { {fine} {content} }.erase()
}
