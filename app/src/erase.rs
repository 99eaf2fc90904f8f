//! Views without their types. The `view!` macro already erases what stands inside an element (`.cargo/config.toml`), but
//! each type that is left, a closure or a tag in its wrapping, brings along all the code that draws, revives and updates
//! it: two thirds of the types were such repetitions. With what is here, the client holds that code once a tag.

use std::any::Any;
use std::sync::{Arc, Mutex};

use leptos::prelude::*;

/// What `view!` gives, as an [`AnyView`].
pub trait Erase {
    fn erase(self) -> AnyView;
}

impl<V: RenderHtml + 'static> Erase for View<V> {
    fn erase(self) -> AnyView {
        let mut view = Some(self.into_inner());
        // A component alone is one already.
        if let Some(erased) = (&mut view as &mut dyn Any).downcast_mut::<Option<AnyView>>() {
            return erased.take().expect("it was just put there");
        }
        view.expect("it was just put there").into_any()
    }
}

/// A view that is drawn anew whenever a signal changes that it reads: what `{move || …}` is inside a view.
pub fn live<V: IntoView + 'static>(draw: impl FnMut() -> V + Send + 'static) -> AnyView {
    let draw: Arc<Mutex<dyn FnMut() -> V + Send>> = Arc::new(Mutex::new(draw));
    draw.into_any()
}

/// The rows of a list that changes: a row stays as it is as long as its key is there.
pub fn rows<T: Send + 'static, K: ToString>(
    each: impl Fn() -> Vec<T> + Send + 'static,
    key: impl Fn(&T) -> K + Send + 'static,
    draw: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let draw = Arc::new(draw);
    let row = move |item: T| {
        let draw = Arc::clone(&draw);
        Row { key: key(&item).to_string(), draw: Box::new(move || draw(item)) }
    };
    keyed(Box::new(move || each().into_iter().map(&row).collect()))
}

struct Row {
    key: String,
    draw: Box<dyn FnOnce() -> AnyView + Send>,
}

fn keyed(each: Box<dyn Fn() -> Vec<Row> + Send>) -> AnyView {
    view! { <For each key=|row| row.key.clone() children=|row| (row.draw)()/> }.erase()
}
