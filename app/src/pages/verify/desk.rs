//! Choosing the files, and the check. All of it is a part that comes with its code when the page has come alive.

use bundle::{Given, MOST_BYTES, Report, check};
use domain::Field;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use seal::PublicKey;

use super::told::{Sentence, Told};
use crate::browser::Chosen;
use crate::browser::chosen::head;
use crate::erase::{Erase, live};
use crate::parts::field::{FileField, TextField};
use crate::parts::notice::{Notice, Tone};
use crate::text::{lang, pick, t};

/// Largest record that is read for comparison.
const MOST_PDF: usize = 64 << 20;

/// Milliseconds in which the browser shows that it is busy, before it is.
const SHOW: u32 = 30;

/// How far the check is.
#[derive(Clone, PartialEq)]
enum State {
    Nothing,
    Busy,
    /// The file is gone or may not be read.
    Unreadable,
    Done(Box<Report>),
}

/// What was chosen and typed, and what came of it.
#[derive(Clone, Copy)]
struct Desk {
    bundle: RwSignal<Vec<Chosen>>,
    pdf: RwSignal<Vec<Chosen>>,
    key: RwSignal<String>,
    state: RwSignal<State>,
    /// Counts the checks: only the last one is told.
    turn: StoredValue<u32>,
}

/// The whole part.
pub fn desk() -> AnyView {
    let desk = Desk {
        bundle: RwSignal::new(Vec::new()),
        pdf: RwSignal::new(Vec::new()),
        key: RwSignal::new(String::new()),
        state: RwSignal::new(State::Nothing),
        turn: StoredValue::new(0),
    };
    let key = Memo::new(move |_| desk.key.with(|typed| typed.trim().parse::<PublicKey>().ok()));
    Effect::new(move || desk.look(key.get()));
    view! { <Choose desk key/> <Found state=desk.state/> }.erase()
}

impl Desk {
    /// Checks anew whenever a file or the key is another.
    fn look(self, key: Option<PublicKey>) {
        let (bundle, pdf) = (self.bundle.get().pop(), self.pdf.get().pop());
        let turn = self.turn.get_value() + 1;
        self.turn.set_value(turn);
        let Some(bundle) = bundle else { return self.state.set(State::Nothing) };
        self.state.set(State::Busy);
        spawn_local(async move {
            TimeoutFuture::new(SHOW).await;
            let found = found(&bundle, pdf.as_ref(), key)
                .await
                .map_or(State::Unreadable, |report| State::Done(Box::new(report)));
            if self.turn.try_get_value() == Some(turn) {
                self.state.set(found);
            }
        });
    }
}

/// `None` when a file could not be read.
async fn found(bundle: &Chosen, pdf: Option<&Chosen>, key: Option<PublicKey>) -> Option<Report> {
    // One byte more than may be, so that it is seen to be too much.
    let file = head(bundle, MOST_BYTES + 1).await?;
    let pdf = match pdf {
        Some(pdf) => Some(head(pdf, MOST_PDF).await?),
        None => None,
    };
    Some(check(&file, Given { key, pdf: pdf.as_deref() }))
}

#[component]
fn Choose(desk: Desk, key: Memo<Option<PublicKey>>) -> impl IntoView {
    let lang = lang();
    let no_key = live(move || {
        let typed = desk.key.with(|typed| !typed.trim().is_empty());
        (typed && key.get().is_none()).then(|| {
            let words = pick(lang, "不是完整的公钥，未用于核验。", "No whole public key, so it is not used.");
            view! { <output class="field__echo is-bad">{words}</output> }.erase()
        })
    });
    view! {
        <section class="panel no-print" aria-labelledby="choose">
            <h2 id="choose">{t("选择文件", "Choose the files")}</h2>
            <FileField
                field=Field::Document
                id="bundle"
                label=t("开标证据包", "Opening bundle")
                hint=t("从开标记录页下载的 bundle-….json；点击选择，或拖放到此处", "bundle-….json from the page of an opening record; choose it, or drop it here")
                accept="application/json,.json"
                files=desk.bundle
                problems=Vec::new()
            />
            <TextField
                field=Field::KeyFile
                id="platform-key"
                label=t("平台公钥", "The platform's key")
                hint=t("130 位十六进制，取自您自己的回执或平台公布之处；不填则只核对签名", "130 hexadecimal digits, from your own receipt or where the platform publishes it; without it only the signature is checked")
                class="field--key"
                optional=true
                value=desk.key
                problems=Vec::new()
            >
                {no_key}
            </TextField>
            <FileField
                field=Field::GuaranteeFile
                id="record-pdf"
                label=t("开标记录 PDF（选填）", "Record as PDF (optional)")
                hint=t("与平台签名的那一份比对", "Compared with the one that the platform signed")
                files=desk.pdf
                problems=Vec::new()
            />
        </section>
    }
    .erase()
}

/// What came of it: first one sentence, whose place is there from the beginning, so that screen readers hear it come.
#[component]
fn Found(state: RwSignal<State>) -> impl IntoView {
    let lang = lang();
    let sentence = live(move || match state.get() {
        State::Nothing => ().into_any(),
        State::Busy => view! { <p class="muted">{pick(lang, "正在核验…", "Checking…")}</p> }.erase(),
        State::Unreadable => {
            let words = pick(lang, "文件读不出来，请重新选择。", "The file could not be read; choose it again.");
            view! { <Notice tone=Tone::Bad><p>{words}</p></Notice> }.erase()
        }
        State::Done(report) => view! { <Sentence holds=report.holds()/> }.erase(),
    });
    let told = live(move || match state.get() {
        State::Done(report) => Some(view! { <Told report=*report/> }.erase()),
        _ => None,
    });
    view! { <div aria-live="polite" id="found">{sentence}</div> {told} }.erase()
}
