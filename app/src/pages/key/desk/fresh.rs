//! A key made, its backup saved, the backup tried, and only then used: its certificate is asked for.

use domain::{Fault, Field, Refusal};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use seal::job::{Job, Report};

use super::super::make::check;
use super::{Desk, restored, settled, told};
use crate::api::ApiError;
use crate::browser::holder::Software;
use crate::browser::{Chosen, vault, worker};
use crate::erase::{Erase, live};
use crate::parts::error_summary::ErrorSummary;
use crate::parts::field::{FileField, TextField};
use crate::parts::notice::{Notice, Tone};
use crate::parts::sending::{Sending, Submit};
use crate::text::t;

/// A key that is nowhere yet but in its backup.
#[derive(Clone)]
struct Made {
    public_key: String,
    backup: String,
}

#[component]
pub fn Fresh(desk: Desk, bids: u32) -> impl IntoView {
    let made = RwSignal::new(None::<Made>);
    let step = live(move || match made.get() {
        None => view! { <Make desk bids made/> }.erase(),
        Some(made) => view! { <Try desk made/> }.erase(),
    });
    view! {
        <section class="panel" aria-labelledby="make">
            <h2 id="make">{t("制作密钥，领取证书", "Make a key, get its certificate")}</h2>
            {step}
        </section>
    }
    .erase()
}

#[component]
fn Make(desk: Desk, bids: u32, made: RwSignal<Option<Made>>) -> impl IntoView {
    let sending = Sending::new(None);
    let (passphrase, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let problems = sending.problems();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Err(refusal) = check(&passphrase.get_untracked(), &again.get_untracked()) {
            return sending.refuse(refusal);
        }
        sending.send(make(passphrase.get_untracked()), move |new: Made| {
            download(desk, &new.backup);
            made.try_set(Some(new));
        });
    };
    view! {
        {(bids > 0).then(|| view! { <StillNeeded bids/> }.erase())}
        <ErrorSummary error=sending.error()/>
        <form class="stack" method="dialog" novalidate on:submit=submit>
            // Tells password managers that this is not the passphrase of the account.
            <input type="text" autocomplete="username" value=format!("{}-key", desk.code) hidden readonly/>
            <TextField field=Field::Passphrase value=passphrase problems class="field--key" kind="password"
                autocomplete="new-password"
                hint=t("至少 10 个字符，可用中文；与登录密码分开设置", "At least 10 characters; not your sign-in password")/>
            <TextField field=Field::PassphraseAgain value=again problems class="field--key" kind="password"
                autocomplete="new-password"/>
            <div class="actions">
                <Submit sending>{t("制作密钥并保存备份", "Make the key and save its backup")}</Submit>
            </div>
            <p class="muted" role="status">
                {move || sending.busy().get().then(|| t("正在制作，约需几秒…", "Being made; a few seconds…"))}
            </p>
        </form>
    }
    .erase()
}

/// The backup is chosen as it lies on disk, and unlocked: what can not be restored is not used.
#[component]
fn Try(desk: Desk, made: Made) -> impl IntoView {
    let sending = Sending::new(None);
    let files = RwSignal::new(Vec::<Chosen>::new());
    let (passphrase, present) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let problems = sending.problems();
    let backup = StoredValue::new(made.backup);
    let wanted = StoredValue::new(made.public_key);
    // The present key vouches for the new one; who has lost it is helped by a registrar.
    let old = desk.kept;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let work = async move {
            let phrase = passphrase.get_untracked();
            let (public_key, key_file) = restored(&files.get_untracked(), phrase.clone()).await?;
            if wanted.with_value(|wanted| *wanted != public_key) {
                return Err(Refusal::field(Field::KeyFile, Fault::NotAKeyFile).into());
            }
            let (old, phrase_of_old) = (old.get_value(), present.get_untracked());
            let present = old.filter(|_| !phrase_of_old.is_empty());
            let present = present.map(|key_file| Software { key_file, passphrase: phrase_of_old.into() });
            let key = Software { key_file: key_file.clone(), passphrase: phrase.into() };
            desk.ask(key, present).await.map_err(of_present)?;
            // A browser that keeps nothing is told so by the page that follows; the backup is there.
            let _ = vault::save(desk.code.as_str(), &key_file).await;
            Ok(())
        };
        sending.send(work, move |()| settled(desk));
    };
    let again = move |_| download(desk, &backup.get_value());
    let vouching = old.with_value(Option::is_some).then(|| {
        view! {
            <TextField field=Field::PassphraseAgain value=present problems class="field--key" kind="password"
                label=t("现用密钥的口令", "Pass phrase of the present key")
                hint=t("用现用密钥为新密钥签名；留空则由审核员核准", "The present key vouches for the new one; left empty, a registrar decides")/>
        }
        .erase()
    });
    view! {
        <Notice tone=Tone::Info title=t("备份文件已下载，现在检验它", "The backup was saved; now it is tested")>
            <p>{t("请选择刚保存的备份文件并输入口令。能恢复的备份才可用；建议另存到 U 盘。",
                "Choose the file you just saved and type its pass phrase. Only a key whose backup can be restored is used; keep a copy elsewhere.")}</p>
            <div class="actions">
                <button type="button" class="button button--small" on:click=again>{t("重新下载备份", "Save the backup again")}</button>
            </div>
        </Notice>
        <ErrorSummary error=sending.error()/>
        <form class="stack" method="dialog" novalidate on:submit=submit>
            <FileField field=Field::KeyFile files problems label=t("备份文件", "Backup file") accept=""/>
            <TextField field=Field::Passphrase value=passphrase problems class="field--key" kind="password"/>
            {vouching}
            <div class="actions"><Submit sending>{t("检验备份并领取证书", "Test the backup and get the certificate")}</Submit></div>
            <p class="muted" role="status">
                {move || sending.busy().get().then(|| t("正在检验，约需几秒…", "Being tested; a few seconds…"))}
            </p>
        </form>
    }
    .erase()
}

/// The new key's passphrase was tried before.
fn of_present(error: ApiError) -> ApiError {
    if error == Refusal::field(Field::Passphrase, Fault::WrongPassphrase).into() {
        return Refusal::field(Field::PassphraseAgain, Fault::WrongPassphrase).into();
    }
    error
}

/// What another key does not change.
#[component]
fn StillNeeded(bids: u32) -> impl IntoView {
    let words = match crate::text::lang() {
        domain::Lang::Zh => {
            format!("贵单位有 {bids} 份已递交、尚未结束开标的投标文件，仍须用原密钥解密。请保留原密钥的备份和口令。")
        }
        domain::Lang::En => {
            format!(
                "{bids} submitted bids await the end of their openings and still need the present key. Keep its backup and pass phrase."
            )
        }
    };
    view! { <Notice tone=Tone::Warn><p>{words}</p></Notice> }.erase()
}

fn download(desk: Desk, backup: &str) {
    // Browsers that can not offer a file show nothing; the button is still there.
    let _ = vault::download(&format!("{}-backup.pem", desk.code), backup);
}

async fn make(passphrase: String) -> Result<Made, ApiError> {
    let Report::KeyMade { public_key, key_file } =
        worker::run(Job::MakeKey { passphrase: passphrase.clone().into() }).await.map_err(told)?
    else {
        return Err(Refusal::Trouble.into());
    };
    match worker::run(Job::BackUp { key_file, passphrase: passphrase.into() }).await.map_err(told)? {
        Report::BackedUp { backup } => Ok(Made { public_key: public_key.to_string(), backup }),
        _ => Err(Refusal::Trouble.into()),
    }
}
