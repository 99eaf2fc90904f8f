//! What this browser keeps for a company: its key file in IndexedDB, also saved to disk and read back, and in local storage
//! what was typed and not yet sent. The key file is locked by its passphrase all the while; what is stored here opens
//! nothing by itself.

mod shelf;

use domain::{BidId, LotId};
use futures::FutureExt;
use futures::future::LocalBoxFuture;
use gloo_storage::{LocalStorage, Storage};
use js_sys::Array;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, File, FileSystemDirectoryHandle, FileSystemRemoveOptions, HtmlAnchorElement, Url,
};

use shelf::Shelf;

/// No key file is larger; anything else that is chosen by mistake is not read.
const LARGEST: f64 = 65_536.0;

/// Keeps the key file of the company with this credit code. `false` when the browser stores nothing. One of another key
/// that was kept stays beside it: submitted bids may need it.
pub async fn save(code: &str, key_file: &str) -> bool {
    let Some(shelf) = shelf().await else { return false };
    let mut texts = vec![(code.to_owned(), key_file.to_owned())];
    if let Some(kept) = shelf.get(code).await
        && seal::keyfile::public_key(&kept) != seal::keyfile::public_key(key_file)
    {
        texts.push((name_of_earlier(code), kept));
    }
    ask_to_stay();
    shelf.put(&texts).await.is_some()
}

/// The key file that was kept before the present one.
pub async fn earlier(code: &str) -> Option<String> {
    shelf().await?.get(&name_of_earlier(code)).await
}

/// The key file kept for this credit code.
pub async fn load(code: &str) -> Option<String> {
    shelf().await?.get(code).await
}

/// The credit codes for which a key file is kept.
pub async fn codes() -> Vec<String> {
    let names = match shelf().await {
        Some(shelf) => shelf.names().await.unwrap_or_default(),
        None => Vec::new(),
    };
    names.into_iter().filter(|name| !name.contains('.')).collect()
}

/// The place of the keys. Those that an earlier version of the portal kept among the drafts are moved there, and deleted
/// only once they are. Boxed, so that the client has its code once and not with each who asks.
fn shelf() -> LocalBoxFuture<'static, Option<Shelf>> {
    open_shelf().boxed_local()
}

async fn open_shelf() -> Option<Shelf> {
    let shelf = Shelf::open().await?;
    let old = if available() { old_keys() } else { Vec::new() };
    let texts: Vec<_> = old.iter().map(|(_, name, text)| (name.clone(), text.clone())).collect();
    if !texts.is_empty() && shelf.put(&texts).await.is_some() {
        for (old_name, ..) in old {
            LocalStorage::delete(old_name);
        }
    }
    Some(shelf)
}

/// Where they lie, what they are called now, and the key files themselves.
fn old_keys() -> Vec<(String, String, String)> {
    let storage = LocalStorage::raw();
    let names = (0..storage.length().unwrap_or_default()).filter_map(|at| storage.key(at).ok().flatten());
    let old = names.filter_map(|old_name| {
        let name = match old_name.strip_prefix("kaibiao.key.") {
            Some(code) => code.to_owned(),
            None => name_of_earlier(old_name.strip_prefix("kaibiao.earlier-key.")?),
        };
        let text = LocalStorage::get(&old_name).ok()?;
        Some((old_name, name, text))
    });
    old.collect()
}

/// A browser that is short of space clears away what nobody asked it to keep.
fn ask_to_stay() {
    let storage = web_sys::window().map(|window| window.navigator().storage());
    // Not there on an insecure origin. Whatever it answers, the backup is there.
    drop(storage.filter(|storage| !storage.is_undefined()).map(|storage| storage.persist()));
}

/// Whether a text is a key file, or looks like a backup.
#[must_use]
pub fn is_a_key(text: &str) -> bool {
    is_backup(text) || seal::keyfile::public_key(text).is_some()
}

/// A backup as this house or another program writes it (PKCS#8).
#[must_use]
pub fn is_backup(text: &str) -> bool {
    text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")
}

/// Whether a key file is that of this public key, in hexadecimal. A backup tells only under its passphrase.
#[must_use]
pub fn fits(key_file: &str, public_key: &str) -> bool {
    is_backup(key_file) || seal::keyfile::public_key(key_file).is_some_and(|key| key.to_string() == public_key)
}

/// Whether the browser lets the page store drafts.
fn available() -> bool {
    web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))))
}

/// Whether a key file would be kept here: a browser may say so and refuse all the same, and a disk may be full.
pub async fn keeps() -> bool {
    let Some(shelf) = shelf().await else { return false };
    let kept = shelf.put(&[(TRIAL.to_owned(), TRIAL.repeat(TRIAL_LENGTH))]).await.is_some();
    kept && shelf.remove(TRIAL).await.is_some()
}

/// No credit code has a full stop.
const TRIAL: &str = "trial.";
const TRIAL_LENGTH: usize = 100;

fn name_of_earlier(code: &str) -> String {
    format!("{code}.earlier")
}

/// Offers `text` as a file to save. `false` when the browser can not.
pub fn download(name: &str, text: &str) -> bool {
    save_as(name, text).is_some()
}

fn save_as(name: &str, text: &str) -> Option<()> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/plain;charset=utf-8");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from(text)), &kind).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let page = web_sys::window()?.document()?;
    let anchor: HtmlAnchorElement = page.create_element("a").ok()?.dyn_into().ok()?;
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    // Not at once: the browser reads the blob after the click has been handled.
    gloo_timers::callback::Timeout::new(10_000, move || drop(Url::revoke_object_url(&address))).forget();
    Some(())
}

/// The text of a small file; `None` when it is gone, unreadable or far too large for a key file.
pub async fn read_file(file: &File) -> Option<String> {
    if file.size() > LARGEST {
        return None;
    }
    JsFuture::from(file.text()).await.ok()?.as_string()
}

/// Keeps what is typed for a lot, in the place of what was kept before, so that a reload or a broken line loses nothing.
/// Never a passphrase, of files the names alone.
pub fn keep_draft(lot: LotId, draft: &impl Serialize) {
    if available() {
        // Full storage costs the draft, not the bid.
        drop(LocalStorage::set(place_of_draft(lot), draft));
    }
}

/// The draft kept for a lot.
#[must_use]
pub fn draft<T: DeserializeOwned>(lot: LotId) -> Option<T> {
    if available() { LocalStorage::get(place_of_draft(lot)).ok() } else { None }
}

/// The bid is sent; the prices need not lie about here.
pub fn discard_draft(lot: LotId) {
    if available() {
        LocalStorage::delete(place_of_draft(lot));
    }
}

/// Removes what the worker has noted while it sent this bid: it is committed.
pub async fn forget_notes(bid: BidId) {
    // Notes that stay behind are small, and nobody will read them.
    let _stays = remove_notes(bid).await;
}

/// The folder of this origin, in which the worker takes its notes.
pub async fn folder() -> Option<FileSystemDirectoryHandle> {
    let storage = web_sys::window()?.navigator().storage();
    // Not there on an insecure origin.
    if storage.is_undefined() {
        return None;
    }
    JsFuture::from(storage.get_directory()).await.ok().map(JsValue::unchecked_into)
}

async fn remove_notes(bid: BidId) -> Option<()> {
    let root = folder().await?;
    let all = FileSystemRemoveOptions::new();
    all.set_recursive(true);
    JsFuture::from(root.remove_entry_with_options(&bid.to_string(), &all)).await.ok().map(drop)
}

fn place_of_draft(lot: LotId) -> String {
    format!("kaibiao.draft.{lot}")
}
