//! Passkeys: the browser's own interface, options and answers as JSON (WebAuthn level 3).

use js_sys::{Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Whether this browser has them, here: they belong to a name, and an address of digits is none.
#[must_use]
pub fn are_there() -> bool {
    let host = web_sys::window().and_then(|window| window.location().hostname().ok()).unwrap_or_default();
    let named = !host.contains(':') && host.bytes().any(|byte| byte.is_ascii_alphabetic());
    named && class().is_ok_and(|class| Reflect::has(&class, &"parseCreationOptionsFromJSON".into()).unwrap_or(false))
}

/// Makes one; the answer is JSON, or nothing when the person or its device declined.
pub async fn make(options: &str) -> Option<String> {
    run("create", "parseCreationOptionsFromJSON", options).await.ok()
}

/// Shows one.
pub async fn show(options: &str) -> Option<String> {
    run("get", "parseRequestOptionsFromJSON", options).await.ok()
}

fn class() -> Result<JsValue, JsValue> {
    Reflect::get(&js_sys::global(), &"PublicKeyCredential".into())
}

async fn run(act: &str, parse: &str, options: &str) -> Result<String, JsValue> {
    let class = class()?;
    let told = Reflect::get(&JSON::parse(options)?, &"publicKey".into())?;
    let parse: Function = Reflect::get(&class, &parse.into())?.dyn_into()?;
    let asked = Object::new();
    Reflect::set(&asked, &"publicKey".into(), &parse.call1(&class, &told)?)?;
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into())?;
    let all = Reflect::get(&navigator, &"credentials".into())?;
    let act: Function = Reflect::get(&all, &act.into())?.dyn_into()?;
    let promise: Promise = act.call1(&all, &asked)?.dyn_into()?;
    let credential = JsFuture::from(promise).await?;
    let to_json: Function = Reflect::get(&credential, &"toJSON".into())?.dyn_into()?;
    let json = to_json.call0(&credential)?;
    Ok(String::from(JSON::stringify(&json)?))
}
