//! Whether an entry was one that the rules allowed when it happened: the server asked the same questions before it wrote.

use domain::opening::{Due, FEWEST_BIDS, HostAct};
use domain::room::{Announced, Cause, Entry, Event, FailedDecrypt, Line, Room, RoundEvent, Row, Ruling};
use domain::{Refusal, Timestamp};

use super::report::Fault;
use crate::content::Content;

/// What is wrong with `entry` as the next in `room`, beyond what the room's reducer refuses.
pub fn broken(room: &Room, content: &Content, entry: &Entry) -> Option<Fault> {
    let (terms, at) = (&content.terms, entry.at);
    let is_due = |due| room.due(terms.deadline, at) == Some(due);
    let lasts = |seconds: u32| at.plus_seconds(i64::from(seconds));
    match &entry.event {
        Event::DeadlinePassed { bids } => deadline(is_due(Due::Deadline), *bids >= FEWEST_BIDS),
        Event::TooFewBids { bids } => deadline(is_due(Due::Deadline), *bids < FEWEST_BIDS),
        Event::SignInOpened { until, strict } => {
            let fits = *until == lasts(terms.rules.sign_in_seconds) && *strict == terms.rules.strict_sign_in;
            unless(fits && terms.rules.sign_in_seconds > 0, Fault::OtherWindow)
        }
        Event::BiddersAnnounced { bidders } => host(room, &HostAct::Announce, at)
            .or_else(|| unless(had_time_to_sign_in(content), Fault::OtherWindow))
            .or_else(|| announced(room, bidders, terms.deadline, at)),
        Event::SealsChecked { .. } => unless(is_due(Due::SealCheck), Fault::NotAllowed),
        Event::SignedIn { bid } => {
            let signed_in = room.row(*bid).is_none_or(|row| row.signed_in.is_some());
            refused(&room.bidder_may_sign_in(signed_in, at))
        }
        Event::DrawBegun { draws, .. } => {
            host(room, &HostAct::StartDecrypt, at).or_else(|| unless(*draws == terms.draws, Fault::NotAllowed))
        }
        Event::DecryptStarted { until } => host(room, &HostAct::StartDecrypt, at)
            .or_else(|| unless(*until == lasts(terms.decrypt_seconds), Fault::OtherWindow))
            .or_else(|| unless(terms.draws.is_empty() || room.drawing.is_some(), Fault::NotDrawn))
            .or_else(|| unless(room.rounds == planned(content), Fault::OtherCount)),
        Event::Decrypted { bid } | Event::DecryptRefused { bid } => refused(&room.bidder_may_decrypt(*bid, at)),
        Event::DecryptEnded { failed } => {
            unless(is_due(Due::DecryptEnd), Fault::NotAllowed).or_else(|| all_out(room, failed))
        }
        Event::ReadOut { lines } => host(room, &HostAct::ReadOut, at).or_else(|| all_read(room, lines)),
        Event::ObjectionsOpened { until, confirm_until } => host(room, &HostAct::OpenObjections, at).or_else(|| {
            let confirm = terms.rules.confirm_seconds.map(lasts);
            unless(*until == lasts(terms.objection_seconds) && *confirm_until == confirm, Fault::OtherWindow)
        }),
        Event::ObjectionRaised { bid, text, .. } => refused(&room.bidder_may_object(*bid, text, at)),
        Event::ObjectionAnswered { objection, text, ruling, until } => {
            let act = HostAct::Answer { objection: *objection, text: text.clone(), ruling: *ruling };
            let again = (*ruling == Ruling::DecryptAgain).then(|| lasts(terms.decrypt_seconds));
            host(room, &act, at).or_else(|| unless(*until == again, Fault::OtherWindow))
        }
        Event::Confirmed { bid, .. } => refused(&room.bidder_may_confirm(*bid, at)),
        Event::Paused { reason } => host(room, &HostAct::Pause { reason: reason.clone() }, at),
        Event::Resumed => host(room, &HostAct::Resume, at),
        Event::Closed => host(room, &HostAct::Close, at),
        Event::Adjourned { until, reason } => {
            host(room, &HostAct::Adjourn { until: *until, reason: reason.clone() }, at)
        }
        Event::Round(event) => of_round(room, content, event, at),
        Event::Restored { bid } => refused(&room.bidder_may_restore(*bid, &terms.rules, at)),
        // Of these the reducer knows all there is to know; the outcome of a drawing has a check of its own.
        Event::Postponed { .. }
        | Event::WindowExtended { .. }
        | Event::Drawn(_)
        | Event::Broadcast { .. }
        | Event::Said { .. }
        | Event::Hidden { .. }
        | Event::Floor { .. } => None,
    }
}

/// The server asks the same of a round; the prices in it have a check of their own.
fn of_round(room: &Room, content: &Content, event: &RoundEvent, at: Timestamp) -> Option<Fault> {
    let terms = &content.terms;
    let is_due = |due| room.due(terms.deadline, at) == Some(due);
    let lasts = |seconds: u32| at.plus_seconds(i64::from(seconds));
    let released = |row: &&Row| room.quote(row.bid).is_some_and(|quote| quote.decrypted.is_some());
    match event {
        RoundEvent::Planned { rounds } => {
            host(room, &HostAct::StartDecrypt, at).or_else(|| unless(*rounds == planned(content), Fault::OtherCount))
        }
        RoundEvent::Started { until, .. } => host(room, &HostAct::StartRound, at)
            .or_else(|| unless(terms.rounds.is_some_and(|rounds| *until == lasts(rounds.seconds)), Fault::OtherWindow)),
        RoundEvent::Quoted { bid, .. } => refused(&room.bidder_may_quote(*bid, at)),
        RoundEvent::Ended { until, .. } => unless(is_due(Due::QuotingEnd), Fault::NotAllowed)
            .or_else(|| unless(*until == lasts(terms.decrypt_seconds), Fault::OtherWindow)),
        RoundEvent::Opened { failed, .. } => unless(is_due(Due::DecryptEnd), Fault::NotAllowed).or_else(|| {
            let awaited = room.rows.iter().filter(|row| row.is_awaited()).map(|row| row.bid);
            unless(awaited.eq(failed.iter().map(|one| one.bid)), Fault::OtherNames)
        }),
        RoundEvent::ReadOut { quotes, .. } => host(room, &HostAct::ReadOut, at).or_else(|| {
            let told = room.rows.iter().filter(released).map(|row| row.bid);
            unless(told.eq(quotes.iter().map(|quoted| quoted.bid)), Fault::OtherLines)
        }),
    }
}

/// Rounds of quotation in the terms.
fn planned(content: &Content) -> u32 {
    content.terms.rounds.map_or(0, |rounds| rounds.count)
}

fn unless(holds: bool, fault: Fault) -> Option<Fault> {
    (!holds).then_some(fault)
}

fn refused<T>(allowed: &Result<T, Refusal>) -> Option<Fault> {
    unless(allowed.is_ok(), Fault::NotAllowed)
}

fn host(room: &Room, act: &HostAct, at: Timestamp) -> Option<Fault> {
    refused(&room.host_may(act, at))
}

fn deadline(has_come: bool, fits: bool) -> Option<Fault> {
    unless(has_come, Fault::NotAllowed).or_else(|| unless(fits, Fault::OtherCount))
}

/// Where the terms give a time for signing in, it was opened.
fn had_time_to_sign_in(content: &Content) -> bool {
    let opened = content.entries.iter().any(|told| matches!(told.event, Event::SignInOpened { .. }));
    opened == (content.terms.rules.sign_in_seconds > 0)
}

/// As many as there were at the deadline, each once, in the order of their committing, none signed in before it.
fn announced(room: &Room, bidders: &[Announced], deadline: Timestamp, at: Timestamp) -> Option<Fault> {
    let twice = |n: usize| bidders[..n].iter().any(|one| one.bid == bidders[n].bid || one.code == bidders[n].code);
    let in_turn = bidders.is_sorted_by_key(|bidder| bidder.committed) && !(0..bidders.len()).any(twice);
    let in_time = |bidder: &Announced| {
        bidder.committed < deadline && bidder.signed_in.is_none_or(|signed_in| (deadline..=at).contains(&signed_in))
    };
    unless(room.bids == u32::try_from(bidders.len()).ok(), Fault::OtherCount)
        .or_else(|| unless(in_turn && bidders.iter().all(in_time), Fault::OtherNames))
}

/// Who has not decrypted is out, and bears it only where the stored bytes were the committed ones.
fn all_out(room: &Room, failed: &[FailedDecrypt]) -> Option<Fault> {
    let awaited = room.rows.iter().filter(|row| row.is_awaited()).map(|row| row.bid);
    let borne = |one: &FailedDecrypt| one.cause == Cause::Platform || room.row(one.bid).is_some_and(|row| !row.differs);
    let fits = awaited.eq(failed.iter().map(|one| one.bid)) && failed.iter().all(borne);
    unless(fits, Fault::OtherNames)
}

/// Every bid that was decrypted is read out, and no other.
fn all_read(room: &Room, lines: &[Line]) -> Option<Fault> {
    let decrypted = room.rows.iter().filter(|row| row.decrypted.is_some()).map(|row| row.bid);
    unless(decrypted.eq(lines.iter().map(|line| line.bid)), Fault::OtherLines)
}
