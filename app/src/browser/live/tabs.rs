//! The tabs of one browser that show one room. One of them holds the room's lock, listens to the server and passes on
//! what it hears; when it goes, the lock goes to the next. A browser allows six lines to a server, and a seventh tab with
//! a line of its own would wait for ever.

use futures::channel::oneshot;
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
    /// `hear` is given kind and data of what another tab tells, and what it returns is told to the others. `None` where
    /// tabs cannot speak with one another: then each listens for itself.
    pub fn join(name: &str, hear: impl Fn(&str, &str) -> Vec<(&'static str, String)> + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        let answering = channel.clone();
        let hear = Closure::new(move |event: MessageEvent| {
            let Some(word) = event.data().as_string() else { return };
            let Some((kind, data)) = word.split_once('\n') else { return };
            hear(kind, data).iter().for_each(|(kind, data)| tell(&answering, kind, data));
        });
        channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        Some(Self { channel, _hear: hear })
    }

    /// Tells all the others.
    pub fn tell(&self, kind: &str, data: &str) {
        tell(&self.channel, kind, data);
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.channel.close();
    }
}

fn tell(channel: &BroadcastChannel, kind: &str, data: &str) {
    // A channel that was closed has nobody to tell.
    drop(channel.post_message(&format!("{kind}\n{data}").into()));
}

/// The right to listen for all tabs, given back when it is dropped.
pub struct Turn(Function);

impl Drop for Turn {
    fn drop(&mut self) {
        drop(self.0.call0(&JsValue::NULL));
    }
}

/// Waits for this tab's turn; at once `None` where there are no locks.
pub async fn turn(name: &str) -> Option<Turn> {
    let (give, given) = oneshot::channel();
    let work = Closure::once_into_js(move || {
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(Turn(resolve)));
        // If the page was left meanwhile nobody takes it, and it is given back at once.
        drop(release.map(|turn| give.send(turn)));
        held
    });
    // What it answers comes when the lock is given back, which nobody waits for.
    let _: Promise = request(name, &work).ok()?;
    given.await.ok()
}
