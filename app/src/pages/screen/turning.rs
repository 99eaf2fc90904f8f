//! Turning pages when there are more bidders than fit.

use std::time::Duration;

use domain::room::Row;
use domain::stage::StageName;
use leptos::prelude::*;

use crate::parts::hall::Hall;

/// As many bidders as a hall reads at once.
pub const PAGE: usize = 8;

/// How long a page stands.
const STANDS: Duration = Duration::from_secs(12);

#[derive(Clone, Copy)]
pub struct Turning {
    hall: Hall,
    page: RwSignal<usize>,
    pub pages: Memo<usize>,
    /// Pages are turned by hand alone: whoever asked the machine for little movement has asked for this.
    pub still: RwSignal<bool>,
}

impl Turning {
    /// For as long as the current owner lives.
    pub fn start(hall: Hall) -> Self {
        let pages = Memo::new(move |_| hall.room.with(|room| pages(room.rows.len())));
        let turning = Self { hall, page: RwSignal::new(0), pages, still: RwSignal::new(false) };
        // What is read out is read from the first page on.
        let stage = Memo::new(move |_| hall.room.with(|room| room.stage.name()));
        Effect::new(move |_: Option<StageName>| {
            turning.page.set(0);
            stage.get()
        });
        Effect::new(move || {
            turning.still.set(little_movement());
            let turn = move || {
                if !turning.still.get_untracked() {
                    turning.turn(1);
                }
            };
            if let Ok(handle) = set_interval_with_handle(turn, STANDS) {
                on_cleanup(move || handle.clear());
            }
        });
        turning
    }

    /// The page that is shown, from 0 on.
    #[must_use]
    pub fn page(self) -> usize {
        self.page.get()
    }

    /// So many pages on; after the last comes the first.
    pub fn turn(self, by: usize) {
        let pages = self.pages.get_untracked();
        self.page.update(|page| *page = (*page + by) % pages);
    }

    /// The rows of the page, each with its number.
    #[must_use]
    pub fn shown(self) -> Vec<(usize, Row)> {
        let first = self.page.get() * PAGE;
        self.hall.room.with(|room| (1..).zip(room.rows.iter().cloned()).skip(first).take(PAGE).collect())
    }
}

/// There is always one.
fn pages(rows: usize) -> usize {
    rows.div_ceil(PAGE).max(1)
}

fn little_movement() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bidder_is_on_a_page_and_no_page_is_empty() {
        assert_eq!([0, 1, 8, 9, 16, 17].map(pages), [1, 1, 1, 2, 2, 3]);
    }
}
