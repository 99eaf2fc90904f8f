//! Makes a key pair in the worker, keeps its file in this browser, registers its public half.

use domain::refusal::Problems;
use domain::{CreditCode, Fault, Field, Refusal};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use seal::job::{Failure, Job, Report};

use super::Backup;
use crate::api::ApiError;
use crate::api::people::register_key;
use crate::browser::{vault, worker};
use crate::erase::Erase;
use crate::parts::error_summary::ErrorSummary;
use crate::parts::field::TextField;
use crate::parts::frame::use_me;
use crate::parts::notice::{Notice, Tone};
use crate::parts::sending::{Sending, Submit};
use crate::text::t;

/// As short as a pass phrase may be.
const SHORTEST: u32 = 10;

/// A key that was made here, and whether this browser keeps its file.
#[derive(Clone)]
struct Made {
    public_key: String,
    key_file: String,
    kept: bool,
}

#[component]
pub fn Make(code: CreditCode) -> impl IntoView {
    let me = use_me();
    let sending = Sending::new(None);
    let (passphrase, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let made = RwSignal::new(None::<Made>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let known = made.get_untracked();
        if known.is_none()
            && let Err(refusal) = check(&passphrase.get_untracked(), &again.get_untracked())
        {
            return sending.refuse(refusal);
        }
        let request = async move {
            // A key whose registration failed half-way is registered again, not made anew.
            let key = match known {
                Some(key) => key,
                None => make(code, passphrase.get_untracked()).await?,
            };
            made.try_set(Some(key.clone()));
            register_key(key.public_key.clone()).await.map(|()| key.kept)
        };
        sending.send(request, move |kept| {
            passphrase.try_set(String::new());
            again.try_set(String::new());
            // Where the browser keeps nothing, the file must be saved from here before the page moves on.
            if kept {
                me.refetch();
            }
        });
    };
    let problems = sending.problems();
    let fresh = Memo::new(move |_| made.with(Option::is_none));
    view! {
        <section class="panel" aria-labelledby="make">
            <h2 id="make">{t("制作密钥", "Make a key")}</h2>
            <KeyRefusal sending/>
            <form class="stack" method="dialog" novalidate on:submit=submit>
                {move || fresh.get().then(|| view! {
                    // Tells password managers that this is not the passphrase of the account.
                    <input type="text" autocomplete="username" value=format!("{code}-key") hidden readonly/>
                    <TextField field=Field::Passphrase value=passphrase problems class="field--key" kind="password"
                        autocomplete="new-password"
                        hint=t("至少 10 个字符，可用中文；与登录密码分开设置", "At least 10 characters; not your sign-in password")/>
                    <TextField field=Field::PassphraseAgain value=again problems class="field--key" kind="password"
                        autocomplete="new-password"/>
                }.erase())}
                <div class="actions"><Submit sending>{t("制作并登记密钥", "Make and register the key")}</Submit></div>
                <p class="muted" role="status">
                    {move || sending.busy().get().then(|| t("正在制作，约需几秒…", "Being made; a few seconds…"))}
                </p>
            </form>
            {move || made.get().filter(|made| !made.kept).map(|made| view! {
                <Notice tone=Tone::Warn title=t("此浏览器不保存数据，请立即另存密钥文件", "This browser keeps nothing: save the key file now")>
                    <Backup code key_file=made.key_file/>
                </Notice>
            }.erase())}
        </section>
    }
    .erase()
}

/// A committed bid stands in the way of another key; everything else is told as everywhere.
#[component]
fn KeyRefusal(sending: Sending) -> impl IntoView {
    let committed = move || matches!(sending.error().get(), Some(ApiError::Refused(Refusal::AlreadyCommitted { .. })));
    let other = Signal::derive(move || if committed() { None } else { sending.error().get() });
    let words = t(
        "贵单位有已递交、尚未结束开标的投标文件，现在不能更换密钥。",
        "A submitted bid of your company awaits the end of its opening; the key can not be changed now.",
    );
    view! {
        <ErrorSummary error=other/>
        {move || committed().then(|| view! { <Notice tone=Tone::Bad><p>{words}</p></Notice> }.erase())}
    }
    .erase()
}

pub fn check(passphrase: &str, again: &str) -> Result<(), Refusal> {
    let mut problems = Problems::default();
    match passphrase.chars().count() {
        0 => problems.add(Field::Passphrase, Fault::Empty),
        n if n < SHORTEST as usize => problems.add(Field::Passphrase, Fault::TooShort { min: SHORTEST }),
        _ if passphrase != again => problems.add(Field::PassphraseAgain, Fault::Differs),
        _ => {}
    }
    problems.into_result(Some(()))
}

/// The private key exists only in the worker; what comes back is its locked file.
async fn make(code: CreditCode, passphrase: String) -> Result<Made, ApiError> {
    match worker::run(Job::MakeKey { passphrase: passphrase.into() }).await {
        Ok(Report::KeyMade { public_key, key_file }) => {
            let kept = vault::save(code.as_str(), &key_file).await;
            Ok(Made { public_key: public_key.to_string(), key_file, kept })
        }
        Err(Failure::Network) => Err(ApiError::Unreachable),
        Ok(_) | Err(_) => Err(ApiError::Refused(Refusal::Trouble)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_phrase_is_ten_characters_twice() {
        assert!(check("一二三四五六七八九十", "一二三四五六七八九十").is_ok());
        assert_eq!(check("", ""), Err(Refusal::field(Field::Passphrase, Fault::Empty)));
        assert_eq!(check("short", "short"), Err(Refusal::field(Field::Passphrase, Fault::TooShort { min: 10 })));
        assert_eq!(check("long enough", "long enouhg"), Err(Refusal::field(Field::PassphraseAgain, Fault::Differs)));
    }
}
