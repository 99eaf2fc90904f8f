//! One legal entity in several roles: what each lets it do, and what its interest in a lot forbids.

use domain::opening::HostAct;
use domain::quote::Procedure;
use domain::rights::Caller;
use domain::subject::role::{Roles, SubjectRole, Undertaking};
use domain::subject::view::{Filed, MyFile};
use domain::subject::{Form, Standing};
use domain::view::{LotView, Me};
use domain::{Fen, LotId, Refusal};
use serde_json::json;
use store::subjects;

use crate::bidder::Bidder;
use crate::client::Client;
use crate::colleagues::colleague;
use crate::house::House;
use crate::on_both;
use crate::registration::{claimed, code, form, in_force, my_file, rule, send};

/// Somebody of a demo company that is registered in these roles and no others.
pub async fn in_roles(house: &House, login: &str, roles: &[SubjectRole]) -> Client {
    let mut client = house.signed_in(login).await;
    let me: Option<Me> = client.ask("me", &[]).await.unwrap();
    let tx = house.store.write().await.unwrap();
    let mut subject = subjects::find(&*tx, me.unwrap().subject.unwrap().id).await.unwrap().unwrap();
    subject.roles = roles.to_vec();
    subjects::update(&*tx, &subject).await.unwrap();
    tx.commit().await.unwrap();
    client
}

async fn announce(house: &House, client: &mut Client) -> Result<LotId, Refusal> {
    let deadline = house.office.now().plus_seconds(3600).to_local();
    let form = json!({
        "lot_code": "OWN-1", "lot_title": "自有标段", "tenderer": "本单位", "ceiling": "5000000",
        "guarantee_demand": "60000", "deadline": deadline, "decrypt_minutes": "10", "objection_minutes": "5",
        "rules": { "clauses": { "decrypt": "5.2", "objection": "5.3" } }, "validity_days": "90"
    });
    client.call("announce_lot", json!({ "form": form })).await
}

fn missing(to: Undertaking) -> Refusal {
    Refusal::RoleMissing { to }
}

on_both! {
    async fn whoever_has_both_roles_does_both_and_never_in_one_lot(house: House) {
        let house = house.with_demo().await;
        let client = in_roles(&house, "caoyuan", &[SubjectRole::Tenderer, SubjectRole::Bidder]).await;
        let mut both = Bidder::with_key(client, 1).await;
        let own = announce(&house, &mut both.client).await.unwrap();
        let others = house.lot(3600).await;
        both.bid(others, Fen::from_yuan(4_000_000)).await;
        assert_eq!(both.begin(own).await, Err(Refusal::OwnLot));

        let mut submitter = colleague(&house, &mut both.client, "qiqige", "submitter").await;
        let mut viewer = colleague(&house, &mut both.client, "narisu", "viewer").await;
        assert_eq!(submitter.call::<String>("begin_bid", json!({ "lot": own })).await, Err(Refusal::OwnLot));
        let hosts = async |client: &mut Client, lot: LotId| {
            let seen: LotView = client.ask("lot", &[("lot", &lot.to_string())]).await.unwrap();
            let act = client.call::<()>("host", json!({ "lot": lot, "act": HostAct::Announce })).await;
            assert_eq!(seen.hosted_by_me, act != Err(Refusal::NotAllowed));
            seen.hosted_by_me
        };
        assert!(hosts(&mut both.client, own).await && hosts(&mut submitter, own).await);
        assert!(!hosts(&mut viewer, own).await && !hosts(&mut both.client, others).await);
        assert!(!hosts(&mut house.signed_in("tenderer").await, own).await);
        both.client.call::<()>("say", json!({ "lot": own, "text": "请按时到场" })).await.unwrap();

        let mut other = Bidder::with_key(house.signed_in("xingan").await, 2).await;
        other.bid(own, Fen::from_yuan(4_100_000)).await;
        assert_eq!(announce(&house, &mut other.client).await, Err(missing(Undertaking::Announce)));
        // The demo tenderer's body announced this one: whoever bids for that body does not bid here.
        let lot = house.office.lot(&Caller::visitor(""), others).await.unwrap();
        assert_eq!(lot.terms.procedure, Procedure::Tender);
    }

    async fn a_role_is_in_force_once_a_registrar_has_approved_it(house: House) {
        let house = house.with_demo().await;
        let mut company = in_force(&house, 0, "zhangsan").await;
        let mut registrar = house.signed_in("registrar").await;
        let with = |roles: &str| Form { roles: Roles(roles.into()), ..form(code(0)) };
        let Filed::Mend { problems } = send(&mut company, &with("")).await else { panic!("without any") };
        assert_eq!(problems[0].spot.to_string(), "roles");
        assert_eq!(announce(&house, &mut company).await, Err(missing(Undertaking::Announce)));
        assert_eq!(send(&mut company, &with("purchaser,supplier")).await, Filed::Submitted);
        assert_eq!(announce(&house, &mut company).await, Err(missing(Undertaking::Announce)), "under review");
        let case = claimed(&mut registrar, 0).await;
        assert_eq!((case.form.roles.0.as_str(), case.in_force.as_ref().unwrap().roles.0.as_str()), ("purchaser,supplier", "bidder"));
        rule(&mut registrar, &case, json!("approve")).await.unwrap();
        announce(&house, &mut company).await.unwrap();
        let MyFile { in_force, standing, .. } = my_file(&mut company).await;
        assert_eq!((in_force.unwrap().roles.read(), standing), (vec![SubjectRole::Purchaser, SubjectRole::Supplier], Some(Standing::Approved)));
        let csv = registrar.get("/api/subjects.csv").await.text();
        let line = csv.lines().find(|line| line.starts_with(code(0).as_str())).unwrap();
        assert!(line.contains("采购人、供应商"), "{line}");

        let mut supplier = Bidder::with_key(company, 9).await;
        let tender = house.lot(3600).await;
        assert_eq!(supplier.begin(tender).await, Err(missing(Undertaking::Bid)));
        let clauses = json!({ "clauses": { "decrypt": "5.2", "objection": "5.3", "quote": "6.1" } });
        let rounds = json!({ "rules": clauses, "rounds": { "procedure": "negotiation", "rounds": "1", "quote_minutes": "5", "falling": true } });
        let negotiated = house.lot_with(3600, rounds).await;
        supplier.begin(negotiated).await.unwrap();
    }

    async fn a_role_that_ends_before_the_commit_ends_the_bid_and_after_it_does_not(house: House) {
        let house = house.with_demo().await;
        let (lot, other) = (house.lot(3600).await, house.lot(7200).await);
        let mut bidders = house.bidders().await;
        for bidder in &mut bidders {
            bidder.bid(lot, Fen::from_yuan(4_000_000)).await;
        }
        let late = &mut bidders[1];
        let sealed = late.seal(other, Fen::from_yuan(4_000_000)).await;
        late.send(&sealed).await;
        for login in ["caoyuan", "xingan", "dalai"] {
            in_roles(&house, login, &[SubjectRole::Transferee]).await;
        }
        assert_eq!(late.commit(&sealed).await, Err(missing(Undertaking::Bid)));
        house.deadline(lot).await;
        for bidder in &mut bidders {
            bidder.client.call::<()>("enter_room", json!({ "lot": lot })).await.unwrap();
        }
    }
}
