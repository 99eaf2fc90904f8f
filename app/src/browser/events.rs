//! Hearing the events of a browser's object.

use futures::StreamExt;
use futures::channel::mpsc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget};

/// Hears until it is dropped.
pub struct Ear {
    target: EventTarget,
    name: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Ear {
    #[must_use]
    pub fn on(target: &EventTarget, name: &'static str, hear: impl FnMut(Event) + 'static) -> Self {
        let closure = Closure::<dyn FnMut(Event)>::new(hear);
        // Only a name that is no text is refused.
        drop(target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()));
        Self { target: target.clone(), name, closure }
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        drop(self.target.remove_event_listener_with_callback(self.name, callback));
    }
}

/// The first of these events that comes.
pub async fn first_of(target: &EventTarget, names: &[&'static str]) -> &'static str {
    let (sender, mut heard) = mpsc::unbounded();
    let ear = |name: &&'static str| {
        let (sender, name) = (sender.clone(), *name);
        Ear::on(target, name, move |_| drop(sender.unbounded_send(name)))
    };
    let _ears: Vec<Ear> = names.iter().map(ear).collect();
    heard.next().await.unwrap_or_default()
}
