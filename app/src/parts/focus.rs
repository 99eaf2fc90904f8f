//! Moving the focus after an act, so that the keyboard does not end nowhere.

use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use wasm_bindgen::JsCast;

/// Focuses the element with this id once what is being drawn stands.
pub fn focus_soon(id: impl Into<String>) {
    let id = id.into();
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
        if let Some(element) = element {
            // An element that takes no focus is no reason to disturb anybody.
            let _refused = element.focus();
        }
    });
}
