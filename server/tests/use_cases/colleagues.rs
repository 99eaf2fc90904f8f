//! The people of one company: invited by a link, each with its rights, removed, and the administrator that is gone.

use domain::access::{Colleagues, Invitation, Link};
use domain::subject::view::MyFile;
use domain::view::Me;
use domain::{Fen, Refusal};
use serde_json::{Value, json};

use crate::access::{letters, link};
use crate::bidder::Bidder;
use crate::client::Client;
use crate::house::House;
use crate::on_both;

/// Somebody of the company joins by a link, with a new account.
pub async fn colleague(house: &House, administrator: &mut Client, login: &str, seat: &str) -> Client {
    let to = format!("{login}@caoyuan.example");
    let link: Link = administrator.call("invite", json!({ "email": to, "seat": seat })).await.unwrap();
    let mut client = house.visitor();
    client.call::<Me>("join", acceptance(&link.address, &to, login)).await.unwrap();
    client
}

fn acceptance(link: &str, to: &str, login: &str) -> Value {
    let password = "a long password";
    let account = json!({ "login": login, "password": password, "password_again": password });
    json!({ "secret": link.rsplit('/').next().unwrap(), "email": to, "account": account })
}

async fn ids(administrator: &mut Client) -> Vec<(String, domain::UserId)> {
    let all: Colleagues = administrator.ask("colleagues", &[]).await.unwrap();
    all.people.into_iter().map(|one| (one.login, one.id)).collect()
}

fn id(all: &[(String, domain::UserId)], login: &str) -> domain::UserId {
    all.iter().find(|(one, _)| one == login).unwrap().1
}

on_both! {
    async fn an_invitation_works_once_for_whom_it_was_meant(house: House) {
        let house = house.with_demo().await;
        let folder = tempfile::tempdir().unwrap();
        let mut administrator = house.signed_in("caoyuan").await;
        let input = json!({ "email": "qiqige@caoyuan.example", "seat": "submitter" });
        let made: Link = administrator.call("invite", input.clone()).await.unwrap();
        let sent = letters(&house, folder.path()).await;
        assert_eq!(made.address, format!("https://kaibiao.example/{}", link(&sent[0])));
        let secret = made.address.rsplit('/').next().unwrap();
        let found = store::access::find_ticket(&house.store, secret, house.office.now()).await.unwrap();
        assert!(found.is_none(), "a link is kept under its digest");
        let mut visitor = house.visitor();
        let offer: Invitation = visitor.ask("invitation", &[("secret", secret)]).await.unwrap();
        assert_eq!(offer.company, "锡林郭勒草原建工有限公司");
        let other = acceptance(&made.address, "somebody@else.example", "qiqige");
        assert_eq!(visitor.call::<Me>("join", other).await, Err(Refusal::LinkOver));
        let mut stranger = house.signed_in("xingan").await;
        let right = acceptance(&made.address, "qiqige@caoyuan.example", "qiqige");
        assert_eq!(stranger.call::<Me>("join", right.clone()).await, Err(Refusal::NotAllowed), "has a company");
        let me: Me = visitor.call("join", right.clone()).await.unwrap();
        assert_eq!(me.subject.unwrap().name, "锡林郭勒草原建工有限公司");
        assert_eq!(house.visitor().call::<Me>("join", right).await, Err(Refusal::LinkOver), "used");

        let made: Link = administrator.call("invite", input.clone()).await.unwrap();
        let open: Colleagues = administrator.ask("colleagues", &[]).await.unwrap();
        let withdraw = json!({ "id": open.invitations[0].id });
        administrator.call::<()>("withdraw_invitation", withdraw).await.unwrap();
        let late: Link = administrator.call("invite", input).await.unwrap();
        house.clock.advance_seconds(72 * 3600);
        for over in [made, late] {
            let secret = over.address.rsplit('/').next().unwrap();
            assert_eq!(visitor.ask::<Invitation>("invitation", &[("secret", secret)]).await, Err(Refusal::LinkOver));
        }
    }

    async fn a_viewer_reads_a_submitter_bids_and_an_administrator_manages(house: House) {
        let house = house.with_demo().await;
        let lot = house.lot(3600).await;
        let mut administrator = Bidder::with_key(house.signed_in("caoyuan").await, 1).await;
        let submitter = colleague(&house, &mut administrator.client, "qiqige", "submitter").await;
        let mut viewer = colleague(&house, &mut administrator.client, "narisu", "viewer").await;
        administrator.client = submitter.clone();
        administrator.bid(lot, Fen::from_yuan(4_000_000)).await;
        assert!(viewer.ask::<Value>("my_file", &[]).await.is_ok());
        let seen: Value = viewer.ask("lot", &[("lot", &lot.to_string())]).await.unwrap();
        assert!(seen["my_bid"]["receipt"].is_string(), "the receipt is the company's");
        let bid = seen["my_bid"]["id"].clone();
        assert_eq!(viewer.call::<()>("withdraw_bid", json!({ "bid": bid })).await, Err(Refusal::NotAllowed));
        assert!(!viewer.ask::<MyFile>("my_file", &[]).await.unwrap().manages);
        let mut submitter = submitter;
        for client in [&mut viewer, &mut submitter] {
            let invite = json!({ "email": "a@b.example", "seat": "administrator" });
            assert_eq!(client.call::<Link>("invite", invite).await, Err(Refusal::NotAllowed));
            let key = json!({ "public_key": administrator.key.public_key().to_string() });
            assert_eq!(client.call::<()>("register_key", key).await, Err(Refusal::NotAllowed));
        }
        submitter.call::<()>("withdraw_bid", json!({ "bid": bid })).await.unwrap();
    }

    async fn whoever_is_removed_is_out_at_once_and_somebody_always_manages(house: House) {
        let house = house.with_demo().await;
        let mut administrator = house.signed_in("caoyuan").await;
        let mut submitter = colleague(&house, &mut administrator, "qiqige", "submitter").await;
        let all = ids(&mut administrator).await;
        let (first, second) = (id(&all, "caoyuan"), id(&all, "qiqige"));
        let remove = |who| json!({ "who": who });
        let reseat = |who, seat: &str| json!({ "who": who, "seat": seat });
        assert_eq!(administrator.call::<()>("remove_colleague", remove(first)).await, Err(Refusal::LastAdministrator));
        assert_eq!(administrator.call::<()>("reseat", reseat(first, "viewer")).await, Err(Refusal::LastAdministrator));
        let mut other = house.signed_in("xingan").await;
        assert_eq!(other.call::<()>("remove_colleague", remove(second)).await, Err(Refusal::NotFound));
        administrator.call::<()>("remove_colleague", remove(second)).await.unwrap();
        assert_eq!(submitter.ask::<Option<Me>>("me", &[]).await.unwrap(), None, "its sessions ended");
        submitter.sign_in("qiqige", "a long password").await;
        assert_eq!(submitter.ask::<Value>("my_bids", &[]).await, Err(Refusal::NotAllowed));

        let input = json!({ "email": "q@xingan.example", "seat": "administrator" });
        let link: Link = other.call("invite", input).await.unwrap();
        let me: Me = submitter.call("join", acceptance(&link.address, "q@xingan.example", "")).await.unwrap();
        assert_eq!((me.login.as_str(), me.subject.unwrap().name.as_str()), ("qiqige", "兴安路桥工程有限公司"));
        let all = ids(&mut other).await;
        submitter.call::<()>("reseat", reseat(id(&all, "xingan"), "viewer")).await.unwrap();
        assert_eq!(other.call::<()>("reseat", reseat(second, "viewer")).await, Err(Refusal::NotAllowed));
    }

    async fn a_registrar_hands_the_administrator_over_on_evidence(house: House) {
        let house = house.with_demo().await;
        let folder = tempfile::tempdir().unwrap();
        let mut gone = house.signed_in("caoyuan").await;
        gone.call::<()>("set_email", json!({ "email": "old@caoyuan.example" })).await.unwrap();
        let me: Me = gone.ask::<Option<Me>>("me", &[]).await.unwrap().unwrap();
        let subject = me.subject.unwrap().id;
        let input = |evidence: &str| json!({
            "subject": subject, "email": "new@caoyuan.example", "evidence": evidence, "document": ""
        });
        assert_eq!(gone.call::<Link>("hand_over", input("离职")).await, Err(Refusal::NotAllowed));
        let mut registrar = house.signed_in("registrar").await;
        assert!(registrar.call::<Link>("hand_over", input(" ")).await.is_err(), "without evidence");
        let words = "法定代表人签署的变更函 锡建函〔2026〕8号";
        let link: Link = registrar.call("hand_over", input(words)).await.unwrap();
        let told = letters(&house, folder.path()).await;
        assert!(told.iter().any(|one| one.contains("To: old@") && one.contains("变更为")), "{told:?}");
        assert!(gone.ask::<Colleagues>("colleagues", &[]).await.unwrap().manages, "until the other one joins");
        let mut new = house.visitor();
        new.call::<Me>("join", acceptance(&link.address, "new@caoyuan.example", "wulan")).await.unwrap();
        assert!(new.ask::<Colleagues>("colleagues", &[]).await.unwrap().manages);
        assert_eq!(gone.ask::<Option<Me>>("me", &[]).await.unwrap(), None);
        let rows = store::journal::from(house.store.read(), 0, 10_000).await.unwrap();
        let row = rows.iter().find(|row| row.act == "subject.administrator_handed_over").unwrap();
        assert!(row.payload.contains(words));
    }
}
