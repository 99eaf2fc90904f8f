//! Text of several lines. Leptos 0.8 does not escape the children of `<textarea>` when it renders on the server, so
//! this part gives it escaped inner HTML instead; no other file may write a `<textarea`.

use domain::{Field, Problem};
use leptos::html::Textarea;
use leptos::prelude::*;

use super::field::keep_in_step;
use super::labelled::{Ids, Labelled, invalid};
use crate::erase::Erase;

#[component]
pub fn TextArea(
    field: Field,
    value: RwSignal<String>,
    #[prop(into)] problems: Signal<Vec<Problem>>,
    #[prop(optional, into)] label: Option<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(default = 4)] rows: u32,
) -> impl IntoView {
    let ids = Ids::new(id, field, hint.is_some());
    let area = NodeRef::<Textarea>::new();
    keep_in_step(value, move || area.get());
    view! {
        <Labelled field ids=ids.clone() label hint class="" optional=false problems>
            <textarea
                node_ref=area
                id=ids.control.clone()
                name=field.name()
                rows=rows.to_string()
                aria-describedby=ids.described_by()
                aria-invalid=invalid(field, problems)
                on:input=move |event| value.set(event_target_value(&event))
                inner_html=escaped(&value.get_untracked())
            ></textarea>
        </Labelled>
    }
    .erase()
}

/// Text that an HTML parser reads back unchanged inside an element.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    const ATTACK: &str = "</textarea><script>alert(1)</script>&amp;";

    #[test]
    fn markup_is_escaped_and_an_escape_is_escaped_again() {
        assert_eq!(escaped(ATTACK), "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;");
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn text_does_not_break_out_of_the_area_on_the_server() {
        let owner = Owner::new();
        let html = owner.with(|| {
            let value = RwSignal::new(ATTACK.to_owned());
            let problems = Signal::stored(Vec::new());
            view! { <TextArea field=Field::Remark value problems/> }.to_html()
        });
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }
}
