//! The company's own key: made in the browser, its private half locked by a pass phrase before it is stored anywhere.

mod held;
mod make;

use domain::Refusal;
use domain::view::MySubject;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::erase::Erase;
use crate::parts::frame::use_me;
use crate::parts::notice::{NeedsScripts, Notice, RefusalNotice, Tone, Waiting};
use crate::text::t;

use held::Held;
use make::Make;

#[component]
pub fn Key() -> impl IntoView {
    let me = use_me();
    view! {
        <Title text=t("我的密钥", "My key")/>
        <div class="page-flow page--narrow">
            <header>
                <h1>{t("我的密钥", "My key")}</h1>
                <p class="lede">
                    {t("密钥用来密封和解密贵单位的投标文件。私钥在您的浏览器里生成，用口令锁住，从不离开本机。",
                        "Your key seals and decrypts your company's bids. The private key is made in your browser, locked by a pass phrase, and never leaves this machine unlocked.")}
                </p>
            </header>
            <NeedsScripts/>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match me.get().await {
                        None => view! { <RefusalNotice refusal=Refusal::SignInFirst/> }.erase(),
                        Some(me) => match me.subject {
                            None => view! { <RefusalNotice refusal=Refusal::NotAllowed/> }.erase(),
                            Some(subject) => view! { <Own subject/> }.erase(),
                        },
                    }
                })}
            </Suspense>
        </div>
    }.erase()
}

#[component]
fn Own(subject: MySubject) -> impl IntoView {
    use domain::subject::Standing;
    if subject.standing != Standing::Approved {
        let refusal = Refusal::NotApproved { standing: subject.standing };
        return view! { <RefusalNotice refusal/> }.erase();
    }
    let code = subject.code;
    match subject.public_key {
        Some(public_key) => view! {
            <Held code public_key/>
            <details>
                <summary>{t("更换密钥", "Make another key")}</summary>
                <div class="stack">
                    <p>
                        {t("新密钥登记后，旧密钥不再用于投标。有已递交、尚未结束开标的投标文件时不能更换。",
                            "Once the new key is registered the old one is no longer used. Not possible while a submitted bid awaits the end of its opening.")}
                    </p>
                    <Make code/>
                </div>
            </details>
        }
        .erase(),
        None => view! { <Loss/> <Make code/> }.erase(),
    }
}

/// What losing the key means, said before it is made.
#[component]
fn Loss() -> impl IntoView {
    view! {
        <Notice tone=Tone::Warn title=t("密钥文件和口令丢失后无法找回", "A lost key file or pass phrase can not be recovered")>
            <p>
                {t("平台不保存私钥和口令。丢失任何一样，已密封的投标文件就无法解密，投标文件将视为撤销。请另存密钥文件，并记牢口令。",
                    "The platform keeps neither. Without both, sealed bids can not be decrypted and count as revoked by the bidder. Keep a copy of the key file and remember the pass phrase.")}
            </p>
        </Notice>
    }.erase()
}
