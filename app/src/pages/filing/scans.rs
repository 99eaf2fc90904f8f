//! The scans: chosen, sent with their progress, shown as they are kept.

use domain::subject::attachment::{Attachment, Sent};
use domain::subject::item::{Item, Spot, Step};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Desk;
use super::entry::{Said, invalid};
use crate::api::ApiError;
use crate::api::filing::detach;
use crate::browser::upload::upload;
use crate::browser::{Chosen, alive};
use crate::erase::{Erase, live, rows};
use crate::parts::frame::encoded;
use crate::text::{self, items, lang, pick, t};

#[component]
pub fn Scans(desk: Desk) -> impl IntoView {
    let scans = Item::ALL.into_iter().filter(|item| item.step() == Step::Scans);
    let all = scans.map(|item| view! { <Scan desk item/> }.erase()).collect_view();
    view! {
        <p>{t("JPEG、PNG 图片或 PDF，每个文件不超过 10 MB。图片会重新编码，拍摄地点等附带信息不会保留。",
            "JPEG, PNG or PDF, at most 10 MB each. Images are encoded anew; where and when they were taken is not kept.")}</p>
        {all}
    }
    .erase()
}

#[component]
fn Scan(desk: Desk, item: Item) -> impl IntoView {
    let lang = lang();
    let (id, spot) = (item.name(), Spot::from(item));
    let hint = match item {
        Item::LicenceScan => t("必须上传", "Needed"),
        Item::QualificationScan => t("填写了资质的必须上传", "Needed with qualifications"),
        _ => t("选填", "Optional"),
    };
    let input = NodeRef::<Input>::new();
    let (share, trouble) = (RwSignal::new(None::<f64>), RwSignal::new(None::<String>));
    let chosen = move |_| {
        let Some(control) = input.get_untracked() else { return };
        let Some(file) = control.files().and_then(|files| files.get(0)).map(Chosen::from) else { return };
        share.set(Some(0.0));
        trouble.set(None);
        spawn_local(async move {
            let address = format!("/api/attachments/of/{id}?name={}", encoded(&file.name()));
            let sent = upload(&address, &file, move |part| {
                share.try_set(Some(part));
            });
            match sent.await {
                Ok(Sent::Taken(scan)) => {
                    desk.scans.try_update(|scans| scans.push(scan));
                    desk.problems.try_update(|all| all.retain(|problem| problem.spot != spot));
                }
                Ok(Sent::Refused(fault)) => {
                    trouble.try_set(Some(items::file(lang, &fault)));
                }
                Err(error) => {
                    trouble.try_set(Some(text::refusal::error(lang, &error)));
                }
            }
            share.try_set(None);
            control.set_value("");
        });
    };
    let alive = alive();
    let going = live(move || {
        share.get().map(|share| {
            let percent = (share * 100.0).round();
            view! {
                <div class="progress-line">
                    <label for=format!("{id}-progress")>{pick(lang, "正在上传", "On its way")}</label>
                    <span class="progress-line__rate">{format!("{percent} %")}</span>
                    <progress id=format!("{id}-progress") max="100" value=percent.to_string()></progress>
                </div>
            }
            .erase()
        })
    });
    let each = move || desk.scans.get().into_iter().filter(|scan| scan.item == item).collect::<Vec<_>>();
    // The server draws rows when the page's context is no longer at hand.
    let owner = Owner::current().unwrap_or_default();
    let draw = move |scan| owner.with(|| view! { <Kept desk scan/> }.erase());
    let kept = rows(each, |scan| scan.id.clone(), draw);
    view! {
        <div class="field field--file">
            <label for=id>{items::item(lang, item)}</label>
            <p class="field__hint" id=format!("{id}-hint")>{hint}</p>
            <input
                node_ref=input
                id=id
                type="file"
                accept="image/jpeg,image/png,application/pdf,.jpg,.jpeg,.png,.pdf"
                aria-describedby=format!("{id}-hint {id}-error")
                aria-invalid=invalid(desk, spot)
                disabled=move || !alive.get() || share.get().is_some()
                on:change=chosen
            />
            {going}
            <div class="field__error" role="alert">{move || trouble.get()}</div>
            <Said desk spot/>
            <ul class="scans">{kept}</ul>
        </div>
    }
    .erase()
}

/// A file as it is kept, with its preview and digest.
#[component]
fn Kept(desk: Desk, scan: Attachment) -> impl IntoView {
    let trouble = RwSignal::new(None::<ApiError>);
    let id = StoredValue::new(scan.id.clone());
    let take = move |_| {
        let id = id.get_value();
        spawn_local(async move {
            match detach(id.clone()).await {
                Ok(()) => {
                    desk.scans.try_update(|scans| scans.retain(|scan| scan.id != id));
                }
                Err(error) => {
                    trouble.try_set(Some(error));
                }
            }
        });
    };
    let lang = lang();
    view! {
        <li class="scan">
            <Preview scan/>
            <button type="button" class="button button--quiet button--small" on:click=take>{t("删去", "Take away")}</button>
            <div role="alert">{move || trouble.get().map(|error| text::refusal::error(lang, &error))}</div>
        </li>
    }
    .erase()
}

/// What is kept: the picture itself or a way to the PDF, its name, size and digest.
#[component]
pub fn Preview(scan: Attachment) -> impl IntoView {
    let address = format!("/api/attachments/{}", scan.id);
    let size = format!("{} KB", scan.size.div_ceil(1024));
    let scanned =
        if scan.scanned { t("已查毒", "scanned for viruses") } else { t("未查毒", "not scanned for viruses") };
    let picture = scan.is_image().then(|| {
        view! { <img class="scan__picture" src=address.clone() alt=scan.name.clone() loading="lazy"/> }.erase()
    });
    view! {
        <a href=address target="_blank" rel="external">{picture}<span>{scan.name}</span></a>
        <p class="meta"><span>{size}</span><span>{scanned}</span></p>
        <p class="muted">{t("摘要（SM3）", "Digest (SM3)")}" "<code class="digest">{scan.digest}</code></p>
    }
    .erase()
}
