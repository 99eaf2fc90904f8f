//! How far the sealing and sending has come.

use leptos::prelude::*;

use super::documents::size;
use crate::erase::{Erase, live};
use crate::text::{lang, pick, refusal};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing is under way.
    Filling,
    Checking,
    Sealing {
        part: String,
        done: u64,
        total: u64,
    },
    Committing,
}

#[component]
pub fn ProgressLine(#[prop(into)] phase: Signal<Phase>) -> impl IntoView {
    let lang = lang();
    let share = move || match phase.get() {
        Phase::Filling | Phase::Checking => 0,
        Phase::Sealing { done, total, .. } => percent(done, total),
        Phase::Committing => 100,
    };
    // Told to screen readers; the numbers, which change many times a second, are not.
    let words = Memo::new(move |_| match phase.get() {
        Phase::Filling => String::new(),
        Phase::Checking => pick(lang, "正在检查", "Checking").to_owned(),
        Phase::Sealing { part, .. } => {
            let part = refusal::part(lang, &part);
            pick(lang, format!("正在密封并上传：{part}"), format!("Sealing and sending: {part}"))
        }
        Phase::Committing => pick(lang, "正在递交，等待回执", "Lodging, awaiting the receipt").to_owned(),
    });
    let bytes = Memo::new(move |_| match phase.get() {
        Phase::Sealing { done, total, .. } => format!("{} / {}", size(done as f64), size(total as f64)),
        _ => String::new(),
    });
    let active = Memo::new(move |_| phase.get() != Phase::Filling);
    live(move || {
        active.get().then(|| {
            view! {
                <div class="progress-line">
                    <label for="sending" aria-live="polite">{words}</label>
                    <span class="progress-line__rate">{bytes}</span>
                    <progress id="sending" max="100" prop:value=share>{pick(lang, "进度", "Progress")}</progress>
                </div>
            }
            .erase()
        })
    })
}

fn percent(done: u64, total: u64) -> u32 {
    (done * 100).checked_div(total).unwrap_or(0).min(100) as u32
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn nothing_of_nothing_is_no_progress_and_all_is_a_hundred() {
        assert_eq!([percent(0, 0), percent(1, 3), percent(3, 3), percent(4, 3)], [0, 33, 100, 100]);
    }
}
