//! The company's own key: made in the browser, its private half locked by a pass phrase before it is stored anywhere.

pub mod desk;
mod make;

use domain::rights::Right;
use domain::view::MySubject;
use domain::{CreditCode, Fault, Field, Problem, Refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use seal::{PublicKey, keyfile};

use crate::browser::{Chosen, vault};
use crate::erase::{Erase, live};
use crate::parts::facts::{Fact, Summary};
use crate::parts::field::FileField;
use crate::parts::frame::use_me;
use crate::parts::notice::{NeedsScripts, Notice, RefusalNotice, Tone, Waiting};
use crate::pieces;
use crate::text::t;

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
                        Some(me) => match me.subject.filter(|subject| subject.seat.is_some()) {
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
    if !subject.practice {
        let held = match subject.public_key.clone() {
            Some(public_key) => view! { <Held code public_key practice=false/> }.erase(),
            None => view! { <Loss/> }.erase(),
        };
        if !subject.lets(Right::Manage) {
            let words = t(
                "密钥和数字证书由单位管理员制作、换领和吊销。",
                "Key and certificates are made, renewed and revoked by the company's administrator.",
            );
            return view! { {held} <Notice tone=Tone::Info><p>{words}</p></Notice> }.erase();
        }
        return view! { {held} {pieces::certificates(StoredValue::new(subject))} }.erase();
    }
    match subject.public_key {
        Some(public_key) => view! {
            <Held code public_key practice=true/>
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
        None => view! {
            <Loss/>
            <p class="muted">
                {t("演练企业不领取数字证书，也不检验备份；真实投标两样都要。",
                    "A practice company has no certificate, and its backup is not tested; in earnest both are needed.")}
            </p>
            <Make code/>
        }
        .erase(),
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

/// A registered key: which one it is, and whether this browser holds its file.
#[component]
fn Held(code: CreditCode, public_key: String, practice: bool) -> impl IntoView {
    let id = public_key.parse::<PublicKey>().map(|key| key.key_id().to_string()).unwrap_or_default();
    // Only the browser can tell; until it does, nothing is said.
    let key_file = RwSignal::new(None::<Option<String>>);
    let keeps_nothing = RwSignal::new(false);
    let wanted = StoredValue::new(public_key.clone());
    // Whoever came from a lot goes back to it; another address in the query is not followed.
    let back = use_query_map().read_untracked().get("back").filter(|path| path.starts_with("/lots/"));
    let (way, name) = match back {
        Some(lot) => (lot, t("返回标段，继续投标", "Back to the lot, to bid")),
        None => ("/lots".to_owned(), t("选择标段", "Choose a lot")),
    };
    Effect::new(move |_| {
        spawn_local(async move {
            let wanted = wanted.get_value();
            let kept = vault::load(code.as_str()).await.filter(|file| vault::fits(file, &wanted));
            // Why it is not here, where it could not be.
            let refused = kept.is_none() && !vault::keeps().await;
            let _left = keeps_nothing.try_set(refused);
            let _left = key_file.try_set(Some(kept));
        });
    });
    let state = live(move || {
        match key_file.get() {
        None => ().into_any(),
        Some(Some(key_file)) => view! {
            <Notice tone=Tone::Good title=t("此浏览器已保存密钥文件", "This browser holds the key file")>
                <p>{t("投标和解密时输入口令即可。建议另存一份到 U 盘等处。", "The pass phrase is all you need to bid and decrypt. Keep a copy elsewhere.")}</p>
                <Backup code key_file/>
            </Notice>
        }
        .erase(),
        Some(None) if keeps_nothing.get() => view! {
            <Notice tone=Tone::Bad title=t("此浏览器不能保存密钥文件", "This browser can not keep the key file")>
                <p>{t("可能是无痕（隐私）窗口、浏览器设置禁止网站存储数据，或者磁盘空间不足。请换用普通窗口、允许存储或清理磁盘后，用备份文件恢复；也可以每次投标、解密时选择备份文件。",
                    "It may be a private window, a setting that forbids sites to store data, or a full disk. Mend that and restore the key from its backup; or choose the backup each time you bid and decrypt.")}</p>
            </Notice>
        }
        .erase(),
        Some(None) if practice => view! { <Import code wanted key_file/> }.erase(),
        Some(None) => view! {
            <Notice tone=Tone::Warn title=t("此浏览器没有密钥文件", "This browser does not hold the key file")>
                <p>{t("请在下方用备份文件恢复，否则不能在这里投标和解密。",
                    "Restore it from its backup below, or you can neither bid nor decrypt here.")}</p>
            </Notice>
        }
        .erase(),
    }
    });
    view! {
        <section class="panel" aria-labelledby="held">
            <h2 id="held">{t("已登记的密钥", "Registered key")}</h2>
            <Summary>
                <Fact name=t("密钥标识", "Key id")><code class="digest">{id}</code></Fact>
                <Fact name=t("公钥（SM2）", "Public key (SM2)")><code class="digest">{public_key}</code></Fact>
            </Summary>
            <div aria-live="polite">{state}</div>
            <div class="actions">
                <a class="button button--primary" href=way>{name}</a>
            </div>
        </section>
    }
    .erase()
}

/// Saves the key file to disk.
#[component]
pub fn Backup(code: CreditCode, key_file: String) -> impl IntoView {
    let save = move |_| {
        // Browsers that can not offer a file show nothing; the file is still in the page.
        let _ = vault::download(&format!("{code}.kaibiao-key"), &key_file);
    };
    view! {
        <div class="actions">
            <button type="button" class="button" on:click=save>{t("另存密钥文件", "Save the key file")}</button>
        </div>
    }
    .erase()
}

/// Takes the key file from disk, if it is the registered one.
#[component]
fn Import(code: CreditCode, wanted: StoredValue<String>, key_file: RwSignal<Option<Option<String>>>) -> impl IntoView {
    let files = RwSignal::new(Vec::<Chosen>::new());
    let problems = RwSignal::new(Vec::new());
    let other = RwSignal::new(false);
    Effect::new(move |_| {
        let Some(file) = files.with(|files| files.first().cloned()) else { return };
        spawn_local(async move {
            let text = vault::read_file(&file).await.unwrap_or_default();
            let ours = wanted.try_with_value(|key| vault::fits(&text, key)).unwrap_or(false);
            let a_key = keyfile::public_key(&text).is_some();
            if ours {
                let _ = vault::save(code.as_str(), &text).await;
                key_file.try_set(Some(Some(text)));
            } else {
                other.try_set(a_key);
                let problem = Problem { field: Field::KeyFile, fault: Fault::NotAKeyFile };
                problems.try_set(if a_key { Vec::new() } else { vec![problem] });
            }
        });
    });
    view! {
        <Notice tone=Tone::Warn title=t("此浏览器没有密钥文件", "This browser does not hold the key file")>
            <p>{t("请选择另存的密钥文件，否则不能在这里投标和解密。", "Choose the file you saved, or you can neither bid nor decrypt here.")}</p>
        </Notice>
        <FileField field=Field::KeyFile files problems accept=".kaibiao-key,text/plain"/>
        {move || other.get().then(|| view! {
            <Notice tone=Tone::Bad>
                <p>{t("这是另一个密钥，不是贵单位登记的密钥。", "This is another key, not the one your company registered.")}</p>
            </Notice>
        }.erase())}
    }
    .erase()
}
