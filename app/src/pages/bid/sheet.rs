//! All that somebody fills in on the bid page.

use domain::bid::{MOST_DOCUMENTS, OpeningForm, OpeningFormInput};
use domain::guarantee::{Guarantee, GuaranteeInput, IssuerKind};
use domain::lot::Terms;
use domain::{Fault, Field, LotId, Problem, Refusal};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::files::{Files, Remembered};
use crate::browser::{Chosen, vault};

/// What is typed and may be kept for later: of files the names, and no passphrase.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub form: OpeningFormInput,
    pub guarantee: GuaranteeInput,
    pub guarantee_file: Vec<Remembered>,
    pub documents: Vec<Remembered>,
}

/// The fields as signals; copies are the same sheet.
#[derive(Clone, Copy)]
pub struct Sheet {
    pub price: RwSignal<String>,
    pub duration: RwSignal<String>,
    pub quality: RwSignal<String>,
    pub manager: RwSignal<String>,
    pub kind: RwSignal<String>,
    pub issuer: RwSignal<String>,
    pub number: RwSignal<String>,
    pub amount: RwSignal<String>,
    pub from: RwSignal<String>,
    pub until: RwSignal<String>,
    pub guarantee_file: Files,
    pub documents: Files,
    /// The key file kept in this browser.
    pub kept_key: RwSignal<Option<String>>,
    /// A key file chosen from disk; it goes before the kept one.
    pub key_file: RwSignal<Vec<Chosen>>,
    pub passphrase: RwSignal<String>,
}

impl Sheet {
    #[must_use]
    pub fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            price: text(),
            duration: text(),
            quality: text(),
            manager: text(),
            kind: RwSignal::new(IssuerKind::Bank.name().to_owned()),
            issuer: text(),
            number: text(),
            amount: text(),
            from: text(),
            until: text(),
            guarantee_file: Files::new(Field::GuaranteeFile, 1),
            documents: Files::new(Field::Document, MOST_DOCUMENTS),
            kept_key: RwSignal::new(None),
            key_file: RwSignal::new(Vec::new()),
            passphrase: text(),
        }
    }

    /// What is typed now; follows every field.
    #[must_use]
    pub fn draft(self) -> Draft {
        Draft {
            form: OpeningFormInput {
                price: self.price.get(),
                duration: self.duration.get(),
                quality: self.quality.get(),
                manager: self.manager.get(),
            },
            guarantee: GuaranteeInput {
                kind: IssuerKind::from_name(&self.kind.get()).unwrap_or_default(),
                issuer: self.issuer.get(),
                number: self.number.get(),
                amount: self.amount.get(),
                from: self.from.get(),
                until: self.until.get(),
            },
            guarantee_file: self.guarantee_file.remembered(),
            documents: self.documents.remembered(),
        }
    }

    pub fn fill(self, draft: Draft) {
        let Draft { form, guarantee, guarantee_file, documents } = draft;
        self.price.set(form.price);
        self.duration.set(form.duration);
        self.quality.set(form.quality);
        self.manager.set(form.manager);
        self.kind.set(guarantee.kind.name().to_owned());
        self.issuer.set(guarantee.issuer);
        self.number.set(guarantee.number);
        self.amount.set(guarantee.amount);
        self.from.set(guarantee.from);
        self.until.set(guarantee.until);
        self.guarantee_file.remind(guarantee_file);
        self.documents.remind(documents);
    }

    /// Fills in what was typed here before, and keeps what is typed from now on.
    pub fn keep_draft(self, lot: LotId) {
        Effect::new(move |before: Option<()>| {
            if before.is_none()
                && let Some(kept) = vault::draft::<Draft>(lot)
                && untrack(|| self.draft()) == Draft::default()
            {
                self.fill(kept);
            }
            let now = self.draft();
            if now != Draft::default() {
                vault::keep_draft(lot, &now);
            }
        });
    }

    /// What is typed, once it holds.
    ///
    /// # Errors
    /// Every problem of both forms.
    pub fn check(self, terms: &Terms) -> Result<(OpeningForm, Guarantee), Vec<Problem>> {
        let Draft { form, guarantee, .. } = self.draft();
        match (form.check(terms), guarantee.check(terms)) {
            (Ok(form), Ok(guarantee)) => Ok((form, guarantee)),
            (form, guarantee) => Err([form.err(), guarantee.err()].into_iter().flatten().flat_map(listed).collect()),
        }
    }

    /// Everything that keeps the bid from being sealed, in the order of the page; follows every field.
    #[must_use]
    pub fn problems(self, terms: &Terms) -> Vec<Problem> {
        let mut all = self.check(terms).err().unwrap_or_default();
        all.extend(self.guarantee_file.problems());
        all.extend(self.documents.problems());
        let no_key = self.kept_key.with(Option::is_none) && self.key_file.with(Vec::is_empty);
        let empty = |field| Problem { field, fault: Fault::Empty };
        all.extend(no_key.then(|| empty(Field::KeyFile)));
        all.extend(self.passphrase.with(String::is_empty).then(|| empty(Field::Passphrase)));
        all
    }
}

fn listed(refusal: Refusal) -> Vec<Problem> {
    match refusal {
        Refusal::Invalid { problems } => problems,
        _ => Vec::new(),
    }
}
