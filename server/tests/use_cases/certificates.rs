//! Certificates: the first at once, others by a present key or a registrar; renewed, revoked, registered from outside. An
//! opening goes on whatever becomes of them.

use axum::http::StatusCode;
use cert::{Authority, CERTIFICATE, Certificate, Crl, Holder, Leaf, Reason, Revoked, Software, to_pem};
use domain::certificate::{Asked, CertificateFault, CertificateView, Certificates, RequestLine, RevocationReason};
use domain::{Fen, Refusal};
use office::Chance;
use seal::{Digest, SecretKey};
use serde_json::json;

use crate::bidder::Bidder;
use crate::client::Client;
use crate::house::{House, ca};
use crate::on_both;
use crate::opening::{read_out, start_decrypt};

const PRICE: Fen = Fen::from_yuan(4_321_000);
const DAY: i64 = 24 * 3600;

const NOT_VALID: Refusal = Refusal::Certificate { fault: CertificateFault::NotValid };

/// Nobody is at an opening meanwhile, and the session ends.
pub async fn days_pass(house: &House, bidder: &mut Bidder, days: i64) {
    house.clock.advance_seconds(days * DAY);
    bidder.client = house.signed_in("caoyuan").await;
    // Once a year the company's data are confirmed; it may not be their time yet.
    drop(bidder.client.ask::<()>("confirm_data", &[]).await);
}

pub async fn mine(bidder: &mut Bidder) -> Certificates {
    bidder.client.ask("my_certificates", &[]).await.unwrap()
}

pub async fn revoke(client: &mut Client, one: &CertificateView, reason: RevocationReason) -> Result<(), Refusal> {
    client.call("revoke_certificate", json!({ "fingerprint": one.fingerprint, "reason": reason })).await
}

async fn root(house: &House) -> Certificate {
    let answer = house.visitor().get("/ca/root.cer").await;
    assert_eq!(answer.status, StatusCode::OK);
    Authority::parse(&answer.body).unwrap().certificate().clone()
}

async fn list(house: &House) -> Crl {
    let list = Crl::parse(&house.visitor().get("/ca/crl").await.body).unwrap();
    list.verify(&root(house).await, seconds(house)).unwrap();
    list
}

fn seconds(house: &House) -> u64 {
    (house.office.now().millis() / 1000).unsigned_abs()
}

fn read(view: &CertificateView) -> Certificate {
    Certificate::parse(&cert::from_text(CERTIFICATE, view.pem.as_bytes()).unwrap()).unwrap()
}

pub fn key(seed: u8) -> SecretKey {
    SecretKey::generate(&mut Chance::from_seed([seed; 32]).fork())
}

/// One that the trusted authority issued, or with another seed a stranger's.
pub fn foreign(house: &House, authority: u8, code: &str, of: &SecretKey) -> String {
    let chance = Chance::from_seed([authority; 32]);
    let root = SecretKey::generate(&mut chance.fork());
    let found = office::Ca::found(root, house.office.now(), String::new(), &chance).unwrap();
    let (holder, from) = (Holder { code: code.to_owned(), name: "外部证书".to_owned() }, seconds(house));
    let leaf = Leaf {
        serial: [9; 16],
        holder: &holder,
        key: of.public_key(),
        from,
        until: from + 1000,
        list: "https://x.test",
    };
    let issued = found.authority.issue(&leaf, &mut Software::new(&found.key, &mut chance.fork())).unwrap();
    to_pem(CERTIFICATE, issued.to_der()).unwrap()
}

on_both! {
    async fn the_first_certificate_is_issued_at_once_and_anybody_can_check_it(house: House) {
        let house = house.with_demo().await;
        let bidder = &mut house.bidders().await[0];
        let Certificates { certificates, waiting, bids, .. } = mine(bidder).await;
        let [one] = &certificates[..] else { panic!("{certificates:?}") };
        assert!(one.in_force && one.own && waiting.is_none() && bids == 0);
        assert_eq!(one.public_key, bidder.key.public_key().to_string());
        let certificate = read(one);
        certificate.verify(&root(&house).await, seconds(&house)).unwrap();
        assert!(certificate.is_for(bidder.code.as_str()));
        assert_eq!(list(&house).await.find(&certificate), None);
    }

    async fn a_request_for_another_company_or_key_is_refused(house: House) {
        let house = house.with_demo().await;
        let mut bidders = house.bidders().await;
        let (theirs, anothers) = (bidders[1].request(&key(50)), bidders[1].key.clone());
        let mut taken = bidders[0].request(&anothers);
        for request in [theirs, taken.clone()] {
            let refused = bidders[0].ask_for_certificate(&request, None).await.unwrap_err();
            assert_eq!(refused, Refusal::Certificate { fault: CertificateFault::OtherCompany });
        }
        *taken.last_mut().unwrap() ^= 1;
        let refused = bidders[0].ask_for_certificate(&taken, None).await.unwrap_err();
        assert_eq!(refused, Refusal::Certificate { fault: CertificateFault::SignatureWrong });
        let mut restricted = house.signed_in("registrar").await;
        let refused = restricted.call::<Asked>("request_certificate", json!({ "request": "00", "countersignature": null })).await;
        assert_eq!(refused.unwrap_err(), Refusal::NotAllowed);
    }

    async fn a_renewal_overlaps_and_after_the_end_nothing_is_committed(house: House) {
        let house = house.with_demo().await;
        let bidder = &mut house.bidders().await[0];
        days_pass(&house, bidder, 340).await;
        let [first] = &mine(bidder).await.certificates[..] else { panic!() };
        assert!(first.is_due(house.office.now()));
        let request = bidder.request(&bidder.key.clone());
        let wrong = bidder.countersign(b"another request");
        assert_eq!(bidder.ask_for_certificate(&request, Some(wrong)).await.unwrap_err(), Refusal::SignatureWrong);
        let by = bidder.countersign(&request);
        assert!(matches!(bidder.ask_for_certificate(&request, Some(by)).await, Ok(Asked::Issued { .. })));
        let now = house.office.now();
        let [second, first] = &mine(bidder).await.certificates[..] else { panic!() };
        assert!(first.is_valid_at(now) && second.is_valid_at(now) && second.in_force);

        days_pass(&house, bidder, 200).await;
        let lot = house.lot(3600).await;
        bidder.bid(lot, PRICE).await;
        let last = house.lot(400 * DAY).await;
        let sealed = bidder.seal(last, PRICE).await;
        bidder.send(&sealed).await;
        days_pass(&house, bidder, 200).await;
        assert_eq!(bidder.commit(&sealed).await.unwrap_err(), NOT_VALID);
        let later = house.lot(3600).await;
        assert_eq!(bidder.begin(later).await.unwrap_err(), NOT_VALID);
    }

    async fn after_a_loss_a_registrar_decides_on_the_request_it_has_seen(house: House) {
        let house = house.with_demo().await;
        let bidder = &mut house.bidders().await[0];
        let [old] = &mine(bidder).await.certificates[..] else { panic!() };
        let new = key(51);
        let request = bidder.request(&new);
        assert_eq!(bidder.ask_for_certificate(&request, None).await, Ok(Asked::Waiting));
        assert!(mine(bidder).await.waiting.is_some());
        let refused = bidder.client.ask::<Vec<RequestLine>>("certificate_requests", &[]).await.unwrap_err();
        assert_eq!(refused, Refusal::NotAllowed);

        let mut registrar = house.signed_in("registrar").await;
        let [seen] = &registrar.ask::<Vec<RequestLine>>("certificate_requests", &[]).await.unwrap()[..] else { panic!() };
        assert_eq!((seen.code, &seen.public_key), (bidder.code, &new.public_key().to_string()));
        let decide = json!({ "subject": seen.subject, "digest": seen.digest, "approve": true });
        assert_eq!(bidder.client.call::<()>("decide_request", decide.clone()).await.unwrap_err(), Refusal::NotAllowed);
        let anew = bidder.request(&new);
        bidder.ask_for_certificate(&anew, None).await.unwrap();
        house.clock.advance_seconds(60);
        assert_eq!(registrar.call::<()>("decide_request", decide).await.unwrap_err(), Refusal::MovedOn);
        let digest = Digest::of(&anew).to_string();
        let decide = json!({ "subject": seen.subject, "digest": digest, "approve": true });
        registrar.call::<()>("decide_request", decide).await.unwrap();
        revoke(&mut registrar, old, RevocationReason::KeyLost).await.unwrap();

        bidder.key = new;
        let Certificates { certificates, waiting, .. } = mine(bidder).await;
        assert!(certificates[0].in_force && !certificates[1].in_force && waiting.is_none());
        bidder.bid(house.lot(3600).await, PRICE).await;
    }

    async fn what_is_revoked_is_on_the_list_and_bids_no_more(house: House) {
        let house = house.with_demo().await;
        let mut bidders = house.bidders().await;
        let [one] = &mine(&mut bidders[0]).await.certificates[..] else { panic!() };
        let refused = revoke(&mut bidders[1].client, one, RevocationReason::Ceased).await;
        assert_eq!(refused.unwrap_err(), Refusal::NotFound);
        let bidder = &mut bidders[0];
        revoke(&mut bidder.client, one, RevocationReason::KeyCompromise).await.unwrap();
        let again = revoke(&mut bidder.client, one, RevocationReason::KeyCompromise).await;
        assert_eq!(again.unwrap_err(), Refusal::AlreadyDone);
        let told = list(&house).await.find(&read(one)).unwrap();
        assert_eq!((told.at, told.reason), (seconds(&house), Reason::KeyCompromise));
        let lot = house.lot(3600).await;
        assert_eq!(bidder.begin(lot).await.unwrap_err(), Refusal::NoKey);
        // The stolen key speaks for nobody.
        let request = bidder.request(&key(52));
        let by = bidder.countersign(&request);
        assert_eq!(bidder.ask_for_certificate(&request, Some(by)).await.unwrap_err(), Refusal::SignatureWrong);
    }

    async fn a_bid_is_opened_and_confirmed_by_its_key_after_another_came_or_it_was_revoked(house: House) {
        let house = house.with_demo().await;
        let mut bidders = house.bidders().await;
        let lot = house.lot(600).await;
        for (n, bidder) in bidders.iter_mut().enumerate() {
            bidder.bid(lot, Fen::from_yuan(4_000_000 + n as i64)).await;
        }
        assert_eq!(mine(&mut bidders[0]).await.bids, 1);
        let old = bidders[0].change_key(key(53)).await;
        bidders[0].key = old;
        bidders[0].rehearse(lot).await.unwrap();
        let [one] = &mine(&mut bidders[1]).await.certificates[..] else { panic!() };
        revoke(&mut bidders[1].client, one, RevocationReason::Superseded).await.unwrap();
        house.deadline(lot).await;
        let mut tenderer = house.signed_in("tenderer").await;
        for bidder in &mut bidders {
            bidder.enter(lot).await.unwrap();
        }
        start_decrypt(&mut tenderer, lot).await;
        for bidder in &mut bidders {
            bidder.decrypt(lot).await.unwrap();
        }
        read_out(&mut tenderer, lot).await;
        for bidder in &mut bidders {
            bidder.confirm(lot).await.unwrap();
        }
    }

    async fn a_certificate_of_a_trusted_authority_is_registered_by_who_has_its_key(house: House) {
        let house = house.with_demo().await;
        let bidder = &mut house.bidders().await[0];
        let (code, theirs) = (bidder.code.to_string(), key(54));
        let challenge = async |bidder: &mut Bidder, pem: &str| {
            bidder.client.call::<String>("challenge_certificate", json!({ "pem": pem })).await
        };
        let fault = |fault| Err(Refusal::Certificate { fault });
        let stranger = foreign(&house, 23, &code, &theirs);
        assert_eq!(challenge(bidder, &stranger).await, fault(CertificateFault::Untrusted));
        let others = foreign(&house, 22, "91152502MA0Q4DEM09", &theirs);
        assert_eq!(challenge(bidder, &others).await, fault(CertificateFault::OtherCompany));

        let pem = foreign(&house, 22, &code, &theirs);
        assert_eq!(ca().roots.len(), 1);
        let said = challenge(bidder, &pem).await.unwrap();
        let register = async |bidder: &mut Bidder, said: &str, signature: String| {
            let input = json!({ "pem": pem, "said": said, "signature": signature });
            bidder.client.call::<CertificateView>("register_certificate", input).await
        };
        let wrong = bidder.sign(&said);
        assert_eq!(register(bidder, &said, wrong).await.unwrap_err(), Refusal::SignatureWrong);
        let signature = theirs.sign(said.as_bytes(), &mut bidder.chance()).to_string();
        house.pass(601).await;
        assert_eq!(register(bidder, &said, signature).await.unwrap_err(), Refusal::WindowOver);
        let said = challenge(bidder, &pem).await.unwrap();
        let signature = theirs.sign(said.as_bytes(), &mut bidder.chance()).to_string();
        let view = register(bidder, &said, signature).await.unwrap();
        assert!(view.in_force && !view.own);
        bidder.key = theirs;
        bidder.bid(house.lot(200).await, PRICE).await;
    }

    async fn what_another_authority_revoked_is_revoked_here_and_registered_no_more(house: House) {
        let house = house.with_demo().await;
        let bidder = &mut house.bidders().await[0];
        let (code, theirs) = (bidder.code.to_string(), key(58));
        let pem = foreign(&house, 22, &code, &theirs);
        let said: String = bidder.client.call("challenge_certificate", json!({ "pem": pem })).await.unwrap();
        let signature = theirs.sign(said.as_bytes(), &mut bidder.chance()).to_string();
        let input = json!({ "pem": pem, "said": said, "signature": signature });
        let view: CertificateView = bidder.client.call("register_certificate", input).await.unwrap();
        let list = |authority: u8| {
            let chance = Chance::from_seed([authority; 32]);
            let root = SecretKey::generate(&mut chance.fork());
            let found = office::Ca::found(root, house.office.now(), String::new(), &chance).unwrap();
            let entry = Revoked { serial: view.serial.clone(), at: seconds(&house), reason: Reason::KeyCompromise };
            let span = (seconds(&house), seconds(&house) + 1000);
            let bytes = found.authority.revoke(&[entry], 1, span, &mut Software::new(&found.key, &mut chance.fork()));
            Crl::parse(&bytes.unwrap()).unwrap()
        };
        assert_eq!(house.office.take_lists(vec![list(23)]).await.unwrap(), 0, "a stranger's list tells nothing");
        assert!(mine(bidder).await.certificates[0].in_force);
        assert_eq!(house.office.take_lists(vec![list(23), list(22)]).await.unwrap(), 1);
        assert_eq!(house.office.take_lists(vec![list(22)]).await.unwrap(), 0, "once");
        let Certificates { certificates, .. } = mine(bidder).await;
        assert_eq!(certificates[0].revoked.unwrap().1, RevocationReason::KeyCompromise);
        assert!(certificates[1].in_force, "the house's own is in force again");
        let refused = bidder.client.call::<String>("challenge_certificate", json!({ "pem": pem })).await;
        assert_eq!(refused.unwrap_err(), NOT_VALID);
    }
}
