//! A file on its way to the server, with its progress: `fetch` does not tell how far it is, `XMLHttpRequest` does.

use std::cell::RefCell;
use std::rc::Rc;

use domain::Refusal;
use futures::channel::oneshot;
use js_sys::{Array, Function, Reflect};
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use web_sys::File;

use crate::api::ApiError;

/// Sends the file by `PUT`. `progress` hears the share that is sent, from 0 to 1.
///
/// # Errors
/// `Unreachable`, or what the server refused it for.
pub async fn upload<T: DeserializeOwned>(
    address: &str,
    file: &File,
    progress: impl Fn(f64) + 'static,
) -> Result<T, ApiError> {
    let text = sent(address, file, Box::new(progress)).await?;
    serde_json::from_str(&text).map_err(|_| ApiError::Unreachable)
}

/// Written once for all answers.
async fn sent(address: &str, file: &File, progress: Box<dyn Fn(f64)>) -> Result<String, ApiError> {
    let (done, answer) = oneshot::channel();
    let (progress, done) = (Closure::new(share(progress)), Closure::new(once(done)));
    let request = begin(address, file, &progress, &done).map_err(|_| ApiError::Unreachable)?;
    // Dropped by nobody while they are wanted: the request holds them, and this holds the request.
    answer.await.map_err(|_| ApiError::Unreachable)?;
    let status = get(&request, "status").as_f64().unwrap_or_default() as u16;
    let text = get(&request, "responseText").as_string().unwrap_or_default();
    match status {
        200 => Ok(text),
        400..500 => Err(serde_json::from_str::<Refusal>(&text).map_or(ApiError::Unreachable, ApiError::Refused)),
        _ => Err(ApiError::Unreachable),
    }
}

fn begin(
    address: &str,
    file: &File,
    progress: &Closure<dyn Fn(JsValue)>,
    done: &Closure<dyn Fn(JsValue)>,
) -> Result<JsValue, JsValue> {
    let made = get(&js_sys::global(), "XMLHttpRequest").dyn_into::<Function>()?;
    let request = Reflect::construct(&made, &Array::new())?;
    Reflect::set(&get(&request, "upload"), &"onprogress".into(), progress.as_ref())?;
    Reflect::set(&request, &"onloadend".into(), done.as_ref())?;
    call(&request, "open", &["PUT".into(), address.into()])?;
    call(&request, "send", &[file.into()])?;
    Ok(request)
}

/// How far it is, out of a progress event.
fn share(progress: Box<dyn Fn(f64)>) -> Box<dyn Fn(JsValue)> {
    Box::new(move |event| {
        let number = |name| get(&event, name).as_f64().unwrap_or_default();
        let total = number("total");
        if total > 0.0 {
            progress(number("loaded") / total);
        }
    })
}

fn once(done: oneshot::Sender<()>) -> Box<dyn Fn(JsValue)> {
    let done = Rc::new(RefCell::new(Some(done)));
    Box::new(move |_| {
        if let Some(done) = done.borrow_mut().take() {
            // Whoever left the page waits no more.
            let _left = done.send(());
        }
    })
}

fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn call(of: &JsValue, name: &str, with: &[JsValue]) -> Result<JsValue, JsValue> {
    let function = get(of, name).dyn_into::<Function>()?;
    Reflect::apply(&function, of, &with.iter().collect::<Array>())
}
