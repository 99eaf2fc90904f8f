//! One check after another, so that none disturbs the measuring of another.

use domain::bid::{BidState, FORM};
use domain::view::{LotView, Me};
use domain::{BidId, Timestamp};
use gloo_net::http::Request;
use leptos::prelude::*;
use seal::{Header, KeyId, PublicKey, keyfile};

use super::board::{Board, Check};
use super::judge::{self, CertificateState, Fits, KeyState, Who};
use crate::api;
use crate::browser::abilities::Abilities;
use crate::browser::{live, probe, vault};
use crate::pages::bid::drafted_bytes;

pub async fn run(board: Board, lot: LotView, me: Option<Me>) {
    let lang = board.lang;
    // The page may have been open for long: what has been done meanwhile counts.
    board.begin(Check::Bid);
    let known = LotView { now: untrack(|| board.clock.now()), ..lot };
    let lot = api::lots::lot(known.id).await.unwrap_or(known);
    board.found(Check::Time, judge::time(lang, &lot));
    board.found(Check::Bid, judge::bid(lang, board.who, &lot));
    board.found(Check::Rehearsal, judge::rehearsal(lang, board.who, &lot));
    if board.who == Who::Bidder {
        board.begin(Check::Certificate);
        board.found(Check::Certificate, judge::certificate(lang, &lot, certificate_state(me.as_ref()).await));
        check_key(board, &lot, me).await;
    }
    board.begin(Check::Browser);
    board.found(Check::Browser, judge::browser(lang, Abilities::look().await));
    board.begin(Check::Network);
    let measured = probe::measure().await;
    if let Ok(measured) = measured {
        board.clock.set(measured.now);
    }
    board.found(Check::Network, judge::network(lang, measured, to_be_sent(&lot), left(&lot, board)));
    if let Some(ahead) = board.clock.ahead().get_untracked() {
        board.found(Check::Clock, judge::clock(lang, ahead));
    }
    board.begin(Check::Line);
    board.found(Check::Line, judge::line(lang, live::is_heard(lot.id).await));
}

pub async fn check_key(board: Board, lot: &LotView, me: Option<Me>) {
    board.begin(Check::Key);
    let state = key_state(board, lot, me).await;
    board
        .wants_file
        .set(matches!(state, KeyState::Absent | KeyState::Another | KeyState::NotAKeyFile | KeyState::Backup { .. }));
    board.found(Check::Key, judge::key(board.lang, lot, state));
}

/// Bytes of a bid that has not been lodged.
fn to_be_sent(lot: &LotView) -> Option<u64> {
    if is_lodged(lot) { None } else { drafted_bytes(lot.id) }
}

fn is_lodged(lot: &LotView) -> bool {
    lot.my_bid.as_ref().is_some_and(|bid| matches!(bid.state, BidState::Committed { .. }))
}

async fn certificate_state(me: Option<&Me>) -> CertificateState {
    let Some(subject) = me.and_then(|me| me.subject.as_ref()) else { return CertificateState::Unknown };
    if subject.practice {
        return CertificateState::NotNeeded;
    }
    let Ok(all) = api::certificates::my_certificates().await else { return CertificateState::Unknown };
    let until = all.certificates.iter().filter(|one| one.in_force).map(|one| one.until).max();
    match until {
        Some(until) => CertificateState::Until(until),
        None if all.certificates.is_empty() && subject.public_key.is_none() => CertificateState::NoKey,
        None if all.certificates.is_empty() => CertificateState::NotNeeded,
        None => CertificateState::NoneValid,
    }
}

fn left(lot: &LotView, board: Board) -> i64 {
    let now: Timestamp = untrack(|| board.clock.now());
    lot.terms.deadline.since(now)
}

/// The chosen key file goes before the one kept in this browser.
async fn key_state(board: Board, lot: &LotView, me: Option<Me>) -> KeyState {
    let Some(subject) = me.and_then(|me| me.subject) else { return KeyState::Absent };
    let Some(wanted) = subject.public_key else { return KeyState::NoneMade };
    let chosen = board.files.with_untracked(|files| files.first().cloned());
    let (text, chosen) = match chosen {
        Some(file) => (vault::read_file(&file).await, true),
        None => (vault::load(subject.code.as_str()).await, false),
    };
    let Some(text) = text else { return if chosen { KeyState::NotAKeyFile } else { KeyState::Absent } };
    match keyfile::public_key(&text) {
        None if vault::is_backup(&text) => KeyState::Backup { lodged: is_lodged(lot) },
        None if chosen => KeyState::NotAKeyFile,
        None => KeyState::Absent,
        Some(_) if !vault::fits(&text, &wanted) => {
            if chosen {
                KeyState::Another
            } else {
                KeyState::Absent
            }
        }
        Some(key) => KeyState::Own { chosen, fits: fits(lot, &key).await },
    }
}

/// Compares the key with the one for which the server's copy says that it was sealed.
async fn fits(lot: &LotView, key: &PublicKey) -> Fits {
    let Some(bid) = lot.my_bid.as_ref().filter(|bid| matches!(bid.state, BidState::Committed { .. })) else {
        return Fits::NoBid;
    };
    match recipients(bid.id).await {
        None => Fits::Unknown,
        Some(recipients) if recipients.contains(&key.key_id()) => Fits::Yes,
        Some(_) => Fits::No,
    }
}

async fn recipients(bid: BidId) -> Option<Vec<KeyId>> {
    let answer = Request::get(&format!("/api/bids/{bid}/parts/{FORM}/pieces/0")).send().await.ok()?;
    let header = Header::parse(&answer.binary().await.ok().filter(|_| answer.ok())?).ok()?;
    Some(header.recipients().collect())
}
