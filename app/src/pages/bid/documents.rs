//! The documents (正文), and the control with which PDFs are chosen.

use domain::Problem;
use leptos::prelude::*;

use super::files::{Files, Looked, Verdict};
use super::sheet::Sheet;
use crate::browser::Chosen;
use crate::erase::{Erase, live};
use crate::parts::field::FileField;
use crate::text::{fault, lang, pick, t};

#[component]
pub fn DocumentFields(sheet: Sheet, problems: Signal<Vec<Problem>>) -> impl IntoView {
    view! {
        <fieldset class="fieldset">
            <legend>{t("三、投标文件正文", "3. Bid documents")}</legend>
            <FilePicker
                files=sheet.documents
                problems
                multiple=true
                hint=t("1 至 9 个 PDF，不得加密；可分几次选择，大小不限", "1 to 9 PDFs, not encrypted; choose several times if need be, of any size")
            />
        </fieldset>
    }.erase()
}

/// Chooses PDFs and lists them, each with what was found on looking at it.
#[component]
pub fn FilePicker(
    files: Files,
    problems: Signal<Vec<Problem>>,
    #[prop(into)] hint: String,
    #[prop(optional)] multiple: bool,
) -> impl IntoView {
    let picked = RwSignal::new(Vec::<Chosen>::new());
    Effect::new(move |_| {
        let chosen = picked.get();
        if !chosen.is_empty() {
            files.add(chosen);
            // Empties the control, so that the same file can be chosen again after it was mended.
            picked.set(Vec::new());
        }
    });
    let rows = live(move || files.list.get().into_iter().map(|chosen| row(files, chosen)).collect_view());
    view! {
        <FileField field=files.field files=picked problems hint multiple>
            <ul class="parts-list" aria-live="polite">{rows}</ul>
            {reminder(files)}
        </FileField>
    }
    .erase()
}

/// After the page was loaded again a browser no longer has the files that were chosen.
fn reminder(files: Files) -> impl IntoView {
    let lang = lang();
    live(move || {
        let lost = files.lost().into_iter().map(|file| {
            pick(
                lang,
                format!("{}（{}）", file.name, size(file.size as f64)),
                format!("{} ({})", file.name, size(file.size as f64)),
            )
        });
        let names = lost.collect::<Vec<_>>().join(pick(lang, "、", ", "));
        (!names.is_empty()).then(|| {
            let words = pick(
                lang,
                "网页重新载入后需要再次选择文件，已上传的部分不会重传。上次选择：",
                "The page was loaded again, so choose the files again; what has been sent is not sent twice. Before: ",
            );
            view! { <p class="notice notice--info">{words}{names}</p> }.erase()
        })
    })
}

fn row(files: Files, chosen: Looked) -> impl IntoView {
    let lang = lang();
    let name = chosen.file.name();
    let remove = pick(lang, format!("移除 {name}"), format!("Remove {name}"));
    let (class, verdict) = match &chosen.verdict {
        Verdict::Looking => ("badge badge--quiet", pick(lang, "正在检查", "Looking").to_owned()),
        Verdict::Good => ("badge badge--good", pick(lang, "可以密封", "Fit to be sealed").to_owned()),
        Verdict::Bad(found) => ("badge badge--bad", fault::fault(lang, &domain::Fault::Pdf(*found))),
    };
    let id = chosen.id;
    view! {
        <li>
            <span>{name}" "<span class="muted nowrap">{size(chosen.file.size())}</span></span>
            <span class="cluster">
                <span class=class>{verdict}</span>
                <button
                    type="button"
                    class="button button--quiet button--small"
                    aria-label=remove
                    on:click=move |_| files.remove(id)
                >
                    {pick(lang, "移除", "Remove")}
                </button>
            </span>
        </li>
    }
    .erase()
}

/// Bytes as people read them.
#[must_use]
pub fn size(bytes: f64) -> String {
    match bytes {
        b if b < 1024.0 => format!("{b:.0} B"),
        b if b < 1_048_576.0 => format!("{:.1} KB", b / 1024.0),
        b if b < 1_073_741_824.0 => format!("{:.1} MB", b / 1_048_576.0),
        b => format!("{:.2} GB", b / 1_073_741_824.0),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_told_in_the_unit_that_fits() {
        let told = [0.0, 1023.0, 1024.0, 1_572_864.0, 3_221_225_472.0].map(size);
        assert_eq!(told, ["0 B", "1023 B", "1.0 KB", "1.5 MB", "3.00 GB"]);
    }
}
