//! The sealing worker: a module of its own, so that pages stay small and no key
//! ever meets a page. One job a worker; the page ends it afterwards.

mod jobs;
mod notes;
mod pause;
mod transfer;
mod upload;

use seal::job::{Failure, GO_ON, HOLD, Report};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        // Else the page would wait for an answer for ever.
        post(&Report::Failed(Failure::Internal));
    }));
    let on_message =
        Closure::<dyn FnMut(MessageEvent)>::new(|message: MessageEvent| match message.data().as_string().as_deref() {
            Some(HOLD) => pause::hold(true),
            Some(GO_ON) => pause::hold(false),
            _ => wasm_bindgen_futures::spawn_local(async move { post(&jobs::answer(message.data()).await) }),
        });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    post(&Report::Ready);
}

/// Sends the page a report.
pub(crate) fn post(report: &Report) {
    let json = serde_json::to_string(report).expect("reports are plain data");
    // Only an object that cannot be cloned is refused, and this is a string.
    let _ = scope().post_message(&JsValue::from_str(&json));
}

pub(crate) fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
