//! The tabs of one browser that show one room. One of them holds the room's lock, listens to the server and passes on
//! what it hears; when it goes, the lock goes to the next. A browser allows six lines to a server, and a seventh tab with
//! a line of its own would wait for ever.

use std::cell::OnceCell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// Somebody has joined, and asks where the others are.
pub const HELLO: &str = "hello";
/// How the line of the listening tab stands.
pub const STATE: &str = "state";

#[wasm_bindgen]
extern "C" {
    /// Web Locks, which need HTTPS or this machine.
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = request)]
    fn request(name: &str, work: &JsValue) -> Result<Promise, JsValue>;
}

pub struct Tabs {
    channel: BroadcastChannel,
    _hear: Closure<dyn FnMut(MessageEvent)>,
}

impl Tabs {
    /// `hear` is given kind and data of what another tab tells. `None` where tabs cannot speak with one another.
    pub fn join(name: &str, hear: impl Fn(&str, &str) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        let hear = Closure::new(move |event: MessageEvent| {
            if let Some(word) = event.data().as_string()
                && let Some((kind, data)) = word.split_once('\n')
            {
                hear(kind, data);
            }
        });
        channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        Some(Self { channel, _hear: hear })
    }

    /// Tells all the others.
    pub fn tell(&self, kind: &str, data: &str) {
        // A channel that was closed has nobody to tell.
        drop(self.channel.post_message(&format!("{kind}\n{data}").into()));
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.channel.close();
    }
}

/// The right to listen for all tabs: asked for, then given, and given back when it is dropped.
pub struct Turn(Rc<OnceCell<Function>>);

impl Turn {
    /// `None` where there are no locks.
    pub fn ask(name: &str) -> Option<Self> {
        let turn = Self(Rc::default());
        let asked = Rc::downgrade(&turn.0);
        let work = Closure::once_into_js(move || {
            // Held until this promise is kept.
            Promise::new(&mut |release, _| match asked.upgrade() {
                Some(turn) => drop(turn.set(release)),
                // The page was left meanwhile.
                None => drop(release.call0(&JsValue::NULL)),
            })
        });
        // What it answers comes when the lock is given back, which nobody waits for.
        let _: Promise = request(name, &work).ok()?;
        Some(turn)
    }

    pub fn is_given(&self) -> bool {
        self.0.get().is_some()
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(release) = self.0.get() {
            drop(release.call0(&JsValue::NULL));
        }
    }
}
