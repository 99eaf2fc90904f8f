//! What ties the record to the receipts.

use domain::room::Row;
use leptos::prelude::*;

use crate::text::{lang, pick};

/// The digest of each bid, as on its bidder's receipt.
#[component]
pub fn Proof(rows: Vec<Row>) -> impl IntoView {
    let lang = lang();
    let line = |row: Row| view! { <div><dt>{row.name}</dt><dd><code class="digest">{row.digest}</code></dd></div> };
    (!rows.is_empty()).then(|| {
        view! {
            <footer class="record__proof">
                <h2>{pick(lang, "投标文件摘要（SM3）", "Digests of the bids (SM3)")}</h2>
                <p>
                    {pick(
                        lang,
                        "各投标人签名清单的摘要，与递交回执所载一致的，即为原递交的投标文件。",
                        "Each is the digest of the bidder's signed manifest; where it equals that on the receipt, the bid is the one that was committed.",
                    )}
                </p>
                <dl class="summary summary--plain">{rows.into_iter().map(line).collect_view()}</dl>
            </footer>
        }
    })
}
