//! IndexedDB, as much of it as the vault needs: one store, texts under names.

use js_sys::{Array, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};

const DATABASE: &str = "kaibiao";
const STORE: &str = "keys";

/// Closed when it is let go of, so that a later version of the portal may change it.
pub struct Shelf(IdbDatabase);

impl Shelf {
    /// `None` where the browser has no such place or does not let us have it, as in some private windows.
    pub async fn open() -> Option<Self> {
        let factory = web_sys::window()?.indexed_db().ok()??;
        let request = factory.open_with_u32(DATABASE, 1).ok()?;
        let new = request.clone();
        // Called before the answer, where there was no such database.
        let furnish = Closure::<dyn FnMut()>::new(move || {
            let database = new.result().ok().and_then(|database| database.dyn_into::<IdbDatabase>().ok());
            drop(database.map(|database| database.create_object_store(STORE)));
        });
        request.set_onupgradeneeded(Some(furnish.as_ref().unchecked_ref()));
        answer(&request).await?.dyn_into().ok().map(Self)
    }

    pub async fn get(&self, name: &str) -> Option<String> {
        let (_, store) = self.store(IdbTransactionMode::Readonly)?;
        answer(&store.get(&name.into()).ok()?).await?.as_string()
    }

    pub async fn names(&self) -> Option<Vec<String>> {
        let (_, store) = self.store(IdbTransactionMode::Readonly)?;
        let names: Array = answer(&store.get_all_keys().ok()?).await?.dyn_into().ok()?;
        Some(names.iter().filter_map(|name| name.as_string()).collect())
    }

    /// Puts all of them there, or none; `None` where that did not come to the disk.
    pub async fn put(&self, texts: &[(String, String)]) -> Option<()> {
        let (transaction, store) = self.store(IdbTransactionMode::Readwrite)?;
        for (name, text) in texts {
            store.put_with_key(&text.into(), &name.into()).ok()?;
        }
        done(&transaction).await
    }

    pub async fn remove(&self, name: &str) -> Option<()> {
        let (transaction, store) = self.store(IdbTransactionMode::Readwrite)?;
        store.delete(&name.into()).ok()?;
        done(&transaction).await
    }

    fn store(&self, mode: IdbTransactionMode) -> Option<(IdbTransaction, IdbObjectStore)> {
        let transaction = self.0.transaction_with_str_and_mode(STORE, mode).ok()?;
        let store = transaction.object_store(STORE).ok()?;
        Some((transaction, store))
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// What a request is answered with.
async fn answer(request: &IdbRequest) -> Option<JsValue> {
    let answered = Promise::new(&mut |yes, no| {
        request.set_onsuccess(Some(&yes));
        request.set_onerror(Some(&no));
    });
    JsFuture::from(answered).await.ok()?;
    request.result().ok()
}

/// A full disk is told when the transaction ends, and by nothing else.
async fn done(transaction: &IdbTransaction) -> Option<()> {
    let ended = Promise::new(&mut |yes, no| {
        transaction.set_oncomplete(Some(&yes));
        transaction.set_onabort(Some(&no));
    });
    JsFuture::from(ended).await.ok().map(drop)
}
