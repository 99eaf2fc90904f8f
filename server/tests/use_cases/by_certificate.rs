//! Signing in by the company's certificate: once, by the browser that was asked, at this portal, with a certificate in force;
//! and what the company's key does not stand for.

use cert::said::{possession, sign_in};
use domain::access::{Account, CodeSecret, Colleagues, Link};
use domain::certificate::{CertificateFault, CertificateView, RevocationReason};
use domain::subject::{Form, Standing};
use domain::view::Me;
use domain::{BidId, Refusal, Timestamp};
use seal::{Digest, SecretKey};
use serde_json::json;

use crate::access::{code, letters, with};
use crate::bidder::Bidder;
use crate::certificates::{days_pass, foreign, key, mine, revoke};
use crate::client::Client;
use crate::house::House;
use crate::on_both;

const ORIGIN: &str = "https://kaibiao.example";
const NOT_VALID: Refusal = Refusal::Certificate { fault: CertificateFault::NotValid };

async fn asked(client: &mut Client, login: &str) -> String {
    client.call("ask_certificate", json!({ "login": login })).await.unwrap()
}

async fn answer(client: &mut Client, signature: &str, code: &str) -> Result<Me, Refusal> {
    client.call("sign_in_by_certificate", json!({ "signature": signature, "code": code })).await
}

/// What the company's worker does, of whatever it is asked.
fn signed(key: &SecretKey, said: &str) -> String {
    key.sign(said.as_bytes(), &mut office::Chance::from_seed([91; 32]).fork()).to_string()
}

async fn come_in(client: &mut Client, login: &str, key: &SecretKey) -> Result<Me, Refusal> {
    let said = asked(client, login).await;
    answer(client, &signed(key, &said), "").await
}

async fn bidder(house: &House) -> Bidder {
    house.bidders().await.swap_remove(0)
}

on_both! {
    async fn a_signature_signs_in_once_and_only_the_browser_that_was_asked(house: House) {
        let house = house.with_demo().await;
        let Bidder { key, .. } = bidder(&house).await;
        let (mut one, mut other) = (house.visitor(), house.visitor());
        let said = asked(&mut one, " Caoyuan ").await;
        let challenge = said.rsplit_once("challenge ").unwrap().1.trim_end();
        assert_eq!(said, sign_in(ORIGIN, "caoyuan", challenge));
        let signature = signed(&key, &said);
        assert_eq!(answer(&mut other, &signature, "").await, Err(Refusal::LinkOver), "it was asked nothing");
        asked(&mut other, "caoyuan").await;
        assert_eq!(answer(&mut other, &signature, "").await, Err(Refusal::SignatureWrong), "it was asked something else");
        assert_eq!(answer(&mut one, &signature, "").await.unwrap().login, "caoyuan");
        assert_eq!(answer(&mut one, &signature, "").await, Err(Refusal::LinkOver), "answered");
        assert!(one.ask::<Option<Me>>("me", &[]).await.unwrap().is_some());
        assert!(other.ask::<Option<Me>>("me", &[]).await.unwrap().is_none());

        let said = asked(&mut other, "caoyuan").await;
        house.clock.advance_seconds(301);
        assert_eq!(answer(&mut other, &signed(&key, &said), "").await, Err(Refusal::LinkOver), "too late");
    }

    async fn a_signature_for_another_portal_account_or_purpose_is_none(house: House) {
        let house = house.with_demo().await;
        let Bidder { key, code, .. } = bidder(&house).await;
        let mut client = house.visitor();
        let texts: [fn(&str, &str) -> String; 4] = [
            |challenge, _| sign_in("https://kaibiao.example.evil.test", "caoyuan", challenge),
            |challenge, _| sign_in("http://kaibiao.example", "caoyuan", challenge),
            |challenge, _| sign_in(ORIGIN, "xingan", challenge),
            |challenge, code| possession(code, &Digest::of(b""), challenge),
        ];
        for text in texts {
            let said = asked(&mut client, "caoyuan").await;
            let text = text(said.rsplit_once("challenge ").unwrap().1.trim_end(), code.as_str());
            assert_ne!(text, said);
            assert_eq!(answer(&mut client, &signed(&key, &text), "").await, Err(Refusal::SignatureWrong), "{text}");
        }
    }

    async fn the_key_of_another_company_signs_nobody_in(house: House) {
        let house = house.with_demo().await;
        let Bidder { key, .. } = bidder(&house).await;
        for login in ["xingan", "tenderer", "registrar", "nobody"] {
            assert_eq!(come_in(&mut house.visitor(), login, &key).await.err(), Some(Refusal::SignatureWrong), "{login}");
        }
    }

    async fn an_expired_certificate_signs_nobody_in(house: House) {
        let house = house.with_demo().await;
        let mut bidder = bidder(&house).await;
        days_pass(&house, &mut bidder, 364).await;
        come_in(&mut house.visitor(), "caoyuan", &bidder.key).await.unwrap();
        house.clock.advance_seconds(2 * 24 * 3600);
        assert_eq!(come_in(&mut house.visitor(), "caoyuan", &bidder.key).await.err(), Some(NOT_VALID));
    }

    async fn a_revoked_certificate_signs_nobody_in_and_the_next_one_does(house: House) {
        let house = house.with_demo().await;
        let mut bidder = bidder(&house).await;
        house.clock.advance_seconds(60);
        let old = bidder.change_key(key(55)).await;
        come_in(&mut house.visitor(), "caoyuan", &old).await.expect("both are valid for a while");
        let before = mine(&mut bidder).await.certificates.into_iter().find(|one| !one.in_force).unwrap();
        revoke(&mut bidder.client, &before, RevocationReason::KeyCompromise).await.unwrap();
        assert_eq!(come_in(&mut house.visitor(), "caoyuan", &old).await.err(), Some(NOT_VALID));
        come_in(&mut house.visitor(), "caoyuan", &bidder.key).await.unwrap();
    }

    async fn a_company_that_is_suspended_is_told_so(house: House) {
        let house = house.with_demo().await;
        let mut bidder = bidder(&house).await;
        let me: Option<Me> = bidder.client.ask("me", &[]).await.unwrap();
        let form = json!({ "kind": "suspended", "document": "锡市监〔2026〕8号", "decided": "2026-11-20", "reason": "立案", "other": "" });
        let decide = json!({ "subject": me.unwrap().subject.unwrap().id, "form": form });
        house.signed_in("registrar").await.call::<()>("decide", decide).await.unwrap();
        let refused = come_in(&mut house.visitor(), "caoyuan", &bidder.key).await.err();
        assert_eq!(refused, Some(Refusal::NotApproved { standing: Standing::Suspended }));
    }

    async fn a_certificate_of_another_authority_holds_as_long_as_that_is_trusted(house: House) {
        let house = house.with_demo().await;
        let mut bidder = bidder(&house).await;
        let theirs = key(56);
        let pem = foreign(&house, 22, bidder.code.as_str(), &theirs);
        let said: String = bidder.client.call("challenge_certificate", json!({ "pem": pem })).await.unwrap();
        let input = json!({ "pem": pem, "said": said, "signature": signed(&theirs, &said) });
        bidder.client.call::<CertificateView>("register_certificate", input).await.unwrap();
        come_in(&mut house.visitor(), "caoyuan", &theirs).await.unwrap();
        let mut elsewhere = Client::new(house.router_of(house.distrustful()));
        assert_eq!(come_in(&mut elsewhere, "caoyuan", &theirs).await.err(), Some(NOT_VALID));
        come_in(&mut elsewhere, "caoyuan", &bidder.key).await.expect("the house's own is still good");
    }

    async fn guessing_locks_the_guesser_as_with_passwords(house: House) {
        let house = house.with_demo().await;
        let Bidder { key: theirs, .. } = bidder(&house).await;
        let mut guesser = house.visitor().at("198.51.100.7");
        for _ in 0..6 {
            assert_eq!(come_in(&mut guesser, "caoyuan", &key(57)).await.err(), Some(Refusal::SignatureWrong));
        }
        let locked = Some(Refusal::Locked { seconds: 30 });
        assert_eq!(come_in(&mut guesser, "caoyuan", &theirs).await.err(), locked);
        let password = [("login", "caoyuan"), ("password", office::demo::PASSWORD)];
        assert_eq!(guesser.ask::<Me>("sign_in", &password).await.err(), locked, "one lock for both");
        come_in(&mut house.visitor().at("203.0.113.9"), "caoyuan", &theirs).await.unwrap();
        house.clock.advance_seconds(30);
        come_in(&mut guesser, "caoyuan", &theirs).await.unwrap();
    }

    async fn the_code_is_asked_for_and_a_letter_tells_of_a_new_place(house: House) {
        let house = house.with_demo().await;
        let folder = tempfile::tempdir().unwrap();
        let Bidder { mut client, key, .. } = bidder(&house).await;
        client.call::<()>("set_email", json!({ "email": "wulan@caoyuan.example" })).await.unwrap();
        let secret: CodeSecret = client.call("begin_codes", json!({})).await.unwrap();
        let typed = |seconds: i64| code(&secret, house.office.now().millis() / 1000 + seconds);
        client.call::<Vec<String>>("confirm_codes", json!({ "code": typed(0) })).await.unwrap();
        let mut visitor = house.visitor().at("203.0.113.9");
        let said = asked(&mut visitor, "caoyuan").await;
        let signature = signed(&key, &said);
        assert_eq!(answer(&mut visitor, &signature, "").await, Err(Refusal::CodeNeeded));
        assert_eq!(answer(&mut visitor, &signature, &typed(30)).await, Err(Refusal::LinkOver), "it is asked anew");
        let said = asked(&mut visitor, "caoyuan").await;
        assert_eq!(answer(&mut visitor, &signed(&key, &said), "000000").await, Err(Refusal::WrongCode));
        let said = asked(&mut visitor, "caoyuan").await;
        answer(&mut visitor, &signed(&key, &said), &typed(30)).await.unwrap();
        with(&letters(&house, folder.path()).await, "203.0.113.9", "\0");
    }

    async fn the_companys_key_is_not_its_administrator(house: House) {
        let house = house.with_demo().await;
        let Bidder { key, .. } = bidder(&house).await;
        let lot = house.lot(3600).await;
        let mut client = house.visitor();
        come_in(&mut client, "caoyuan", &key).await.unwrap();
        client.call::<BidId>("begin_bid", json!({ "lot": lot })).await.expect("a submitter's rights");
        let invite = json!({ "email": "qiqige@caoyuan.example", "seat": "administrator" });
        assert_eq!(client.call::<Link>("invite", invite.clone()).await.err(), Some(Refusal::ProveFirst));
        let draft = json!({ "form": Form::default() });
        assert_eq!(client.call::<Timestamp>("save_draft", draft.clone()).await.err(), Some(Refusal::ProveFirst));
        let change = json!({ "password": "another long one", "again": "another long one" });
        assert_eq!(client.call::<()>("change_password", change).await.err(), Some(Refusal::ProveFirst));
        let people: Colleagues = client.ask("colleagues", &[]).await.unwrap();
        assert!(people.manages, "once it has proved itself");
        let account: Account = client.ask("account", &[]).await.unwrap();
        assert_eq!(account.proved_until, None);

        client.call::<()>("prove", json!({ "password": office::demo::PASSWORD, "code": "" })).await.unwrap();
        client.call::<Link>("invite", invite).await.unwrap();
        house.clock.advance_seconds(601);
        client.call::<Timestamp>("save_draft", draft).await.expect("the person stays known for this session");
    }
}
