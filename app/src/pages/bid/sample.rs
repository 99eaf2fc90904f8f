//! Example values for a practice lot, PDFs included, so that a newcomer needs nothing at hand.

use domain::bid::OpeningFormInput;
use domain::guarantee::{GuaranteeInput, IssuerKind, validity_end};
use domain::lot::Terms;
use domain::view::LotView;
use domain::{Fen, Timestamp};
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use web_sys::File;

use super::sheet::{Draft, Sheet};
use crate::browser::{Chosen, alive};
use crate::erase::Erase;
use crate::text::t;

/// Fills the sheet with a bid that holds for these terms. The passphrase stays the person's own.
fn fill(sheet: Sheet, terms: &Terms, now: Timestamp) {
    sheet.fill(draft(terms, now));
    let guarantee = file("模拟投标保函.pdf", "Practice bid guarantee - no real guarantee");
    sheet.guarantee_file.add(guarantee.into_iter().collect());
    if sheet.documents.files().is_empty() {
        let document = file("模拟投标文件.pdf", "Practice bid document - no real bid");
        sheet.documents.add(document.into_iter().collect());
    }
}

/// Offers the example on the page of a practice lot.
#[component]
pub fn Example(sheet: Sheet, lot: LotView) -> impl IntoView {
    let (now, alive) = (lot.now, alive());
    view! {
        <div class="notice notice--info">
            <p>
                {t("练习时不必准备材料：填入示例后，只需输入制作密钥时设定的口令。",
                    "No need to prepare anything for practice: fill in the example, then type the passphrase you set when making the key.")}
            </p>
            <div class="actions">
                <button
                    type="button"
                    class="button"
                    disabled=move || !alive.get()
                    on:click=move |_| fill(sheet, &lot.terms, now)
                >
                    {t("填入示例", "Fill in the example")}
                </button>
            </div>
        </div>
    }.erase()
}

fn draft(terms: &Terms, now: Timestamp) -> Draft {
    // Seven per cent below the ceiling, in whole yuan, but never nothing.
    let yuan = (terms.ceiling.get() / 100 * 93 / 100).max(1);
    let price = Fen::from_yuan(yuan).min(terms.ceiling);
    Draft {
        form: OpeningFormInput {
            price: price.plain(),
            duration: "180".to_owned(),
            quality: "合格".to_owned(),
            manager: "张工（模拟）".to_owned(),
        },
        guarantee: GuaranteeInput {
            kind: IssuerKind::Bank,
            issuer: "模拟银行".to_owned(),
            number: "MNBH-0001".to_owned(),
            amount: terms.guarantee.plain(),
            from: now.day().min(terms.deadline.day()).to_string(),
            until: validity_end(terms).plus(30).to_string(),
        },
        ..Draft::default()
    }
}

fn file(name: &str, line: &str) -> Option<Chosen> {
    let bytes = Uint8Array::from(pdf(line).as_slice());
    File::new_with_buffer_source_sequence(&Array::of1(&bytes), name).ok().map(Chosen::from)
}

/// The smallest PDF with one line of ASCII on one A4 page (ISO 32000-1, 7.5).
fn pdf(line: &str) -> Vec<u8> {
    let text = format!("BT /F1 20 Tf 72 760 Td ({line}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (n, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{n} 0 obj\n{object}\nendobj\n"));
    }
    let (start, size) = (file.len(), objects.len() + 1);
    file.push_str(&format!(
        "xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    ));
    file.into_bytes()
}

#[cfg(test)]
mod tests {
    use domain::quote::Procedure;

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    fn terms(ceiling: i64, seconds: i64) -> Terms {
        Terms {
            code: "MN-1".into(),
            title: "模拟".into(),
            tenderer: "模拟招标人".into(),
            ceiling: Fen::new(ceiling),
            guarantee: Fen::new((ceiling / 50).max(1)),
            validity_days: 90,
            deadline: NOW.plus_seconds(seconds),
            decrypt_seconds: 120,
            objection_seconds: 120,
            draws: Vec::new(),
            rules: domain::lot::Rules::default(),
            project: String::new(),
            practice: true,
            procedure: Procedure::Tender,
            rounds: None,
        }
    }

    #[test]
    fn the_example_holds_for_any_practice_lot() {
        for terms in [terms(1_280_000_000, 120), terms(150, 120), terms(100, -86_400)] {
            let draft = draft(&terms, NOW);
            assert!(draft.form.check(&terms).is_ok(), "{draft:?}");
            assert!(draft.guarantee.check(&terms).is_ok(), "{draft:?}");
        }
    }

    #[test]
    fn the_example_pdf_is_one() {
        let file = pdf("Practice");
        assert_eq!(domain::pdf::check(&file), Ok(()));
        let text = String::from_utf8(file).unwrap();
        let at = text.find("4 0 obj").unwrap();
        assert!(text.contains(&format!("\n{at:010} 00000 n \n")), "the table points at the objects");
    }
}
