//! The browser's entry: hydrates what the server rendered, in the language it was rendered in.

#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    let root = web_sys::window().and_then(|window| window.document()).and_then(|page| page.document_element());
    let lang = app::Lang::from_tag(&root.and_then(|root| root.get_attribute("lang")).unwrap_or_default());
    leptos::mount::hydrate_lazy(move || leptos::prelude::view! { <app::App lang/> });
}
