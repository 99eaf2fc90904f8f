//! One leaf after the other, each changed a little.

use Topic::{Bids, Confirmations, Course, Drawing, File, Quotations, ReadOut, Receipts, Record, Seals, Signature};

use super::*;

/// Paths of all texts and numbers, and of what is absent.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| leaves(value, &format!("{path}/{name}"), found))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| leaves(value, &format!("{path}/{at}"), found));
        }
        _ => found.push(path.to_owned()),
    }
}

/// Another value of the same kind where there is one.
fn change(leaf: &mut Value) {
    *leaf = match &*leaf {
        Value::Number(number) => (number.as_u64().unwrap() + 1).into(),
        Value::Bool(is) => (!is).into(),
        Value::Null => true.into(),
        Value::String(text) => other(text).into(),
        _ => panic!("no leaf"),
    };
}

/// Of bytes and ids the last digit, of a day its month, of the rest its length.
fn other(text: &str) -> String {
    let is_day = text.len() == 10 && text.split('-').count() == 3;
    let has_digits = text.len() >= 26 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match text.bytes().last() {
        _ if is_day => text.replacen("-09-", "-10-", 1).replacen("-12-", "-11-", 1),
        Some(b'0') if has_digits => format!("{}1", &text[..text.len() - 1]),
        Some(_) if has_digits => format!("{}0", &text[..text.len() - 1]),
        _ => format!("{text}x"),
    }
}

/// Which check must find that this leaf was changed and signed anew; none where the platform's word is all there is.
fn must_find(path: &str, event: &str) -> &'static [Topic] {
    let words: Vec<&str> = path.split('/').skip(1).collect();
    match &words[..] {
        ["lot"] => &[Receipts],
        ["terms", "title"] => &[Receipts],
        ["terms", "deadline" | "decrypt_seconds" | "objection_seconds" | "draws", ..] => &[Course],
        ["terms", "rules", "sign_in_seconds" | "strict_sign_in" | "confirm_seconds"] => &[Course],
        ["terms", "procedure"] => &[File],
        ["terms", "rounds", "count" | "seconds"] => &[Course],
        ["terms", "rounds", "falling"] => &[Quotations],
        ["terms", "rules", "restore" | "clauses", ..] => &[],
        ["terms", "code" | "tenderer" | "ceiling" | "guarantee" | "validity_days" | "project" | "practice"] => &[],
        ["entries", _, "seq"] => &[Course],
        // The ends of windows are reckoned from it, and the record names when it closed.
        ["entries", _, "at"] if WINDOWS.contains(&event) => &[Course],
        ["entries", _, "at" | "commitment"] if event == "closed" => &[Record],
        ["entries", _, "at" | "commitment"] => &[],
        ["entries", _, "event", "round", event, rest @ ..] => in_round(event, rest),
        ["entries", _, "event", _, rest @ ..] => in_event(event, rest),
        ["entries", _, "event"] => &[File],
        ["bids", _, "bid" | "manifest" | "signature"] => &[Bids],
        ["bids", _, "key"] => &[File],
        ["bids", _, "receipt", "platform_key"] => &[File],
        ["bids", _, "receipt", ..] => &[Receipts],
        ["bids", _, "opened", ..] => &[Seals],
        ["bids", _, "quotes", ..] => &[Quotations],
        ["record", "platform_key"] => &[File],
        ["record", ..] => &[Record],
        _ => panic!("{path}: nobody has thought of it"),
    }
}

/// What a window is reckoned from, its own moment among it.
const WINDOWS: [&str; 6] =
    ["deadline_passed", "sign_in_opened", "decrypt_started", "objections_opened", "round_started", "round_ended"];

fn in_event(event: &str, rest: &[&str]) -> &'static [Topic] {
    match (event, rest) {
        ("postponed", ["until"]) => &[Course],
        ("deadline_passed" | "too_few_bids", ["bids"]) => &[Course],
        ("bidders_announced", [.., "bid" | "digest"]) => &[Bids],
        ("bidders_announced", [.., "code"]) => &[File],
        ("bidders_announced", [.., "name" | "committed"]) => &[Receipts],
        ("draw_begun", ["digest"]) => &[Drawing],
        ("draw_begun", _) => &[Course],
        ("drawn", ["secret"]) => &[Drawing],
        // No value of the list.
        ("drawn", _) => &[Course],
        ("sign_in_opened" | "decrypt_started" | "objections_opened" | "adjourned", ["until"]) => &[Course],
        ("sign_in_opened", ["strict"]) | ("objections_opened", ["confirm_until"]) => &[Course],
        ("decrypted", ["bid"]) => &[Course],
        ("decrypt_ended", [.., "bid"]) => &[Course],
        ("decrypt_ended", [.., "cause"]) => &[File],
        ("read_out", [_, _, "bid"]) => &[Course],
        ("read_out", [_, _, "key"]) => &[Seals],
        ("read_out", [_, _, "guarantee", "kind"]) => &[File],
        ("read_out", [_, _, "form" | "guarantee", _]) => &[ReadOut],
        ("objection_raised", ["objection" | "bid"]) => &[Course],
        ("objection_answered", ["objection"]) => &[Course],
        ("objection_answered", ["ruling"]) => &[File],
        ("confirmed", ["bid"]) => &[Course],
        ("confirmed", ["signature"]) => &[Confirmations],
        // Words that nobody else has signed, and moments that nothing follows from.
        ("postponed" | "adjourned", ["from" | "reason"])
        | ("bidders_announced", [.., "signed_in"])
        | ("objection_raised" | "objection_answered", ["text"]) => &[],
        _ => panic!("{event} {rest:?}: nobody has thought of it"),
    }
}

fn in_round(event: &str, rest: &[&str]) -> &'static [Topic] {
    match (event, rest) {
        ("read_out", ["quotes", _, "price" | "key"]) => &[Quotations],
        ("read_out", ["quotes", _, "above"]) => &[File],
        ("opened", [.., "cause"]) => &[File],
        ("quoted", ["digest"]) => &[Quotations],
        ("planned" | "started" | "quoted" | "ended" | "opened" | "read_out", _) => &[Course],
        _ => panic!("{event} {rest:?}: nobody has thought of it"),
    }
}

fn event_at(content: &Value, path: &str) -> String {
    let at =
        path.strip_prefix("/entries/").and_then(|rest| rest.split('/').next()).and_then(|at| at.parse::<usize>().ok());
    match at.map(|at| &content["entries"][at]["event"]) {
        Some(Value::Object(event)) => match event.get("round") {
            Some(of_round) => format!("round_{}", of_round.as_object().unwrap().keys().next().unwrap()),
            None => event.keys().next().unwrap().clone(),
        },
        Some(Value::String(event)) => event.clone(),
        _ => String::new(),
    }
}

#[test]
fn whatever_leaf_a_stranger_changes_the_platforms_signature_holds_no_more() {
    for mut made in [Sample::good(), Sample::failed()] {
        let (key, file) = (made.platform.public_key(), made.file());
        let content = content_of(&made);
        let (before, _) = file.split_once(r#","content":"#).unwrap();
        let mut paths = Vec::new();
        leaves(&content, "", &mut paths);
        for path in paths {
            let mut changed = content.clone();
            change(changed.pointer_mut(&path).unwrap());
            let report = checked(&format!(r#"{before},"content":{changed}}}"#), key);
            let wrong = wrong(&report);
            assert!(wrong.contains(&Signature) || wrong == [File], "{path}: {wrong:?}");
        }
    }
}

#[test]
fn whatever_leaf_the_platform_changes_and_signs_the_right_check_finds_it() {
    let (mut found, mut word) = (0, 0);
    // The rest is the same in all.
    let of_rounds = |path: &str| path.contains("/quotes/") || path.contains("/round") || path.ends_with("/procedure");
    for (made, rounds_alone) in [(Sample::good(), false), (Sample::one_out(), false), (Sample::with_rounds(), true)] {
        let content = content_of(&made);
        let mut paths = Vec::new();
        leaves(&content, "", &mut paths);
        for path in paths.into_iter().filter(|path| !rounds_alone || of_rounds(path)) {
            let mut changed = content.clone();
            change(changed.pointer_mut(&path).unwrap());
            assert_ne!(changed, content, "{path}");
            match must_find(&path, &event_at(&content, &path)) {
                [] => {
                    assert_eq!(wrong(&signed_by_the_platform(&changed)), [], "{path} is more than its word");
                    word += 1;
                }
                topics => {
                    found_by(&changed, topics, &path);
                    found += 1;
                }
            }
        }
    }
    assert!(found > 200 && word > 40, "{found} found, {word} left to the platform's word");
}

/// What stands before the content, byte by byte.
#[test]
fn whatever_byte_of_the_frame_is_changed_the_file_is_refused_or_not_signed() {
    let mut made = Sample::failed();
    let (key, file) = (made.platform.public_key(), made.file());
    let content = file.find(r#""content":{"#).unwrap() + 11;
    for at in (0..content).chain([file.len() - 1]) {
        let mut bytes = file.clone().into_bytes();
        bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
        let wrong = wrong(&checked(str::from_utf8(&bytes).unwrap(), key));
        assert!(wrong.contains(&File) || wrong.contains(&Signature), "byte {at}: {wrong:?}");
    }
}
