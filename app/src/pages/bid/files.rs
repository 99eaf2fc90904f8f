//! PDFs that somebody has chosen, each looked at as soon as it is chosen.

use domain::pdf::PdfFault;
use domain::{Fault, Field, LotId, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use crate::browser::chosen::check_pdf;
use crate::browser::{Chosen, vault};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Looking,
    Good,
    Bad(PdfFault),
}

#[derive(Clone)]
pub struct Looked {
    /// Tells apart two files of the same name.
    pub id: u32,
    pub file: Chosen,
    pub verdict: Verdict,
}

/// What a draft remembers of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    pub name: String,
    /// Bytes.
    pub size: u64,
}

impl From<&Chosen> for Remembered {
    fn from(file: &Chosen) -> Self {
        Self { name: file.name(), size: file.size() as u64 }
    }
}

/// Bytes of the files that are chosen for a lot and not yet lodged, as its draft remembers them.
#[must_use]
pub fn drafted_bytes(lot: LotId) -> Option<u64> {
    let Sizes { guarantee_file, documents } = vault::draft(lot)?;
    let bytes = guarantee_file.iter().chain(&documents).map(|file| file.size).sum();
    (bytes > 0).then_some(bytes)
}

/// What is wanted of a draft: all of it would bring its readers to every page that asks.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Sizes {
    guarantee_file: Vec<Remembered>,
    documents: Vec<Remembered>,
}

/// The files of one field, in order.
#[derive(Clone, Copy)]
pub struct Files {
    pub field: Field,
    most: u32,
    pub list: RwSignal<Vec<Looked>>,
    /// Chosen before the page was loaded again, when a page loses its files.
    before: RwSignal<Vec<Remembered>>,
    next_id: StoredValue<u32>,
}

impl Files {
    #[must_use]
    pub fn new(field: Field, most: u32) -> Self {
        Self {
            field,
            most,
            list: RwSignal::new(Vec::new()),
            before: RwSignal::new(Vec::new()),
            next_id: StoredValue::new(0),
        }
    }

    /// Adds files, or puts the newest in the place of the one when there can be only one.
    pub fn add(self, files: Vec<Chosen>) {
        for file in files {
            let id = self.next_id.get_value();
            self.next_id.set_value(id + 1);
            self.list.update(|list| {
                if self.most == 1 {
                    list.clear();
                }
                list.push(Looked { id, file: file.clone(), verdict: Verdict::Looking });
            });
            spawn_local(async move { self.look(id, &file).await });
        }
    }

    /// These were chosen before.
    pub fn remind(self, before: Vec<Remembered>) {
        self.before.set(before);
    }

    /// Those that were chosen before and have not been chosen again; follows the list.
    #[must_use]
    pub fn lost(self) -> Vec<Remembered> {
        let here = self.here();
        let replaced = self.most == 1 && !here.is_empty();
        let lost = |before: &Vec<Remembered>| before.iter().filter(|one| !here.contains(one)).cloned().collect();
        if replaced { Vec::new() } else { self.before.with(lost) }
    }

    /// What a draft is to remember; follows the list.
    #[must_use]
    pub fn remembered(self) -> Vec<Remembered> {
        [self.here(), self.lost()].concat()
    }

    fn here(self) -> Vec<Remembered> {
        self.list.with(|list| list.iter().map(|chosen| Remembered::from(&chosen.file)).collect())
    }

    /// Somebody who takes a file away does not want to be reminded of it either.
    pub fn remove(self, id: u32) {
        self.before.set(self.lost());
        self.list.update(|list| list.retain(|chosen| chosen.id != id));
    }

    /// Looks at every file again: one may have been moved or changed since it was chosen.
    pub async fn look_again(self) {
        for Looked { id, file, .. } in self.list.get_untracked() {
            self.look(id, &file).await;
        }
    }

    async fn look(self, id: u32, file: &Chosen) {
        let verdict = check_pdf(file).await.map_or_else(Verdict::Bad, |()| Verdict::Good);
        // The page may have been left meanwhile.
        let _left = self.list.try_update(|list| {
            if let Some(chosen) = list.iter_mut().find(|chosen| chosen.id == id) {
                chosen.verdict = verdict;
            }
        });
    }

    /// What keeps these files from being sealed; follows the list.
    #[must_use]
    pub fn problems(self) -> Vec<Problem> {
        let found = self.list.with(|list| faults(list.iter().map(|chosen| &chosen.verdict), self.most));
        found.into_iter().map(|fault| Problem { field: self.field, fault }).collect()
    }

    #[must_use]
    pub fn files(self) -> Vec<Chosen> {
        self.list.get_untracked().into_iter().map(|chosen| chosen.file).collect()
    }
}

fn faults<'a>(verdicts: impl ExactSizeIterator<Item = &'a Verdict>, most: u32) -> Vec<Fault> {
    let mut faults = Vec::new();
    if verdicts.len() == 0 {
        faults.push(Fault::Pdf(PdfFault::Missing));
    }
    if verdicts.len() > most as usize {
        faults.push(Fault::TooManyFiles { max: most });
    }
    for verdict in verdicts {
        if let Verdict::Bad(fault) = verdict
            && !faults.contains(&Fault::Pdf(*fault))
        {
            faults.push(Fault::Pdf(*fault));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_too_many_and_a_bad_one_are_each_named_once() {
        assert_eq!(faults([].iter(), 9), [Fault::Pdf(PdfFault::Missing)]);
        assert_eq!(faults([Verdict::Good, Verdict::Looking].iter(), 9), []);
        let encrypted = Verdict::Bad(PdfFault::Encrypted);
        assert_eq!(
            faults([encrypted.clone(), encrypted].iter(), 1),
            [Fault::TooManyFiles { max: 1 }, Fault::Pdf(PdfFault::Encrypted)]
        );
    }
}
