//! What this browser keeps for a company: its key file, also saved to disk and read back, and what was typed and not yet
//! sent. The key file is locked by its passphrase all the while; what is stored here opens nothing by itself.

use domain::{BidId, LotId};
use gloo_storage::{LocalStorage, Storage};
use js_sys::Array;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, File, FileSystemDirectoryHandle, FileSystemRemoveOptions, HtmlAnchorElement, Url,
};

/// No key file is larger; anything else that is chosen by mistake is not read.
const LARGEST: f64 = 65_536.0;

/// Keeps the key file of the company with this credit code. `false` when the browser stores nothing. One of another key
/// that was kept stays beside it: submitted bids may need it.
#[must_use]
pub fn save(code: &str, key_file: &str) -> bool {
    if let Some(earlier) = load(code)
        && seal::keyfile::public_key(&earlier) != seal::keyfile::public_key(key_file)
        && LocalStorage::set(place_of_earlier(code), earlier).is_err()
    {
        return false;
    }
    available() && LocalStorage::set(place(code), key_file).is_ok()
}

/// The key file that was kept before the present one.
#[must_use]
pub fn earlier(code: &str) -> Option<String> {
    if available() { LocalStorage::get(place_of_earlier(code)).ok() } else { None }
}

/// The key file kept for this credit code.
#[must_use]
pub fn load(code: &str) -> Option<String> {
    if available() { LocalStorage::get(place(code)).ok() } else { None }
}

/// Whether a text is a key file, or looks like a backup.
#[must_use]
pub fn is_a_key(text: &str) -> bool {
    is_backup(text) || seal::keyfile::public_key(text).is_some()
}

fn is_backup(text: &str) -> bool {
    text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")
}

/// Whether a key file is that of this public key, in hexadecimal. A backup tells only under its passphrase.
#[must_use]
pub fn fits(key_file: &str, public_key: &str) -> bool {
    is_backup(key_file) || seal::keyfile::public_key(key_file).is_some_and(|key| key.to_string() == public_key)
}

/// Whether the browser lets the page store anything.
fn available() -> bool {
    web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))))
}

/// Whether what is kept here stays: a browser may say so and refuse all the same.
#[must_use]
pub fn keeps() -> bool {
    let kept = available() && LocalStorage::set(TRIAL, TRIAL).is_ok();
    if kept {
        LocalStorage::delete(TRIAL);
    }
    kept
}

const TRIAL: &str = "kaibiao.trial";

fn place(code: &str) -> String {
    format!("kaibiao.key.{code}")
}

fn place_of_earlier(code: &str) -> String {
    format!("kaibiao.earlier-key.{code}")
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
