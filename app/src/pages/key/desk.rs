//! Key, backup and certificates of a company: a part of the key page that comes with its code.

mod foreign;
mod fresh;
mod list;
mod restore;

use domain::certificate::{Asked, Certificates};
use domain::view::MySubject;
use domain::{CreditCode, Fault, Field, Refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use seal::job::{Failure, Job, Report};

use super::Backup;
use crate::api::ApiError;
use crate::api::certificates::{my_certificates, request_certificate};
use crate::browser::holder::{Holder, Software};
use crate::browser::{Chosen, vault, worker};
use crate::erase::{Erase, live};
use crate::parts::frame::{Me, use_me};
use crate::parts::notice::{Notice, RefusalNotice, Tone, Waiting};
use crate::text::t;

use foreign::Foreign;
use fresh::Fresh;
use list::List;
use restore::Restore;

/// The company whose desk this is.
#[derive(Clone, Copy)]
pub struct Desk {
    code: CreditCode,
    name: StoredValue<String>,
    /// The key that is in force.
    registered: StoredValue<Option<String>>,
    /// Its file, if it is kept here, and the one before it.
    kept: StoredValue<Option<String>>,
    earlier: StoredValue<Option<String>>,
    me: Me,
}

/// The whole part.
pub fn desk(subject: StoredValue<MySubject>) -> AnyView {
    let (me, subject) = (use_me(), subject.get_value());
    let desk = Desk {
        code: subject.code,
        name: StoredValue::new(subject.name),
        registered: StoredValue::new(subject.public_key.clone()),
        kept: StoredValue::new(None),
        earlier: StoredValue::new(None),
        me,
    };
    let told = RwSignal::new(None::<Result<Certificates, ApiError>>);
    spawn_local(async move {
        let (kept, earlier) = (vault::load(desk.code.as_str()).await, vault::earlier(desk.code.as_str()).await);
        let wanted = subject.public_key.unwrap_or_default();
        let _left = desk.kept.try_set_value(kept.filter(|file| vault::fits(file, &wanted)));
        let _left = desk.earlier.try_set_value(earlier);
        let answer = my_certificates().await;
        let _left = told.try_set(Some(answer));
    });
    live(move || match told.get() {
        None => view! { <Waiting/> }.erase(),
        Some(Err(error)) => view! { <RefusalNotice refusal=error/> }.erase(),
        Some(Ok(all)) => whole(desk, all),
    })
}

fn whole(desk: Desk, all: Certificates) -> AnyView {
    let waiting = all.waiting.clone().map(|request| {
        view! {
            <Notice tone=Tone::Info title=t("证书申请等待审核员核准", "A certificate request awaits a registrar")>
                <p>{request.at.to_string()}</p>
            </Notice>
        }
        .erase()
    });
    let bids = all.bids;
    let registered = desk.registered.with_value(Option::is_some);
    let lost = registered && !desk.holds();
    // A first key is what the page is for; another one is rare.
    let fresh = if registered {
        view! {
            <details>
                <summary>{t("更换密钥", "Make another key")}</summary>
                <div class="stack"><Fresh desk bids/></div>
            </details>
        }
        .erase()
    } else {
        view! { <Fresh desk bids/> }.erase()
    };
    let earlier = desk.earlier.get_value().map(|key_file| {
        view! {
            <details>
                <summary>{t("更换前的密钥文件", "The key file before this one")}</summary>
                <p>{t("更换前递交的投标文件须用它解密。", "Bids submitted before the change are opened with it.")}</p>
                <Backup code=desk.code key_file/>
            </details>
        }
        .erase()
    });
    view! {
        {waiting}
        {lost.then(|| view! { <Restore desk/> }.erase())}
        <List desk all/>
        {fresh}
        {earlier}
        <details>
            <summary>{t("登记其他机构签发的证书", "Register a certificate from another authority")}</summary>
            <div class="stack"><Foreign desk/></div>
        </details>
    }
    .erase()
}

impl Desk {
    fn holds(self) -> bool {
        self.kept.with_value(Option::is_some)
    }

    /// Asks for a certificate of a key. Without a present key that vouches for it, a registrar has to.
    async fn ask(self, holder: Software, present: Option<Software>) -> Result<Asked, ApiError> {
        let request = holder.request(self.code.to_string(), self.name.get_value(), present);
        let (request, signature) = request.await.map_err(told)?;
        request_certificate(request, signature.map(|signature| signature.to_string())).await
    }
}

/// Takes the key out of a file: both the test of a backup and the restore from it.
async fn restored(file: &[Chosen], passphrase: String) -> Result<(String, String), ApiError> {
    let Some(file) = file.first() else { return Err(Refusal::field(Field::KeyFile, Fault::Empty).into()) };
    if passphrase.is_empty() {
        return Err(Refusal::field(Field::Passphrase, Fault::Empty).into());
    }
    let backup = vault::read_file(file).await.ok_or_else(|| told(Failure::NotAKeyFile))?;
    match worker::run(Job::Restore { backup, passphrase: passphrase.into() }).await {
        Ok(Report::KeyMade { public_key, key_file }) => Ok((public_key.to_string(), key_file)),
        Ok(_) => Err(told(Failure::Internal)),
        Err(failure) => Err(told(failure)),
    }
}

/// What the worker found, as the fields tell it.
fn told(failure: Failure) -> ApiError {
    match failure {
        Failure::WrongPassphrase => Refusal::field(Field::Passphrase, Fault::WrongPassphrase).into(),
        Failure::NotAKeyFile => Refusal::field(Field::KeyFile, Fault::NotAKeyFile).into(),
        Failure::Network => ApiError::Unreachable,
        _ => Refusal::Trouble.into(),
    }
}

/// Its key file kept, the page shows the company as it is now.
fn settled(desk: Desk) {
    desk.me.refetch();
}
