//! A bundle at the terminal: told check by check, and done only when it holds.

use std::fs;
use std::path::Path;

use super::Desk;

/// A bundle that is kept beside the code that made it.
fn with(name: &str) -> (Desk, String) {
    let desk = Desk::new();
    let vector = |name: &str| fs::read(Path::new("../app/bundle/vectors").join(name)).unwrap();
    desk.write("bundle.json", vector(name));
    desk.write("record.pdf", vector("record.pdf"));
    (desk, String::from_utf8(vector("platform.key")).unwrap())
}

fn changed(desk: &Desk, from: &str, to: &str) {
    let text = String::from_utf8(desk.read("bundle.json")).unwrap();
    assert!(text.contains(from), "{from}");
    desk.write("bundle.json", text.replace(from, to));
}

#[test]
fn an_opening_is_told_check_by_check_with_its_table() {
    let (desk, key) = with("opened.json");
    let said = desk.must(&format!("verify bundle.json --key {key} --pdf record.pdf"));
    assert_eq!(said.matches("[ok] ").count(), 12, "{said}");
    assert_eq!(said.matches("[not checked] ").count(), 2, "there were no rounds, and there is no log: {said}");
    for words in [
        "\"浑善达克防沙林带\" \"XM-2026-071\"",
        "结束 closed 2026-09-21",
        "1. \"锡林郭勒草原建工有限公司\" 911525001000002270",
        "price 4,111,111.00 元",
        "all that could be checked holds",
    ] {
        assert!(said.contains(words), "{words} is missing in {said}");
    }
}

#[test]
fn without_key_and_pdf_it_says_what_it_did_not_check() {
    let (desk, _) = with("one-out.json");
    let said = desk.must("verify bundle.json");
    for words in [
        "[not checked] 平台公钥 The platform's key",
        "[not checked] 开标记录 PDF Record as PDF",
        "投标文件视为撤销（因投标人原因未解密）",
    ] {
        assert!(said.contains(words), "{words} is missing in {said}");
    }
    let (desk, _) = with("failed.json");
    assert!(desk.must("verify bundle.json").contains("nothing of any bid is in it"));
}

#[test]
fn what_differs_is_named_and_the_exit_code_says_so() {
    let (desk, key) = with("opened.json");
    changed(&desk, "\"price\":411111100", "\"price\":311111100");
    let output = desk.call(&format!("verify bundle.json --key {key}"));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success());
    for wrong in ["平台签名", "唱标内容", "投标人确认"] {
        assert!(said.contains(&format!("[wrong] {wrong}")), "{wrong} is not named in {said}");
    }
    assert_eq!(said.matches("[wrong]").count(), 3, "{said}");
    assert!(said.contains("price 4,111,111.00 元"), "the table is out of the sealed bytes: {said}");
    let refused = desk.refused(&format!("verify bundle.json --key {key}"));
    assert!(refused.contains("3 of its checks failed"), "{refused}");
}

#[test]
fn another_platform_another_record_and_no_bundle_are_refused() {
    let (desk, key) = with("opened.json");
    let other = with("failed.json").0.must("key --out other --passphrase-file passphrase");
    let other = other.split_whitespace().find(|word| word.len() == 130).unwrap().to_owned();
    assert!(desk.refused(&format!("verify bundle.json --key {other}")).contains("1 of its checks failed"));
    desk.write("record.pdf", "%PDF-1.7 another");
    assert!(
        desk.refused(&format!("verify bundle.json --key {key} --pdf record.pdf")).contains("1 of its checks failed")
    );
    for (content, words) in [("{}", "No bundle"), ("", "No bundle")] {
        desk.write("bundle.json", content);
        let output = desk.call("verify bundle.json");
        assert!(!output.status.success() && String::from_utf8(output.stdout).unwrap().contains(words));
    }
    assert!(desk.refused("verify missing.json").contains("missing.json"));
    assert!(desk.refused("verify bundle.json --key 04").contains("malformed"));
}

/// A name of a stranger moves no cursor.
#[test]
fn control_characters_reach_no_terminal() {
    let (desk, _) = with("opened.json");
    changed(&desk, "\"浑善达克防沙林带\"", "\"\\u001b[2J\"");
    changed(&desk, "\"name\":\"兴安路桥工程有限公司\"", "\"name\":\"\\u001b[2J\"");
    let output = desk.call("verify bundle.json");
    assert!(!output.stdout.contains(&0x1b), "{}", String::from_utf8_lossy(&output.stdout));
}
