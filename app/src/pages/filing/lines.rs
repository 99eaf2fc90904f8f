//! Contacts and qualifications: lines that are added and taken away.

use domain::Lang;
use domain::subject::form::{Contact, Form, MOST_CONTACTS, MOST_QUALIFICATIONS, Qualification};
use domain::subject::item::Item;
use leptos::prelude::*;

use super::Desk;
use super::entry::{Entry, Typed};
use crate::erase::{Erase, live};
use crate::text::{lang, pick, t};

/// What lines of a kind have in common.
#[derive(Clone, Copy)]
struct Kind {
    name: fn(Lang) -> &'static str,
    add_one: fn(Lang) -> &'static str,
    most: u32,
    /// So many can not be taken away.
    fewest: u32,
    many: fn(&Form) -> usize,
    add: fn(&mut Form),
    take: fn(&mut Form, usize),
    entries: fn(u32) -> AnyView,
}

#[component]
pub fn Contacts(desk: Desk) -> impl IntoView {
    let kind = Kind {
        name: |lang| pick(lang, "联系人", "Contact"),
        add_one: |lang| pick(lang, "添加联系人", "Add a contact"),
        most: MOST_CONTACTS,
        fewest: 1,
        many: |form| form.contacts.len(),
        add: |form| form.contacts.push(Contact::default()),
        take: |form, line| drop(form.contacts.remove(line)),
        entries: contact,
    };
    view! {
        <p>{t("第一位联系人显示在登记信息中，审核有问题时与其联系。", "The first contact is shown with the registration, and called when something is wrong.")}</p>
        <Lines desk kind/>
    }
    .erase()
}

fn contact(line: u32) -> AnyView {
    view! {
        <Entry item=Item::ContactName line/>
        <Entry item=Item::ContactPhone line kind=Typed::Phone/>
        <Entry item=Item::ContactEmail line kind=Typed::Email optional=true/>
    }
    .erase()
}

#[component]
pub fn Qualifications(desk: Desk) -> impl IntoView {
    let kind = Kind {
        name: |lang| pick(lang, "资质", "Qualification"),
        add_one: |lang| pick(lang, "添加资质", "Add a qualification"),
        most: MOST_QUALIFICATIONS,
        fewest: 0,
        many: |form| form.qualifications.len(),
        add: |form| form.qualifications.push(Qualification::default()),
        take: |form, line| drop(form.qualifications.remove(line)),
        entries: qualification,
    };
    view! {
        <p>{t("没有资质的，直接进入下一步。", "Without qualifications, go on to the next step.")}</p>
        <Lines desk kind/>
    }
    .erase()
}

fn qualification(line: u32) -> AnyView {
    view! {
        <Entry item=Item::QualificationName line/>
        <div class="field-row">
            <Entry item=Item::QualificationLevel line/>
            <Entry item=Item::QualificationNumber line/>
        </div>
        <Entry item=Item::QualificationUntil line kind=Typed::Date/>
    }
    .erase()
}

#[component]
fn Lines(desk: Desk, kind: Kind) -> impl IntoView {
    // The server draws what is live when the page's context is no longer at hand.
    let owner = Owner::current().unwrap_or_default();
    // A line that went takes the places of all behind it.
    let drawn = RwSignal::new(());
    let lang = lang();
    let line = move |line: u32| {
        let take = move |_| {
            desk.form.update(|form| (kind.take)(form, line as usize));
            drawn.set(());
        };
        let taken = (line >= kind.fewest).then(|| {
            view! {
                <div class="actions">
                    <button type="button" class="button button--quiet" on:click=take>
                        {pick(lang, "删去", "Take away")}
                    </button>
                </div>
            }
            .erase()
        });
        view! {
            <fieldset class="fieldset">
                <legend>{format!("{} {}", (kind.name)(lang), line + 1)}</legend>
                {(kind.entries)(line)}
                {taken}
            </fieldset>
        }
        .erase()
    };
    let lines = live(move || {
        drawn.track();
        let many = desk.form.with_untracked(|form| (kind.many)(form) as u32);
        owner.with(|| (0..many).map(line).collect_view())
    });
    let add = move |_| {
        if desk.form.with_untracked(|form| (kind.many)(form) < kind.most as usize) {
            desk.form.update(kind.add);
            drawn.set(());
        }
    };
    view! {
        {lines}
        <div class="actions">
            <button type="button" class="button" on:click=add>{(kind.add_one)(lang)}</button>
        </div>
    }
    .erase()
}
