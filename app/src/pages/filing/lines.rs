//! Contacts and qualifications: lines that are added and taken away.

use domain::subject::form::{Contact, MOST_CONTACTS, MOST_QUALIFICATIONS, Qualification};
use domain::subject::item::Item;
use leptos::prelude::*;

use super::Desk;
use super::entry::{Entry, Typed};
use crate::erase::{Erase, live};
use crate::text::{lang, pick, t};

#[component]
pub fn Contacts(desk: Desk) -> impl IntoView {
    // The server draws what is live when the page's context is no longer at hand.
    let owner = Owner::current().unwrap_or_default();
    // A line that went takes the places of all behind it.
    let drawn = RwSignal::new(());
    let lang = lang();
    let lines = live(move || {
        drawn.track();
        let many = desk.form.with_untracked(|form| form.contacts.len() as u32);
        let line = |line: u32| {
            let n = line + 1;
            let take = move |_| {
                desk.form.update(|form| drop(form.contacts.remove(line as usize)));
                drawn.set(());
            };
            view! {
                <fieldset class="fieldset">
                    <legend>{pick(lang, format!("联系人 {n}"), format!("Contact {n}"))}</legend>
                    <Entry item=Item::ContactName line/>
                    <Entry item=Item::ContactPhone line kind=Typed::Phone/>
                    <Entry item=Item::ContactEmail line kind=Typed::Email optional=true/>
                    {(line > 0).then(|| view! {
                        <div class="actions"><button type="button" class="button button--quiet" on:click=take>{pick(lang, "删去", "Take away")}</button></div>
                    }.erase())}
                </fieldset>
            }
            .erase()
        };
        owner.with(|| (0..many).map(line).collect_view())
    });
    let add = move |_| {
        if desk.form.with_untracked(|form| form.contacts.len() < MOST_CONTACTS as usize) {
            desk.form.update(|form| form.contacts.push(Contact::default()));
            drawn.set(());
        }
    };
    view! {
        <p>{t("第一位联系人显示在登记信息中，审核有问题时与其联系。", "The first contact is shown with the registration, and called when something is wrong.")}</p>
        {lines}
        <div class="actions"><button type="button" class="button" on:click=add>{t("添加联系人", "Add a contact")}</button></div>
    }
    .erase()
}

#[component]
pub fn Qualifications(desk: Desk) -> impl IntoView {
    let owner = Owner::current().unwrap_or_default();
    let drawn = RwSignal::new(());
    let lang = lang();
    let lines = live(move || {
        drawn.track();
        let many = desk.form.with_untracked(|form| form.qualifications.len() as u32);
        let line = |line: u32| {
            let n = line + 1;
            let take = move |_| {
                desk.form.update(|form| drop(form.qualifications.remove(line as usize)));
                drawn.set(());
            };
            view! {
                <fieldset class="fieldset">
                    <legend>{pick(lang, format!("资质 {n}"), format!("Qualification {n}"))}</legend>
                    <Entry item=Item::QualificationName line/>
                    <div class="field-row">
                        <Entry item=Item::QualificationLevel line/>
                        <Entry item=Item::QualificationNumber line/>
                    </div>
                    <Entry item=Item::QualificationUntil line kind=Typed::Date/>
                    <div class="actions"><button type="button" class="button button--quiet" on:click=take>{pick(lang, "删去", "Take away")}</button></div>
                </fieldset>
            }
            .erase()
        };
        owner.with(|| (0..many).map(line).collect_view())
    });
    let add = move |_| {
        if desk.form.with_untracked(|form| form.qualifications.len() < MOST_QUALIFICATIONS as usize) {
            desk.form.update(|form| form.qualifications.push(Qualification::default()));
            drawn.set(());
        }
    };
    view! {
        <p>{t("没有资质的，直接进入下一步。", "Without qualifications, go on to the next step.")}</p>
        {lines}
        <div class="actions"><button type="button" class="button" on:click=add>{t("添加资质", "Add a qualification")}</button></div>
    }
    .erase()
}
