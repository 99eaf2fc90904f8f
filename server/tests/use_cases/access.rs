//! What lets people in and keeps guessers out: lock-outs on every node, one-time codes, sessions that are ended, proofs
//! before acts that touch access, the way back, and the letters that tell of it.

use std::fs;
use std::path::Path;

use axum::http::StatusCode;
use domain::Refusal;
use domain::access::{Account, CodeSecret};
use domain::view::Me;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use server::post::Post;
use sha1::Sha1;

use crate::client::Client;
use crate::house::House;
use crate::on_both;

const PASSWORD: &str = office::demo::PASSWORD;

async fn try_in(client: &mut Client, login: &str, password: &str) -> Result<Me, Refusal> {
    client.ask("sign_in", &[("login", login), ("password", password)]).await
}

/// Sends what waits into a folder, and reads it: one text a letter, oldest first, in plain characters.
pub async fn letters(house: &House, folder: &Path) -> Vec<String> {
    let post = Post::open(folder, None, "kaibiao@kaibiao.example").unwrap();
    post.round(&house.office).await.unwrap();
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|path| plain(&fs::read_to_string(path).unwrap())).collect()
}

/// The heads and, out of base64, the words.
fn plain(letter: &str) -> String {
    let (heads, body) = letter.split_once("\r\n\r\n").unwrap();
    assert!(heads.contains("base64"), "{heads}");
    let mut bits = body.bytes().filter(u8::is_ascii_graphic).filter(|byte| *byte != b'=').map(|byte| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    });
    let mut bytes = Vec::new();
    while let Some(first) = bits.next() {
        let four = [first, bits.next().unwrap_or(0), bits.next().unwrap_or(0), bits.next().unwrap_or(0)];
        let word = four.iter().fold(0_u32, |word, six| word << 6 | u32::from(*six));
        bytes.extend(&word.to_be_bytes()[1..]);
    }
    format!("{heads}\n\n{}", String::from_utf8_lossy(&bytes).trim_end_matches('\0'))
}

/// The one with these words that was not seen before.
pub fn with<'a>(letters: &'a [String], words: &str, not: &str) -> &'a str {
    letters
        .iter()
        .find(|one| one.contains(words) && !one.contains(not))
        .unwrap_or_else(|| panic!("{words}: {letters:?}"))
}

/// The link in a letter, without its host.
pub fn link(letter: &str) -> String {
    let (_, after) = letter.split_once("https://kaibiao.example/").unwrap();
    after.split_whitespace().next().unwrap().to_owned()
}

/// RFC 6238, reckoned by the test itself.
pub fn code(secret: &CodeSecret, seconds: i64) -> String {
    let bits = secret.secret.bytes().filter(|byte| *byte != b' ').map(|byte| match byte {
        b'A'..=b'Z' => byte - b'A',
        _ => byte - b'2' + 26,
    });
    let bits: Vec<u8> = bits.flat_map(|five| (0..5).rev().map(move |n| five >> n & 1)).collect();
    let key: Vec<u8> = bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |byte, bit| byte << 1 | bit)).collect();
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).unwrap();
    mac.update(&(seconds / 30).to_be_bytes());
    let mac = mac.finalize().into_bytes();
    let at = usize::from(mac[19] % 16);
    let word = u32::from_be_bytes(mac[at..at + 4].try_into().unwrap()) % (1 << 31);
    format!("{:06}", word % 1_000_000)
}

on_both! {
    async fn guessing_locks_the_guesser_on_every_node_and_nobody_else(house: House) {
        let house = house.with_demo().await;
        let mut owner = house.visitor().at("192.0.2.1");
        try_in(&mut owner, "caoyuan", PASSWORD).await.unwrap();
        for login in ["caoyuan", "nobody"] {
            let mut guesser = house.visitor().at("198.51.100.7");
            for _ in 0..6 {
                assert_eq!(try_in(&mut guesser, login, "guess guess").await, Err(Refusal::WrongPassword));
            }
            let other = Client::new(house.router_of(house.second_node().await));
            for mut node in [guesser, other.at("198.51.100.7")] {
                assert_eq!(try_in(&mut node, login, PASSWORD).await, Err(Refusal::Locked { seconds: 30 }), "{login}");
            }
        }
        try_in(&mut house.visitor().at("192.0.2.1"), "caoyuan", PASSWORD).await.unwrap();
        try_in(&mut house.visitor().at("203.0.113.9"), "caoyuan", PASSWORD).await.unwrap();
        house.clock.advance_seconds(30);
        try_in(&mut house.visitor().at("198.51.100.7"), "caoyuan", PASSWORD).await.unwrap();
    }

    async fn many_guessers_together_lock_strangers_out_and_not_the_owner(house: House) {
        let house = house.with_demo().await;
        try_in(&mut house.visitor().at("192.0.2.1"), "caoyuan", PASSWORD).await.unwrap();
        for n in 0..101 {
            let mut guesser = house.visitor().at(&format!("198.51.100.{n}"));
            assert_eq!(try_in(&mut guesser, "caoyuan", "guess guess").await, Err(Refusal::WrongPassword));
        }
        let refused = try_in(&mut house.visitor().at("203.0.113.9"), "caoyuan", PASSWORD).await;
        assert!(matches!(refused, Err(Refusal::Locked { .. })), "{refused:?}");
        try_in(&mut house.visitor().at("192.0.2.1"), "caoyuan", PASSWORD).await.unwrap();
    }

    async fn a_code_is_asked_for_once_and_a_recovery_code_stands_in_once(house: House) {
        let house = house.with_demo().await;
        let seconds = || house.office.now().millis() / 1000;
        let mut client = house.signed_in("caoyuan").await;
        let secret: CodeSecret = client.call("begin_codes", json!({})).await.unwrap();
        assert!(secret.picture.starts_with("<svg"), "{}", secret.picture);
        assert!(!house.dump().contains(&secret.secret.replace(' ', "")), "the secret is sealed");
        assert_eq!(client.call::<Vec<String>>("confirm_codes", json!({ "code": "000000" })).await, Err(Refusal::WrongCode));
        try_in(&mut house.visitor(), "caoyuan", PASSWORD).await.expect("not confirmed, not asked for");
        let typed = code(&secret, seconds());
        let recovery: Vec<String> = client.call("confirm_codes", json!({ "code": typed })).await.unwrap();
        assert_eq!(recovery.len(), 10);

        let sign_in = async |code: &str| {
            let mut visitor = house.visitor();
            visitor.ask::<Me>("sign_in", &[("login", "caoyuan"), ("password", PASSWORD), ("code_once", code)]).await
        };
        assert_eq!(sign_in("").await, Err(Refusal::CodeNeeded));
        assert_eq!(sign_in(&typed).await, Err(Refusal::WrongCode), "the code that confirmed is used up");
        house.clock.advance_seconds(30);
        let next = code(&secret, seconds());
        sign_in(&next).await.unwrap();
        assert_eq!(sign_in(&next).await, Err(Refusal::WrongCode));
        house.clock.advance_seconds(90);
        assert_eq!(sign_in(&code(&secret, seconds() - 60)).await, Err(Refusal::WrongCode), "too old");
        sign_in(&code(&secret, seconds() + 30)).await.expect("a clock that is half a minute fast");
        sign_in(&recovery[3].to_lowercase()).await.unwrap();
        assert_eq!(sign_in(&recovery[3]).await, Err(Refusal::WrongCode));
        assert_eq!(client.ask::<Account>("account", &[]).await.unwrap().recovery_codes, 9);
    }

    async fn a_session_is_ended_from_another_and_a_new_password_ends_all_others(house: House) {
        let house = house.with_demo().await;
        let (mut one, mut two) = (house.signed_in("caoyuan").await, house.signed_in("caoyuan").await);
        let mut stranger = house.signed_in("xingan").await;
        let account: Account = one.ask("account", &[]).await.unwrap();
        let other = account.sessions.iter().find(|session| !session.current).unwrap();
        let end = json!({ "id": other.id });
        assert_eq!(stranger.call::<()>("end_session", end.clone()).await, Err(Refusal::NotFound));
        one.call::<()>("end_session", end).await.unwrap();
        assert_eq!(two.ask::<Option<Me>>("me", &[]).await.unwrap(), None);

        let mut two = house.signed_in("caoyuan").await;
        let change = json!({ "password": "another long one", "again": "another long one" });
        house.clock.advance_seconds(601);
        assert_eq!(one.call::<()>("change_password", change.clone()).await, Err(Refusal::ProveFirst));
        let proof = |password: &str| json!({ "password": password, "code": "" });
        assert_eq!(one.call::<()>("prove", proof("wrong")).await, Err(Refusal::WrongPassword));
        one.call::<()>("prove", proof(PASSWORD)).await.unwrap();
        one.call::<()>("change_password", change).await.unwrap();
        assert!(one.ask::<Option<Me>>("me", &[]).await.unwrap().is_some(), "this session stays");
        assert_eq!(two.ask::<Option<Me>>("me", &[]).await.unwrap(), None);
        assert_eq!(try_in(&mut house.visitor(), "caoyuan", PASSWORD).await, Err(Refusal::WrongPassword));
    }

    async fn the_way_back_is_a_link_that_works_once_and_letters_tell_of_it(house: House) {
        let house = house.with_demo().await;
        let folder = tempfile::tempdir().unwrap();
        let mut client = house.signed_in("caoyuan").await;
        client.call::<()>("set_email", json!({ "email": "Wulan@caoyuan.example" })).await.unwrap();
        let mut visitor = house.visitor();
        for login in ["nobody", "xingan", "caoyuan"] {
            visitor.ask::<()>("recover", &[("login", login)]).await.unwrap();
        }
        let sent = letters(&house, folder.path()).await;
        assert_eq!(sent.len(), 2, "of the new address, and the way back: {sent:?}");
        assert_eq!(letters(&house, folder.path()).await.len(), 2, "none is sent twice");
        let back = link(with(&sent, "申请重设密码", "\0"));
        let secret = back.strip_prefix("recover/").unwrap();
        let found = store::access::find_ticket(&house.store, secret, house.office.now()).await.unwrap();
        assert!(found.is_none(), "a link is kept under its digest");
        assert_eq!(visitor.get(&format!("/{back}")).await.status, StatusCode::OK);

        let new = [("secret", secret), ("password", "another long one"), ("password_again", "another long one")];
        visitor.ask::<()>("reset_password", &new).await.unwrap();
        assert_eq!(visitor.ask::<()>("reset_password", &new).await, Err(Refusal::LinkOver));
        assert_eq!(client.ask::<Option<Me>>("me", &[]).await.unwrap(), None, "all sessions ended");
        try_in(&mut house.visitor().at("203.0.113.9"), "caoyuan", "another long one").await.unwrap();
        let titles = letters(&house, folder.path()).await;
        with(&titles, "登录密码已修改", "\0");
        with(&titles, "203.0.113.9", "\0");
        assert_eq!(titles.len(), 4, "the new password, and the new place");

        visitor.ask::<()>("recover", &[("login", "caoyuan")]).await.unwrap();
        let late = link(with(&letters(&house, folder.path()).await, "申请重设密码", secret));
        house.clock.advance_seconds(1801);
        let new = [("secret", &late["recover/".len()..]), new[1], new[2]];
        assert_eq!(visitor.ask::<()>("reset_password", &new).await, Err(Refusal::LinkOver));
    }

    async fn a_passkey_ceremony_is_answered_once_and_by_nothing_made_up(house: House) {
        let house = house.with_demo().await;
        let mut client = house.signed_in("caoyuan").await;
        let (secret, options): (String, String) = client.call("ask_passkey", json!({})).await.unwrap();
        let options: serde_json::Value = serde_json::from_str(&options).unwrap();
        assert_eq!(options["publicKey"]["userVerification"], "required");
        assert_eq!(options["publicKey"]["rpId"], "kaibiao.example", "the portal's own name, whatever was asked");
        let made_up = json!({ "id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {
            "authenticatorData": "AAAA", "clientDataJSON": "AAAA", "signature": "AAAA", "userHandle": "AAAAAAAAAAAAAAAAAAAAAA"
        } });
        let answer = json!({ "secret": secret, "answer": made_up.to_string() });
        assert_eq!(client.call::<Me>("sign_in_by_passkey", answer.clone()).await, Err(Refusal::SignatureWrong));
        house.clock.advance_seconds(301);
        assert_eq!(client.call::<Me>("sign_in_by_passkey", answer).await, Err(Refusal::LinkOver));
    }
}
