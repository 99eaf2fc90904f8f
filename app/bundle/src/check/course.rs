//! The whole history once more, step by step, by the rules that the server and every browser follow.

use domain::Timestamp;
use domain::room::{Entry, Room};
use domain::stage::StageName;

use super::report::{Fault, Finding, Place};
use super::rules;
use crate::content::Content;

pub struct Course {
    /// The room after the last entry that follows.
    pub room: Room,
    pub findings: Vec<Finding>,
}

impl Course {
    pub fn of(content: &Content) -> Self {
        let entries: Vec<Entry> = content.entries.iter().map(|told| told.entry()).collect();
        let mut findings = Vec::new();
        let mut room = Room::default();
        for (at, entry) in entries.iter().enumerate() {
            let place = || Place::Entry(entry.seq);
            if let Some(fault) = out_of_place(entry, at as u64 + 1, room.last) {
                findings.push(place().wrong(fault));
                break;
            }
            findings.extend(rules::broken(&room, content, entry).map(|fault| place().wrong(fault)));
            match room.apply(entry) {
                Ok(after) => room = after,
                Err(_) => {
                    findings.push(place().wrong(Fault::Illegal));
                    // They followed a moment ago.
                    room = Room::replay(&entries[..at]).unwrap_or_default();
                    break;
                }
            }
        }
        findings.extend(unfinished(content, &room).map(|fault| Place::Whole.wrong(fault)));
        Self { room, findings }
    }

    /// Fewer than three bids.
    pub fn failed(&self) -> bool {
        self.room.stage.name() == StageName::Failed
    }
}

/// Numbers count from 1 without gaps, and no entry is older than the one before it.
fn out_of_place(entry: &Entry, number: u64, last: Option<Timestamp>) -> Option<Fault> {
    if entry.seq != number {
        Some(Fault::Missing)
    } else if Some(entry.at) < last {
        Some(Fault::BackInTime)
    } else {
        None
    }
}

fn unfinished(content: &Content, room: &Room) -> Option<Fault> {
    if !room.stage.name().is_final() {
        Some(Fault::NotOver)
    } else if room.postponed.is_some_and(|until| until != content.terms.deadline) {
        Some(Fault::OtherDeadline)
    } else {
        None
    }
}
